"""Accounts and what each person may do, for which unit and for how long."""

from datetime import date
from functools import cached_property
from typing import Any, Self

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Func, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agencies.choices import Role
from agencies.models.units import Unit
from core.history import tracked
from core.prepared import prepared
from core.validity import (
    OVERLAPS,
    Validity,
    ValidityQuerySet,
    ends_after_start,
    period,
    same,
)
from core.versioned import Versioned, raise_version

# Roles whose unit says where the person works, not what the person sees.
PROVINCE_ROLES = (Role.ADMINISTRATOR, Role.STAFF, Role.LEADER, Role.FINANCE)


class UserQuerySet(models.QuerySet["User"]):
    def visible_to(self, user: "User") -> Self:
        """Accounts are the administrators' business."""
        return self if user.has_role(Role.ADMINISTRATOR) else self.none()


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    """Accounts are made by administrators; e-mail is the login name."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_superuser=True, **fields)

    def get_by_natural_key(self, email: str | None) -> "User":
        return self.get(email__iexact=email)


@tracked(exclude=["password", "last_login"])
class User(AbstractBaseUser, PermissionsMixin, Versioned):
    """A person with an account; rights come from role assignments alone."""

    email = models.EmailField(_("Thư điện tử"), unique=True)
    full_name = models.CharField(_("Họ và tên"), max_length=120)
    position = models.CharField(_("Chức vụ"), max_length=120, blank=True)
    phone = models.CharField(_("Điện thoại cơ quan"), max_length=30, blank=True)
    is_active = models.BooleanField(_("Đang dùng"), default=True)
    is_staff = False  # Django's own admin site is not part of the product

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    objects = UserManager()

    class Meta:
        verbose_name = _("tài khoản")
        verbose_name_plural = _("tài khoản")
        ordering = ["full_name", "id"]
        triggers = [raise_version(unless_only=("last_login",))]

    # Rights come from roles alone: Django's own tables of permissions are empty and never asked.
    _perm_cache: frozenset[str] = frozenset()

    def __str__(self) -> str:
        return self.full_name or self.email

    @cached_property
    def current_assignments(self) -> list["RoleAssignment"]:
        """Roles held today, with their units; read once per request."""
        return _assignments_on(timezone.localdate(), self.pk)

    @cached_property
    def roles(self) -> frozenset[str]:
        held = {a.role for a in self.current_assignments}
        # The first account of a new site (`createsuperuser`) gives the others their roles.
        return frozenset(held | {Role.ADMINISTRATOR}) if self.is_superuser else frozenset(held)

    def has_role(self, *roles: Role) -> bool:
        return bool(self.roles.intersection(roles))

    @cached_property
    def sees_the_province(self) -> bool:
        """Whether every enterprise and every figure is open to the person (ADR 11)."""
        return self.is_superuser or any(
            a.role in PROVINCE_ROLES or (a.role == Role.VIEWER and not a.unit.is_area)
            for a in self.current_assignments
        )

    @cached_property
    def area_unit_ids(self) -> list[int]:
        """Units to whose area the person's view is bound: unit officers, viewers of a place."""
        return [
            a.unit_id
            for a in self.current_assignments
            if a.role == Role.UNIT_OFFICER or (a.role == Role.VIEWER and a.unit.is_area)
        ]

    @cached_property
    def covered_unit_ids(self) -> frozenset[int]:
        """Units whose records are the person's to see: of the area, of today and of old.

        And those whose duties passed to a unit of theirs, though another one has the place.
        """
        if not self.area_unit_ids:
            return frozenset()
        own = Unit.objects.covered_by(self.area_unit_ids)
        succeeded = Unit.objects.through_successions(self.area_unit_ids)
        found = Unit.objects.filter(Q(pk__in=own.values("pk")) | Q(pk__in=succeeded.values("pk")))
        return frozenset(found.values_list("pk", flat=True))

    @cached_property
    def placed_unit_ids(self) -> frozenset[int]:
        """All units, of today and of old, that lie in the person's area: what enterprises follow."""
        if not self.area_unit_ids:
            return frozenset()
        covered = Unit.objects.covered_by(self.area_unit_ids)
        return frozenset(covered.values_list("pk", flat=True))


class AssignmentQuerySet(ValidityQuerySet["RoleAssignment"]):
    def visible_to(self, user: "User") -> Self:
        return self if user.has_role(Role.ADMINISTRATOR) else self.none()


@tracked()
class RoleAssignment(Validity, Versioned):
    """One role of one person, for a unit and a period; several may hold at once."""

    user = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="assignments", verbose_name=_("Tài khoản")
    )
    role = models.CharField(_("Vai trò"), max_length=20, choices=Role.choices)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="assignments", verbose_name=_("Đơn vị")
    )

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("vai trò của tài khoản")
        verbose_name_plural = _("vai trò của tài khoản")
        ordering = ["user", "role", "id"]
        constraints = [
            ends_after_start("agencies_assignment_period"),
            ExclusionConstraint(
                name="agencies_assignment_once_a_day",
                expressions=[
                    (same("user"), OVERLAPS),
                    (same("unit"), OVERLAPS),
                    (
                        Func(
                            F("role"),
                            template="int8range(hashtextextended(role, 0),"
                            " hashtextextended(role, 0), '[]')",
                        ),
                        OVERLAPS,
                    ),
                    (period(), OVERLAPS),
                ],
                violation_error_message=_(
                    "Người này đã có vai trò đó tại đơn vị trong thời gian này."
                ),
            ),
        ]
        triggers = [raise_version()]

    def __str__(self) -> str:
        return f"{self.get_role_display()} - {self.unit}"


@prepared
def _assignments_on(day: date, person: int) -> AssignmentQuerySet:
    return RoleAssignment.objects.valid_on(day).filter(user=person).select_related("unit")
