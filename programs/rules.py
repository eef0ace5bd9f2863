"""Permissions of plans, their progress and the year's work."""

from typing import TYPE_CHECKING, Any

import rules

from agencies.choices import Role
from agencies.rules import has_any_role, is_staff_member, leads, works_with_the_figures
from programs.choices import NoteState

if TYPE_CHECKING:
    from agencies.models import User

OPEN, START = "programs.open_workitem", "programs.start_workitem"
STEER = "programs.steer_workitem"
JUDGE, WITHDRAW = "programs.judge_progressnote", "programs.withdraw_progressnote"

rules.add_perm("programs.view_plan", has_any_role)
rules.add_perm("programs.view_progress", works_with_the_figures)
rules.add_perm("programs.confirm_target", is_staff_member | leads)


def _item(record: Any) -> Any:
    """The work item itself, or the one that a part (milestone, note) belongs to."""
    return getattr(record, "item", record)


@rules.predicate
def takes_part(user: "User", record: Any = None) -> bool:
    """Leads or coordinates it, its predecessors included (twin of `visible_to`)."""
    if record is None:
        return bool(user.area_unit_ids)
    item, units = _item(record), user.covered_unit_ids
    return item.lead_id in units or bool(units and units & item.coordinator_ids)


@rules.predicate
def leads_the_work(user: "User", record: Any = None) -> bool:
    """An officer of the unit that leads it, or of its successor; coordinators only look on."""
    if not user.has_role(Role.UNIT_OFFICER):
        return False
    return record is None or _item(record).lead_id in user.covered_unit_ids


@rules.predicate
def is_not_judged(_user: "User", record: Any = None) -> bool:
    return record is None or record.state in {NoteState.SUBMITTED, NoteState.RETURNED}


sees_the_work = works_with_the_figures | takes_part

# The unit that leads says when a milestone was reached; what the milestones are, the department.
reaches_milestones = {"milestone": is_staff_member | leads_the_work}
for part in ("workitem", "workcontribution", "milestone"):
    rules.add_perm(f"programs.view_{part}", sees_the_work)
    rules.add_perm(f"programs.add_{part}", is_staff_member)
    rules.add_perm(f"programs.change_{part}", reaches_milestones.get(part, is_staff_member))
    rules.add_perm(f"programs.delete_{part}", is_staff_member)
rules.add_perm(OPEN, is_staff_member | leads)  # who approves a proposal opens the work for it
rules.add_perm(START, is_staff_member | leads_the_work)
rules.add_perm(STEER, is_staff_member)

rules.add_perm("programs.view_progressnote", sees_the_work)
rules.add_perm("programs.add_progressnote", is_staff_member | leads_the_work)
rules.add_perm("programs.change_progressnote", (is_staff_member | leads_the_work) & is_not_judged)
rules.add_perm("programs.delete_progressnote", is_staff_member & is_not_judged)
rules.add_perm(WITHDRAW, is_staff_member | leads_the_work)
rules.add_perm(JUDGE, is_staff_member | leads)
