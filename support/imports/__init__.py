"""The sheets "Hỗ trợ", "Chứng nhận" and "Giải thưởng"."""

from core.importing.importers import importers
from support.imports.awards import AwardImporter
from support.imports.certificates import CertificateImporter
from support.imports.supports import SupportImporter

importers.register("supports", SupportImporter(), order=20)
importers.register("certificates", CertificateImporter(), order=30)
importers.register("awards", AwardImporter(), order=50)
