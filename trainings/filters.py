"""Filters of classes."""

from django.utils.translation import gettext_lazy as _

from core.ui.filters import RegisterFilter, choice, search, since, until
from programs.filters import TaskFilter, WorkItemFilter
from trainings.choices import Audience, ClassStatus


class ClassFilter(RegisterFilter):
    tim = search("search", _("Tên lớp, địa điểm; có dấu hoặc không dấu"))
    trang_thai = choice("status", ClassStatus.choices, _("Trạng thái"))
    doi_tuong = choice("audience", Audience.choices, _("Đối tượng"))
    nhiem_vu = TaskFilter()
    cong_viec = WorkItemFilter()
    tu_ngay = since("ends_on", _("Kết thúc từ ngày"))
    den_ngay = until("ends_on", _("Kết thúc đến ngày"))
