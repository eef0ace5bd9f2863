import django_filters
import django_tables2 as tables
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import Count
from django.db.models.functions import ExtractYear
from django.http import HttpResponse
from django.shortcuts import render
from django_filters.views import FilterView

from reg.models import Enterprise, Support
from reg.resources import EnterpriseResource


class EnterpriseTable(tables.Table):
    class Meta:
        model = Enterprise
        fields = ("tax_code", "name", "district", "vsic", "labour", "revenue", "capital", "active")


class EnterpriseFilter(django_filters.FilterSet):
    name = django_filters.CharFilter(lookup_expr="icontains")

    class Meta:
        model = Enterprise
        fields = ["name", "district", "vsic", "women_owned", "innovative", "active"]


class UnaccentFilter(EnterpriseFilter):
    name = django_filters.CharFilter(lookup_expr="unaccent__icontains")


class EnterpriseList(LoginRequiredMixin, tables.SingleTableMixin, FilterView):
    queryset = Enterprise.objects.select_related("district").order_by("pk")
    table_class = EnterpriseTable
    filterset_class = EnterpriseFilter
    template_name = "reg/list.html"
    paginate_by = 50


class EnterpriseListUnaccent(EnterpriseList):
    filterset_class = UnaccentFilter


@login_required
def dashboard(request):
    rows = (
        Support.objects.annotate(year=ExtractYear("start"))
        .values("year", "district__name")
        .annotate(n=Count("enterprise", distinct=True))
        .order_by("year", "district__name")
    )
    return render(request, "reg/dashboard.html", {"rows": rows})


@login_required
def export(request):
    n = min(int(request.GET.get("n", 10000)), 200000)
    qs = Enterprise.objects.select_related("district").order_by("pk")[:n]
    data = EnterpriseResource().export(qs)
    r = HttpResponse(
        data.xlsx, content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    )
    r["Content-Disposition"] = "attachment; filename=dn.xlsx"
    return r
