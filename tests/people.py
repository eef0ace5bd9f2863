"""One person per role, as the permission matrix and the pages need them."""

from agencies.choices import Role
from agencies.models import RoleAssignment, Unit, User


def person(role: str | None, unit: str = "") -> User:
    """An account with `role` for `unit`: the department, or a ward for a unit officer."""
    user = User.objects.create_user(f"{role or 'none'}@tinh.vn", "x", full_name=str(role))
    if role is not None:
        code = unit or ("28261" if role == Role.UNIT_OFFICER else "dt-skhcn")
        place = Unit.objects.get(code=code, valid_to=None)
        RoleAssignment.objects.create(user=user, role=role, unit=place)
    return user
