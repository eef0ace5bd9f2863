"""Kinds of units, of successions and of roles."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class UnitKind(models.TextChoices):
    """Place levels first, then bodies of the province."""

    PROVINCE = "province", _("Tỉnh")
    CITY = "city", _("Thành phố thuộc tỉnh")
    TOWN = "town", _("Thị xã")
    DISTRICT = "district", _("Huyện")
    WARD = "ward", _("Phường")
    COMMUNE = "commune", _("Xã")
    TOWNSHIP = "township", _("Thị trấn")
    MINISTRY = "ministry", _("Bộ, cơ quan Trung ương")
    COMMITTEE = "committee", _("Ủy ban nhân dân tỉnh")
    DEPARTMENT = "department", _("Sở")
    BOARD = "board", _("Ban, ngành, cơ quan của tỉnh")
    SUBDEPARTMENT = "subdepartment", _("Chi cục, đơn vị trực thuộc sở")
    ASSOCIATION = "association", _("Hiệp hội, hội, liên minh")


DISTRICT_KINDS = (UnitKind.CITY, UnitKind.TOWN, UnitKind.DISTRICT)
COMMUNE_KINDS = (UnitKind.WARD, UnitKind.COMMUNE, UnitKind.TOWNSHIP)
AREA_KINDS = (*DISTRICT_KINDS, *COMMUNE_KINDS)
PLACE_KINDS = (UnitKind.PROVINCE, *AREA_KINDS)


class SuccessionKind(models.TextChoices):
    RENAME = "rename", _("Đổi tên, đổi loại")
    MERGE = "merge", _("Nhập")
    SPLIT = "split", _("Chia, tách")
    ABOLISH = "abolish", _("Kết thúc hoạt động")


class SuccessionShare(models.TextChoices):
    """How much of the source went to the target."""

    WHOLE = "whole", _("Toàn bộ")
    PART = "part", _("Một phần")
    MAIN = "main", _("Phần lớn")


class Role(models.TextChoices):
    ADMINISTRATOR = "administrator", _("Quản trị hệ thống")
    STAFF = "staff", _("Chuyên viên Sở KH&CN")
    LEADER = "leader", _("Lãnh đạo")
    FINANCE = "finance", _("Sở Tài chính")
    UNIT_OFFICER = "unit_officer", _("Cán bộ đơn vị")
    VIEWER = "viewer", _("Người xem")


class IdentityRole(models.TextChoices):
    """The bodies a document names by date."""

    DEPARTMENT = "department", _("Sở chủ trì")
    COMMITTEE = "committee", _("Ủy ban nhân dân tỉnh")
    MINISTRY = "ministry", _("Bộ nhận báo cáo")
    STANDING_BODY = "standing_body", _("Cơ quan thường trực của Chương trình")
