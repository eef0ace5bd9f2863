from django.contrib import admin
from import_export.admin import ImportExportModelAdmin

from reg.models import District, Enterprise, Support
from reg.resources import EnterpriseResource


@admin.register(Enterprise)
class EnterpriseAdmin(ImportExportModelAdmin):
    resource_classes = [EnterpriseResource]
    list_display = ("tax_code", "name", "district", "vsic", "labour", "revenue", "active")
    list_filter = ("district", "women_owned", "innovative", "active")
    search_fields = ("name", "tax_code")
    list_select_related = ("district",)


@admin.register(Support)
class SupportAdmin(admin.ModelAdmin):
    list_display = ("enterprise", "kind", "start", "status", "cost", "district")
    list_filter = ("kind", "status", "district")
    list_select_related = ("enterprise", "district")
    raw_id_fields = ("enterprise",)


admin.site.register(District)
