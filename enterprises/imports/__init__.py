"""The sheet "Doanh nghiệp"."""

from core.importing.importers import importers
from enterprises.imports.importer import EnterpriseImporter

importers.register("enterprises", EnterpriseImporter(), order=10)
