from import_export import fields, resources
from import_export.widgets import ForeignKeyWidget

from reg.models import District, Enterprise

COLS = (
    "tax_code",
    "name",
    "address",
    "district",
    "vsic",
    "labour",
    "revenue",
    "capital",
    "women_owned",
    "innovative",
    "active",
)


class EnterpriseResource(resources.ModelResource):
    district = fields.Field("district", "district", ForeignKeyWidget(District, "code"))

    class Meta:
        model = Enterprise
        fields = COLS
        export_order = COLS
        import_id_fields = ("tax_code",)


class BulkEnterpriseResource(EnterpriseResource):
    class Meta(EnterpriseResource.Meta):
        use_bulk = True
        batch_size = 1000
        skip_diff = True
