"""Evidence files: checked by content, kept for ever, served through their record's door."""

import zipfile
import zlib
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pghistory
from crispy_forms.utils import render_crispy_form
from django import forms
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.files.uploadedfile import UploadedFile
from django.db import models, transaction
from django.db.models import QuerySet
from django.http import FileResponse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from core.errors import ActionError
from core.models import Attachment
from core.ui.fields import LineField
from core.ui.forms import PlainForm
from core.ui.history import Trail
from core.vietnamese import normalise

MEGABYTE = 1024 * 1024
# The main part of each kind: the media type and the ending of the file's name.
OFFICE_PARTS = {
    "word/document.xml": (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ".docx",
    ),
    "xl/workbook.xml": (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ".xlsx",
    ),
    "ppt/presentation.xml": (
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        ".pptx",
    ),
}
CONTENT_TYPES = "[Content_Types].xml"
OLE = "application/x-ole-storage"
# Names of streams in the older formats; PowerPoint packs its macros where no name is seen.
OLE_MACROS = "_VBA_PROJECT".encode("utf-16-le")
SIGNATURES = (
    (b"%PDF-", "application/pdf", (".pdf",)),
    (b"\xff\xd8\xff", "image/jpeg", (".jpg", ".jpeg")),
    (b"\x89PNG\r\n\x1a\n", "image/png", (".png",)),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OLE, (".doc", ".xls", ".ppt")),
)


class UploadForm(PlainForm):
    file = forms.FileField(
        label=gettext_lazy("Tệp"),
        error_messages={
            "required": gettext_lazy("Chọn tệp minh chứng."),
        },
        widget=forms.FileInput(
            attrs={"accept": ".pdf,.jpg,.jpeg,.png,.doc,.docx,.xls,.xlsx,.ppt,.pptx"}
        ),
    )
    description = LineField(
        label=gettext_lazy("Nội dung"),
        required=False,
        max_length=255,
        help_text=gettext_lazy("Ví dụ: biên bản nghiệm thu số 12/BB."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = _(
            "PDF, ảnh JPG hoặc PNG, Word, Excel, PowerPoint; tối đa %(size)d MB."
        ) % {"size": settings.ATTACHMENT_MAX_BYTES // MEGABYTE}


def upload_fields() -> SafeString:
    """The fields of an empty form, alike on every page."""
    return _upload_fields(get_language())


@cache
def _upload_fields(_language: str) -> SafeString:
    return SafeString(render_crispy_form(UploadForm()))


def files_of(record: models.Model) -> QuerySet[Attachment]:
    """Files on the record's page."""
    return Attachment.objects.filter(
        content_type__app_label=record._meta.app_label,
        content_type__model=record._meta.model_name,
        object_id=record.pk,
        removed_at=None,
    ).select_related("uploaded_by")


@transaction.atomic
def attach(record: models.Model, file: UploadedFile, *, description: str, by: Any) -> Attachment:
    """Keep the file.

    Raises:
        ActionError: too large, or not what its name says.
    """
    if (file.size or 0) > settings.ATTACHMENT_MAX_BYTES:
        raise ActionError(
            _("Tệp lớn hơn %(size)d MB. Nén hoặc chia nhỏ rồi tải lại.")
            % {"size": settings.ATTACHMENT_MAX_BYTES // MEGABYTE}
        )
    name = normalise(Path(file.name or "").name)[:255]
    media_type = media_type_of(file, Path(name).suffix.lower())
    file.seek(0)
    digest = sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    row = Attachment(
        content_type=ContentType.objects.get_for_model(record),
        object_id=record.pk,
        name=name,
        description=description,
        media_type=media_type,
        size=file.size or 0,
        sha256=digest.hexdigest(),
        uploaded_by=by,
    )
    file.seek(0)
    row.file.save(f"{digest.hexdigest()[:32]}{Path(name).suffix.lower()}", file, save=False)
    row.save()
    return row


def media_type_of(file: Any, suffix: str) -> str:
    """Type by content; the name's ending must agree.

    Raises:
        ActionError: not one of the accepted kinds.
    """
    file.seek(0)
    head = file.read(16)
    for signature, media_type, suffixes in SIGNATURES:
        if head.startswith(signature) and suffix in suffixes:
            if media_type == OLE and _has_stream(file, OLE_MACROS):
                raise _macros()
            return media_type
    if head.startswith(b"PK\x03\x04") and (media_type := _office_type(file, suffix)):
        return media_type
    raise ActionError(
        _(
            "Nội dung tệp không phải PDF, JPG, PNG, Word, Excel hay PowerPoint như tên tệp. Chọn tệp khác."
        )
    )


def _macros() -> ActionError:
    return ActionError(_("Tệp có macro. Lưu thành tệp không có macro, hoặc PDF, rồi tải lại."))


def _has_stream(file: Any, name: bytes) -> bool:
    file.seek(0)
    return name in file.read()


def _office_type(file: Any, suffix: str) -> str:
    """The type of an Office file whose main part agrees with the name's ending; "" otherwise.

    Raises:
        ActionError: it holds macros, under whatever name.
    """
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            names = set(archive.namelist())
            with archive.open(CONTENT_TYPES) as part:
                declared = part.read(MEGABYTE).lower()
    except (zipfile.BadZipFile, KeyError, OSError, RuntimeError, ValueError, zlib.error):
        return ""
    if b"vbaproject" in declared or any(n.lower().endswith("vbaproject.bin") for n in names):
        raise _macros()
    for part_name, (media_type, own_suffix) in OFFICE_PARTS.items():
        if suffix == own_suffix and part_name in names:
            return media_type
    return ""


def remove(file: Attachment, *, reason: str) -> None:
    """Off the page; the bytes stay, and so does why."""
    with pghistory.context(reason=reason):
        Attachment.objects.filter(pk=file.pk, removed_at=None).update(removed_at=timezone.now())


def remove_all(record: models.Model) -> None:
    """The files of a record that is being deleted, for the reason given there."""
    files_of(record).update(removed_at=timezone.now())


def trail_of(record: models.Model) -> Trail:
    """Files added and removed, for the record's history."""
    kind = ContentType.objects.get_for_model(record)
    own = {"content_type": kind.pk, "object_id": record.pk}
    return Trail(Attachment, own, _("tệp minh chứng"), named_by="name")


def response(file: Attachment) -> FileResponse:
    """A download; the browser never runs or shows it inside our pages."""
    answer = FileResponse(file.file.open("rb"), content_type=file.media_type)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(file.name)}"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
