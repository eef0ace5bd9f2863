"""Who proposes, who appraises, who decides."""

from typing import TYPE_CHECKING, Any

import rules

from agencies.choices import Role
from agencies.rules import (
    has_any_role,
    is_administrator,
    is_staff_member,
    leads,
    works_with_the_figures,
)
from proposals.choices import WRITING, CallState, ProposalKind, ProposalState

if TYPE_CHECKING:
    from agencies.models import User

ANNOUNCE_CALL = "proposals.announce_call"
SUBMIT, TAKE_BACK = "proposals.submit_proposal", "proposals.take_back_proposal"
HANDLE, DECIDE = "proposals.handle_proposal", "proposals.decide_proposal"
SCIENCE, RETURN = "proposals.handle_science", "proposals.return_proposal"
REVISE, SYSTEM = "proposals.revise_proposal", "proposals.system_step"


@rules.predicate
def is_unit_officer(user: "User") -> bool:
    return bool(user.has_role(Role.UNIT_OFFICER))


@rules.predicate
def writes_for_the_unit(user: "User", record: Any = None) -> bool:
    """The person's own unit or one it succeeded; of the department, the department itself."""
    if record is None:
        return bool(user.has_role(Role.UNIT_OFFICER, Role.STAFF, Role.ADMINISTRATOR))
    if not user.has_role(Role.UNIT_OFFICER):
        writes = (Role.STAFF, Role.ADMINISTRATOR)
        own = {a.unit_id for a in user.current_assignments if a.role in writes}
        return record.unit_id in own
    return record.unit_id in user.covered_unit_ids


@rules.predicate
def covers_the_unit(user: "User", record: Any = None) -> bool:
    if record is None:
        return bool(user.area_unit_ids)
    return record.unit_id in user.covered_unit_ids


@rules.predicate
def was_announced(_user: "User", record: Any = None) -> bool:
    return record is None or record.state != CallState.PREPARED


@rules.predicate
def was_submitted(_user: "User", record: Any = None) -> bool:
    return record is None or record.state != ProposalState.DRAFT


@rules.predicate
def is_being_written(_user: "User", record: Any = None) -> bool:
    return record is None or record.state in WRITING


@rules.predicate
def is_draft(_user: "User", record: Any = None) -> bool:
    return record is None or record.state == ProposalState.DRAFT


@rules.predicate
def is_science(_user: "User", record: Any = None) -> bool:
    return record is None or record.kind == ProposalKind.SCIENCE


@rules.predicate
def is_assigned(_user: "User", record: Any = None) -> bool:
    return record is None or record.kind == ProposalKind.ASSIGNED


@rules.predicate
def reviews_it(user: "User", record: Any = None) -> bool:
    """An appraisal of it was given to the person and not taken away; asked once for a record read."""
    if record is None:
        return bool(user.roles)
    known = record.__dict__.setdefault("known_reviewers", {})
    if user.pk not in known:
        known[user.pk] = record.reviews.filter(reviewer=user.pk, withdrawn_at=None).exists()
    return bool(known[user.pk])


# Calls are the department's; everybody with a role reads what was announced.
rules.add_perm("proposals.view_call", is_staff_member | leads | (has_any_role & was_announced))
for verb in ("add", "change"):
    rules.add_perm(f"proposals.{verb}_call", is_staff_member)
rules.add_perm(ANNOUNCE_CALL, is_staff_member | leads)
for verb in ("add", "change"):
    rules.add_perm(f"proposals.{verb}_lateentry", is_staff_member)

rules.add_perm("proposals.view_criterion", has_any_role)
for verb in ("add", "change"):
    rules.add_perm(f"proposals.{verb}_criterion", is_administrator)

seen_by_others = works_with_the_figures | covers_the_unit | reviews_it
rules.add_perm("proposals.view_proposal", writes_for_the_unit | (was_submitted & seen_by_others))
rules.add_perm("proposals.add_proposal", writes_for_the_unit)
rules.add_perm("proposals.change_proposal", is_being_written & writes_for_the_unit)
rules.add_perm(
    "proposals.attach_proposal",
    (is_being_written & writes_for_the_unit) | (was_submitted & is_staff_member),
)
rules.add_perm("proposals.delete_proposal", is_draft & writes_for_the_unit)
rules.add_perm("proposals.abstain", writes_for_the_unit)
rules.add_perm(SUBMIT, writes_for_the_unit)
rules.add_perm(TAKE_BACK, writes_for_the_unit)
rules.add_perm(REVISE, is_assigned & writes_for_the_unit)

# The department handles; a leader decides, or the department records what was decided.
rules.add_perm("proposals.watch_call", works_with_the_figures)
rules.add_perm(HANDLE, is_assigned & is_staff_member)
rules.add_perm(RETURN, is_staff_member)
rules.add_perm(DECIDE, is_assigned & (is_staff_member | leads))
rules.add_perm(SCIENCE, is_science & (is_staff_member | leads))
rules.add_perm("proposals.announce_results", is_staff_member | leads)
rules.add_perm("proposals.assign_reviewers", is_assigned & is_staff_member)
rules.add_perm("proposals.review_proposal", is_assigned & reviews_it)
rules.add_perm("proposals.read_appraisal", works_with_the_figures | reviews_it)
