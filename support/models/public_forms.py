"""Forms that came without an account, until the address they name has confirmed them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from support.choices import PublicFormState
from support.models.requests import SupportRequest
from support.request_workflow import PUBLIC_FORM


class PublicForm(models.Model):
    """What a stranger typed; emptied as soon as it is confirmed or expired.

    It is in no audit trail on purpose: what nobody confirmed must be erasable without a trace.
    Its steps are kept as lines that name nobody (`StateChange`).
    """

    # The link of the letter is computed as the letter goes (`support.codes`); neither this table
    # nor the log of letters confirms anything.
    seed = models.CharField(max_length=64)
    token_hash = models.CharField(max_length=64, unique=True)
    content = models.JSONField(_("Nội dung"), default=dict, blank=True)
    consent_version = models.CharField(_("Bản nội dung đồng ý"), max_length=20)
    consented_at = models.DateTimeField(_("Đồng ý lúc"))
    # Keyed hashes, for the limits of a day; they name nobody and are emptied a day later.
    sender = models.CharField(max_length=64, blank=True)
    mailbox = models.CharField(max_length=64, blank=True)
    sent_at = models.DateTimeField(_("Gửi lúc"), auto_now_add=True)
    expires_at = models.DateTimeField(_("Hết hạn xác nhận lúc"))
    state = models.CharField(
        _("Trạng thái"),
        max_length=12,
        choices=PublicFormState.choices,
        default=PublicFormState.UNCONFIRMED,
        editable=False,
    )
    request = models.OneToOneField(
        SupportRequest,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="form",
        verbose_name=_("Đề nghị"),
    )

    class Meta:
        verbose_name = _("phiếu đăng ký chưa xác nhận")
        verbose_name_plural = _("phiếu đăng ký chưa xác nhận")
        ordering = ["-sent_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=PublicFormState.UNCONFIRMED) | Q(content={}),
                name="support_public_form_emptied",
                violation_error_message=_("Phiếu đã xác nhận hoặc hết hạn không giữ nội dung."),
            ),
            models.CheckConstraint(
                condition=~Q(consent_version=""),
                name="support_public_form_with_consent",
                violation_error_message=_("Phiếu phải có sự đồng ý."),
            ),
        ]
        indexes = [
            models.Index(fields=["sender", "sent_at"], name="public_form_by_sender"),
            models.Index(fields=["mailbox", "sent_at"], name="public_form_by_mailbox"),
            models.Index(fields=["state", "expires_at"], name="public_form_by_expiry"),
        ]
        triggers = [PUBLIC_FORM.only_these()]

    def __str__(self) -> str:
        return f"{self.sent_at:%d/%m/%Y}"
