"""The pages of a proposal's form. A draft may lack anything; what is wrong is not stored."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.models import Unit, User
from core.errors import ActionError
from core.spreadsheets.cells import has_wrong_check_digit
from core.ui.fields import LineField, MoneyField, TaxCodeField
from core.ui.forms import RecordForm, formfield_for
from core.vietnamese import format_date
from enterprises.fields import EnterpriseField
from enterprises.forms import UnitChoiceField
from programs.choices import Comparator
from programs.models import Target, Task
from proposals.actions import drafting
from proposals.choices import MoneySource, ProposalKind
from proposals.models import Proposal
from proposals.requirements import GENERAL, MONEY, NEED, REQUIREMENTS, SUBMIT
from support.choices import ItemKind
from support.models import CatalogueItem

NEEDED = frozenset({requirement.field for requirement in REQUIREMENTS} | {"letter_on", "ends_on"})


def units_of_today() -> Any:
    return Unit.objects.valid_on(timezone.localdate()).order_by("sort_key", "pk")


class PageForm(RecordForm):
    """One page; everything may be left empty, and what is right is stored beside what is wrong."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stored = {name: getattr(self.instance, name) for name in self.record_fields()}
        for name, field in self.fields.items():
            field.required = False
            # Needed to submit, though not to save: the label must not say "không bắt buộc".
            field.is_needed = name in NEEDED  # type: ignore[attr-defined]

    def rows(self) -> list[str]:
        """Names of fields in the order of the page, for the template."""
        return [name for name in self.fields if name != "seen_version"]

    def store(self, by: User) -> Proposal:
        """Keep every field without an error; the others stay as they were stored."""
        for name in self.errors:
            if name in self.stored:
                setattr(self.instance, name, self.stored[name])
        with transaction.atomic():
            self.instance.save()
            self.store_parts(by)
        return self.instance

    def store_parts(self, by: User) -> None:
        """Rows beside the record; none by default."""

    def good(self, name: str) -> Any:
        """The value of a field that was read; None where it is empty or wrong."""
        return self.cleaned_data.get(name)


class GeneralForm(PageForm):
    lead = UnitChoiceField(queryset=Unit.objects.none(), label=gettext_lazy("Đơn vị chủ trì"))
    add_coordinator = UnitChoiceField(
        queryset=Unit.objects.none(),
        label=gettext_lazy("Thêm đơn vị phối hợp"),
        help_text=gettext_lazy("Chọn một đơn vị rồi bấm Lưu; thêm được nhiều đơn vị."),
    )

    class Meta:
        model = Proposal
        formfield_callback = formfield_for
        fields = [
            *("task", "name", "lead", "place", "integration"),
            *("contact_name", "contact_phone", "contact_email"),
        ]
        help_texts = {
            "name": gettext_lazy("Ví dụ: Truy xuất nguồn gốc trái cây xã Cái Bè."),
            "contact_name": gettext_lazy("Người trả lời khi Sở hỏi thêm."),
        }
        widgets = {"integration": forms.Textarea}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tasks = Task.objects.select_related("plan")
        if self.instance.call_id:
            tasks = tasks.filter(plan=self.instance.call.plan_id)
        self.fields["task"].queryset = tasks  # type: ignore[attr-defined]
        for name in ("lead", "add_coordinator"):
            self.fields[name].queryset = units_of_today()  # type: ignore[attr-defined]
        if self.instance.lead_id:
            self.fields["lead"].queryset |= Unit.objects.filter(pk=self.instance.lead_id)  # type: ignore[attr-defined]
        self.order_fields(["task", "name", "lead", "add_coordinator", "place", "integration"])

    def store_parts(self, by: User) -> None:
        added = self.good("add_coordinator")
        if added is not None and added.pk != self.instance.lead_id:
            self.instance.coordinators.get_or_create(unit=added)


class NeedForm(PageForm):
    items = forms.ModelMultipleChoiceField(
        queryset=CatalogueItem.objects.none(),
        label=gettext_lazy("Nội dung hỗ trợ"),
        widget=forms.CheckboxSelectMultiple(attrs={"class": "check"}),
    )
    add_enterprise = EnterpriseField(
        label=gettext_lazy("Thêm doanh nghiệp đã có trong hệ thống"),
        help_text=gettext_lazy("Ghi mã số thuế hoặc tên, chọn trong gợi ý, rồi bấm Lưu."),
    )
    new_tax_code = TaxCodeField(
        label=gettext_lazy("Mã số thuế doanh nghiệp mới"),
        help_text=gettext_lazy("Chưa có trong hệ thống: ghi mã số thuế và tên."),
    )
    new_name = LineField(label=gettext_lazy("Tên doanh nghiệp mới"), max_length=300)

    class Meta:
        model = Proposal
        formfield_callback = formfield_for
        fields = ["need", "objectives", "content", "products"]
        help_texts = {
            "need": gettext_lazy(
                "Địa phương, ngành đang vướng gì, cần hỗ trợ gì? 3 - 5 câu là đủ."
            ),
            "objectives": gettext_lazy("Đạt được gì khi làm xong."),
            "content": gettext_lazy("Từng việc sẽ làm."),
            "products": gettext_lazy(
                "Ví dụ: 2 hệ thống truy xuất nguồn gốc, 1 lớp 30 người, 1 giấy chứng nhận."
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = [row.item_id for row in self.instance.items.all()] if self.instance.pk else []
        today = timezone.localdate()
        items: Any = self.fields["items"]
        items.queryset = (
            CatalogueItem.objects.filter(use="support")
            .filter(
                pk__in=[
                    *CatalogueItem.objects.filter(use="support")
                    .valid_on(today)
                    .values_list("pk", flat=True),
                    *chosen,
                ]
            )
            .order_by("sort_key")
        )
        self.initial["items"] = chosen
        self.targets = targets_for(self.instance)
        there = {row.target_id: row.number for row in self.instance.contributions.all()}
        for target in self.targets:
            name = f"target_{target.pk}"
            self.fields[name] = forms.IntegerField(
                label=f"{target.name} ({target.unit_of_measure})",
                min_value=0,
                max_value=100_000,
                required=False,
                initial=there.get(target.pk),
                widget=forms.TextInput(attrs={"inputmode": "numeric"}),
                localize=False,
            )
        self.decorate()

    def items_by_kind(self) -> list[tuple[str, list[Any], bool]]:
        """(kind, its boxes, whether one of them is chosen), as the catalogue groups them."""
        kinds = {
            pk: ItemKind(kind).label
            for pk, kind in self.fields["items"].queryset.values_list("pk", "kind")  # type: ignore[attr-defined]
        }
        groups: dict[str, list[Any]] = {}
        for box in self["items"]:
            pk = getattr(box.data["value"], "value", box.data["value"])
            groups.setdefault(str(kinds[pk]), []).append(box)
        return [
            (label, boxes, any(box.data["selected"] for box in boxes))
            for label, boxes in groups.items()
        ]

    def contributions(self) -> list[forms.BoundField]:
        return [self[f"target_{target.pk}"] for target in self.targets]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        code, name = cleaned.get("new_tax_code"), cleaned.get("new_name")
        if code and not name and "new_name" not in self.errors:
            self.add_error("new_name", _("Ghi tên doanh nghiệp theo giấy đăng ký."))
        if name and not code and "new_tax_code" not in self.errors:
            self.add_error("new_tax_code", _("Ghi mã số thuế của doanh nghiệp."))
        if code and has_wrong_check_digit(code):
            self.add_error(
                "new_tax_code",
                _("Mã số thuế này không đúng số kiểm tra. Xem lại trên giấy đăng ký doanh nghiệp."),
            )
        return cleaned

    def store_parts(self, by: User) -> None:
        if "items" not in self.errors:
            drafting.write_items(self.instance, self.good("items") or [])
        drafting.write_contributions(
            self.instance,
            {
                target.pk: self.good(f"target_{target.pk}")
                for target in self.targets
                if f"target_{target.pk}" not in self.errors
            },
        )
        self._add(by)

    def _add(self, by: User) -> None:
        """The enterprise from the register, or the new one; a code the register knows is linked."""
        enterprise, code, name = map(self.good, ("add_enterprise", "new_tax_code", "new_name"))
        try:
            if enterprise is not None:
                drafting.add_enterprise(self.instance, enterprise=enterprise)
            if code and name and "new_tax_code" not in self.errors:
                chosen: Any = self.fields["add_enterprise"]
                known = chosen.queryset.visible_to(by).filter(tax_code=code).first()
                drafting.add_enterprise(self.instance, enterprise=known, tax_code=code, name=name)
        except ActionError as error:
            self.add_error(error.field, str(error))


def targets_for(proposal: Proposal) -> list[Target]:
    """Counted targets of the stage the call's year lies in."""
    year = proposal.call.year
    found = Target.objects.filter(
        stage__plan=proposal.call.plan_id,
        stage__first_year__lte=year,
        stage__last_year__gte=year,
    ).exclude(comparator=Comparator.QUALITATIVE)
    return list(found.order_by("order"))


class MoneyForm(PageForm):
    class Meta:
        model = Proposal
        formfield_callback = formfield_for
        fields = ["starts_on", "ends_on"]
        help_texts = {
            "starts_on": gettext_lazy("Ngày/tháng/năm, ví dụ 01/03/2027."),
            "ends_on": gettext_lazy("Bảng kinh phí ở dưới có đủ các năm sau khi bấm Lưu."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        there = {(cost.year, cost.source): cost.amount_vnd for cost in self.instance.costs.all()}
        self.cost_years = sorted({*self.instance.years, *(year for year, _source in there)})
        for year in self.cost_years:
            for source in MoneySource:
                field = MoneyField(
                    label=f"{source.label}, {year}",
                    required=False,
                    initial=there.get((year, source)),
                )
                self.fields[f"cost_{year}_{source.value}"] = field
        self.decorate()

    def table(self) -> list[tuple[str, list[forms.BoundField]]]:
        """One row for each source, one cell for each year."""
        return [
            (
                str(source.label),
                [self[f"cost_{year}_{source.value}"] for year in self.cost_years],
            )
            for source in MoneySource
        ]

    def totals(self) -> list[int]:
        """What is stored for each year, in đồng."""
        costs = list(self.instance.costs.all())
        return [
            sum(cost.amount_vnd for cost in costs if cost.year == year) for year in self.cost_years
        ]

    def contradictions(self) -> Iterator[tuple[str, Any]]:
        start, end = self.instance.starts_on, self.instance.ends_on
        if start and end and end < start:
            yield (
                "ends_on",
                _("Ngày kết thúc phải từ ngày bắt đầu (%(day)s) trở đi.")
                % {"day": format_date(start)},
            )
        for name, day in (("starts_on", start), ("ends_on", end)):
            if day and not self.instance.call.year - 1 <= day.year <= self.instance.call.year + 9:
                yield (
                    name,
                    _("Đợt này nhận đề xuất cho năm %(year)d; xem lại năm.")
                    % {"year": self.instance.call.year},
                )

    def store_parts(self, by: User) -> None:
        amounts = {}
        for year in self.cost_years:
            for source in MoneySource:
                name = f"cost_{year}_{source.value}"
                if name not in self.errors:
                    amounts[year, source.value] = self.good(name)
        drafting.write_costs(self.instance, amounts)
        self.instance.__dict__.pop("years", None)


class LetterForm(PageForm):
    letter = forms.FileField(
        label=gettext_lazy("Công văn đã ký, tệp PDF"),
        help_text=gettext_lazy(
            "Bản quét hoặc bản ký số; tối đa 20 MB. Tải tệp mới thì thay tệp cũ."
        ),
        widget=forms.FileInput(attrs={"accept": ".pdf"}),
    )

    class Meta:
        model = Proposal
        formfield_callback = formfield_for
        fields = ["letter_number", "letter_on"]

    def contradictions(self) -> Iterator[tuple[str, Any]]:
        day = self.instance.letter_on
        if day is not None and day > timezone.localdate():
            yield "letter_on", _("Ngày công văn chưa tới.")

    def store_parts(self, by: User) -> None:
        if file := self.good("letter"):
            try:
                drafting.keep_letter(self.instance, file, by=by)
            except ActionError as error:
                self.add_error("letter", str(error))


FORMS: dict[str, type[PageForm]] = {
    GENERAL: GeneralForm,
    NEED: NeedForm,
    MONEY: MoneyForm,
    SUBMIT: LetterForm,
}


class BeginForm(forms.Form):
    """A unit and a kind; with one of each there is nothing to ask."""

    def __init__(self, *args: Any, units: list[Unit], kinds: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"] = forms.TypedChoiceField(
            label=_("Đơn vị đề xuất"),
            choices=[(unit.pk, str(unit)) for unit in units],
            coerce=int,
            widget=forms.Select(attrs={"class": "form-select"}),
        )
        self.fields["kind"] = forms.ChoiceField(
            label=_("Loại nhiệm vụ"),
            choices=[(k.value, k.label) for k in ProposalKind if k.value in kinds],
            widget=forms.RadioSelect(attrs={"class": "check"}),
            initial=kinds[0] if kinds else None,
            help_text=_(
                "Nhiệm vụ KH&CN qua Hội đồng tư vấn xác định nhiệm vụ, rồi tuyển chọn hoặc giao"
                " trực tiếp; nhiệm vụ khác (truyền thông, đào tạo, hỗ trợ doanh nghiệp) được"
                " thẩm định và phê duyệt cùng đợt."
            ),
        )
