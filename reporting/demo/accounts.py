"""One demo account per role; their passwords are public and so they exist nowhere else."""

from agencies.choices import Role
from agencies.models import RoleAssignment, Unit, User

PASSWORD = "nang-suat-224"  # noqa: S105 - printed by make run, refused on a server
# (e-mail, role, full name, code of the unit)
ACCOUNTS = (
    ("quantri@example.vn", Role.ADMINISTRATOR, "Quản trị (minh họa)", "dt-skhcn"),
    ("chuyenvien@example.vn", Role.STAFF, "Chuyên viên (minh họa)", "dt-skhcn"),
    ("lanhdao@example.vn", Role.LEADER, "Lãnh đạo Sở (minh họa)", "dt-skhcn"),
    ("taichinh@example.vn", Role.FINANCE, "Sở Tài chính (minh họa)", "dt-stc"),
    ("donvi@example.vn", Role.UNIT_OFFICER, "Cán bộ phường (minh họa)", "28261"),
    ("nguoixem@example.vn", Role.VIEWER, "Người xem (minh họa)", "dt-skhcn"),
)


def make_accounts() -> None:
    for email, role, name, code in ACCOUNTS:
        user = User.objects.create_user(email, PASSWORD, full_name=name)
        unit = Unit.objects.filter(code=code).order_by("valid_from").filter(valid_to=None).get()
        RoleAssignment.objects.create(user=user, role=role, unit=unit)


def account_table() -> str:
    """What `make run` prints at its end."""
    lines = [f"Tài khoản mẫu (mật khẩu chung: {PASSWORD})"]
    lines += [f"  {email:<24} {role.label}" for email, role, _name, _code in ACCOUNTS]
    return "\n".join(lines) + "\n"
