"""Accounts with their roles; facts about units that wait for confirmation."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies import invitation_register, unit_register  # noqa: F401 - of files of their own
from agencies.account_forms import AccountForm, AssignmentForm
from agencies.actions import save_account, save_assignment
from agencies.filters import AccountFilter
from agencies.models import DocumentIdentity, RoleAssignment, Unit, UnitSuccession, User
from core.ui.confirming import Unconfirmed, unconfirmed
from core.ui.history import Trail
from core.ui.paging import Sort
from core.ui.registers import Act, Register, register
from core.ui.tables import Column
from core.vietnamese import format_date

ACCOUNTS = register(
    Register(
        model=User,
        name="user",
        title=gettext_lazy("Tài khoản"),
        lead=gettext_lazy("Người dùng, vai trò và đơn vị của họ theo thời gian."),
        add_label=gettext_lazy("Thêm tài khoản"),
        columns=lambda: (
            Column(gettext_lazy("Họ và tên"), lambda u: u.full_name, sub=lambda u: u.email),
            Column(gettext_lazy("Thư điện tử"), lambda u: u.email, is_exported_only=True),
            Column(gettext_lazy("Chức vụ"), lambda u: u.position),
            Column(gettext_lazy("Vai trò"), load=_roles, kind="tags"),
            Column(
                gettext_lazy("Tình trạng"),
                lambda u: _("Đang dùng") if u.is_active else _("Đã khóa"),
                kind="status",
                status=lambda u: "ok" if u.is_active else "neutral",
            ),
        ),
        sorts=(Sort("email", gettext_lazy("theo thư điện tử"), ("email",)),),
        filterset=AccountFilter,
        form=AccountForm,
        sections=(
            (
                gettext_lazy("Tài khoản"),
                ("email", "full_name", "position", "phone", "is_active", "last_login"),
            ),
        ),
        trails=lambda account, _user: (
            Trail(User, {"pgh_obj_id": account.pk}),
            Trail(RoleAssignment, {"user": account.pk}, _("vai trò"), named_by="role"),
        ),
        save=lambda form, user: save_account(form.save(commit=False), by=user),
        acts=(
            Act(
                gettext_lazy("Gửi liên kết đặt mật khẩu"),
                "agencies:user-password",
                "agencies.change_user",
                "key-round",
                lambda u: u.is_active,
            ),
        ),
    )
)
ASSIGNMENTS = register(
    Register(
        model=RoleAssignment,
        name="assignment",
        title=gettext_lazy("Tài khoản"),
        lead="",
        add_label=gettext_lazy("Thêm vai trò"),
        columns=lambda: (),
        sorts=(),
        filterset=AccountFilter,
        form=AssignmentForm,
        sections=(),
        parent="user",
        save=lambda form, _user: save_assignment(form.save(commit=False)),
    )
)


def _roles(users: Sequence[User], _user: User) -> dict[int, list[str]]:
    """Roles ever given, in one query; those that ended say so."""
    found: dict[int, list[str]] = {u.pk: [] for u in users}
    for given in RoleAssignment.objects.filter(user__in=users).select_related("unit"):
        ended = _(" (đến %s)") % format_date(given.valid_to) if given.valid_to else ""
        found[given.user_id].append(f"{given.get_role_display()}{ended}")
    return found


def _period(row: Unit | DocumentIdentity) -> str:
    first, last = format_date(row.valid_from), format_date(row.valid_to)
    return _("từ %(first)s đến %(last)s") % {
        "first": first or _("trước nay"),
        "last": last or _("nay"),
    }


unconfirmed.register(
    "units",
    Unconfirmed(
        Unit,
        gettext_lazy("Đơn vị"),
        lambda u: f"{u.name} ({u.code}), {_period(u)}. {u.note}".strip(),
    ),
    order=1,
)
unconfirmed.register(
    "successions",
    Unconfirmed(
        UnitSuccession,
        gettext_lazy("Sáp nhập, chia tách, đổi tên"),
        lambda s: f"{s}, {format_date(s.on)}. {s.legal_basis} {s.note}".strip(),
        related=("source", "target"),
    ),
    order=2,
)
unconfirmed.register(
    "identities",
    Unconfirmed(
        DocumentIdentity,
        gettext_lazy("Tên cơ quan trên văn bản"),
        lambda i: f"{i.name} ({i.code_suffix or '-'}, {i.place or '-'}), {_period(i)}",
    ),
    order=3,
)
