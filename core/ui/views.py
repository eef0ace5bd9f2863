"""Generic pages of a register; each takes the declaration and adds nothing of its own."""

from typing import Any, ClassVar, cast

import pghistory
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View

from core.errors import ActionError, StaleState
from core.models import Attachment
from core.transitions import Transition
from core.ui import attachments
from core.ui.deleted import address_of_deleted, deleted_of
from core.ui.exports import INLINE_ROWS, export_response, request_export
from core.ui.fields import narrow
from core.ui.filters import RegisterFilter
from core.ui.forms import ReasonForm
from core.ui.guards import issued_with, reason_to_keep
from core.ui.history import lines_of
from core.ui.paging import Page, Sort, counted_page
from core.ui.panels import panels
from core.ui.registers import Act, Register, address_of, by_model
from core.ui.saving import delete_record, save_record
from core.ui.steps import StepForm, Steps, refusal_of, taken
from core.ui.tables import rows_of
from core.ui.values import UNSEEN, display, label_of, shown
from core.workflow import advance, available

PAGE_KEYS = ("sau", "truoc", "dem", RegisterFilter.OPEN)


def require(register: Register, user: Any, verb: str, record: Any = None) -> None:
    """403 that says which right is missing."""
    if not register.may(user, verb, record):
        words = {
            "view": _("xem"),
            "add": _("thêm"),
            "change": _("sửa"),
            "delete": _("xóa"),
            "attach": _("thêm, gỡ tệp của"),
        }
        raise PermissionDenied(
            _("Vai trò của bạn không được %(verb)s %(name)s.")
            % {"verb": words[verb], "name": register.model._meta.verbose_name}
        )


class RegisterView(View):
    """Base: the declaration, and the one door to its records."""

    register: ClassVar[Register] = cast("Register", None)
    verb = "view"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        # Whoever may do nothing with the register at all is told so before any look-up.
        require(self.register, request.user, self.verb)
        return super().dispatch(request, *args, **kwargs)

    def record(self) -> Any:
        """The record of the address; what the person may not see is not there (404)."""
        found = get_object_or_404(self.register.one_of(self.request.user), pk=self.kwargs["pk"])
        require(self.register, self.request.user, self.verb, found)
        return found

    def show(self, template: str, **context: Any) -> HttpResponse:
        context |= {"register": self.register, "meta": self.register.model._meta}
        return render(self.request, template, context)


class RegisterList(RegisterView):
    """Search, filters, order, pages; all of it stands in the address."""

    def get(self, request: HttpRequest) -> HttpResponse:
        register = self.register
        filters = self._filters()
        if filters.are_open and request.headers.get("HX-Request"):
            return HttpResponse(render_to_string("ui/_filters.html", {"filters": filters}))
        found = filters.found()
        sort = register.sort_for(request.GET.get("xep", ""))
        page, count, is_complete = self._page(filters, found, sort)
        columns = [c for c in register.columns() if not c.is_exported_only]
        return self.show(
            "ui/register_list.html",
            filters=filters,
            chips=filters.chips(),
            columns=columns,
            rows=rows_of(columns, page.records, request.user),
            page=page,
            sort=sort,
            count=count,
            is_complete=is_complete,
            address=_address_without(request, *PAGE_KEYS),
            sort_address=_address_without(request, *PAGE_KEYS, "xep"),
            may_add=register.may(request.user, "add") and not register.parent,
            deleted=address_of_deleted(register) if register.may(request.user, "delete") else "",
        )

    def _page(
        self, filters: RegisterFilter, found: QuerySet[Any], sort: Sort
    ) -> tuple[Page, int, bool]:
        """The records, how many there are of them, and whether that is the whole number."""
        asked = self.request.GET
        return counted_page(
            found,
            self.register.listed_of(found, sort),
            sort,
            after=asked.get("sau", ""),
            before=asked.get("truoc", ""),
            is_exact="dem" in asked,
            is_searched=filters.is_searched,
        )

    def _filters(self) -> RegisterFilter:
        """Closed unless somebody opens them, or has to see what is wrong with one."""
        data, user = self.request.GET, self.request.user
        filters = self.register.filters_for(data, user, are_open=RegisterFilter.OPEN in data)
        return filters if filters.form.is_valid() else self.register.filters_for(data, user)


def _address_without(request: HttpRequest, *keys: str) -> str:
    rest = request.GET.copy()
    for key in keys:
        rest.pop(key, None)
    return rest.urlencode()


class RegisterExport(RegisterView):
    """Exactly what is filtered, in the order shown; many rows as a job."""

    def get(self, request: HttpRequest) -> HttpResponse:
        register = self.register
        filters = register.filters_for(request.GET, request.user)
        sort = register.sort_for(request.GET.get("xep", ""))
        found = filters.found().order_by(*sort.order())
        if found.order_by()[: INLINE_ROWS + 1].count() > INLINE_ROWS:
            job = request_export(register, request.GET.urlencode(), by=request.user)
            return redirect("ui:job", pk=job.pk)
        return export_response(register, found, request.user)


class RegisterDetail(RegisterView):
    """What is known of one record, and what other apps add to it."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        register, record = self.register, self.record()
        files = list(attachments.files_of(record)) if register.has_files else []
        return self.show(
            "ui/register_detail.html",
            record=record,
            sections=[
                (title, [_fact(register, record, name, request.user) for name in names])
                for title, names in register.sections
            ],
            panels=panels.of(record, request.user),
            files=files,
            upload_fields=attachments.upload_fields(),
            acts=[_button(act, record) for act in register.acts if _may(act, request.user, record)],
            kicker=register.kicker(record, request.user),
            **_steps_of(register, record, request.user),
            may_change=register.may(request.user, "change", record),
            may_attach=register.has_files
            and register.may(request.user, register.attaching, record),
            may_delete=register.may(request.user, "delete", record),
        )


def _fact(register: Register, record: Any, name: str, user: Any) -> dict[str, Any]:
    value, text = getattr(record, name), display(record, name)
    link = ""
    if declared := by_model.get(type(value)):
        if declared.may(user, "view", value):
            link = address_of(value)
        else:
            text = str(UNSEEN)
    return {
        "label": register.labels.get(name) or label_of(type(record), name),
        "value": text,
        "link": link,
        "is_long": len(text) > LONG,
    }


LONG = 90


def _steps_of(register: Register, record: Any, user: Any) -> dict[str, Any]:
    """What can be done next, and what was done, with a record that has a workflow."""
    if register.steps is None:
        return {}
    workflow = register.steps.workflow
    state = getattr(record, workflow.state_field)
    return {
        "steps": [
            (
                step.label,
                reverse(f"{register.app}:{register.name}-step", args=[record.pk, step.name]),
            )
            for step in available(workflow, record, user)
            if step.name not in register.steps.elsewhere
        ],
        "state_kind": register.steps.kinds.get(state, "neutral"),
        "state_text": getattr(record, f"get_{workflow.state_field}_display")(),
        "taken": taken(register.steps, record),
    }


def _may(act: Act, user: Any, record: Any) -> bool:
    return bool(user.has_perm(act.permission, record) and act.is_offered(record))


def _button(act: Act, record: Any) -> dict[str, Any]:
    return {"act": act, "query": act.query(record)}


class RegisterForm(RegisterView):
    """Edit, or create. A conflict shows both versions and keeps what was typed."""

    verb = "change"

    @property
    def is_new(self) -> bool:
        return self.verb == "add"

    def _instance(self) -> Any:
        if not self.is_new:
            return self.record()
        instance = self.register.model()
        if self.register.parent:
            setattr(instance, self.register.parent, self._parent())
        return instance

    def _parent(self) -> Any:
        field = self.register.model._meta.get_field(self.register.parent)
        parents = field.related_model._default_manager.visible_to(self.request.user)
        return get_object_or_404(parents, pk=self.kwargs["parent"])

    def _form(self, instance: Any, *args: Any) -> Any:
        initial = {} if args else self.register.form.initial_from(self.request.GET)
        form = self.register.form(*args, instance=instance, initial=initial)
        if not self.is_new and (document := issued_with(instance)):
            form.ask_for_reason(document)
        narrow(form.fields, self.request.user)
        form.tailor(self.request.user)
        return form

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        instance = self._instance()
        return self._show(self._form(instance), instance)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            instance = self._instance()
        except Http404:
            return self._gone(request)
        form = self._form(instance, request.POST)
        seen = request.POST.get("seen_version", "")
        if form.is_valid():
            save = self.register.save or (lambda form, _user: form.save())
            try:
                with pghistory.context(reason=form.cleaned_data.get("reason", "")):
                    record = save_record(
                        form.instance,
                        seen_version=int(seen) if seen.isdecimal() else None,
                        save=lambda: save(form, request.user),
                    )
            except StaleState as stale:
                return self._conflict(form, stale.current)
            except ActionError as error:
                form.add_error(error.field, str(error))
            else:
                name = self.register.model._meta.verbose_name if self.register.parent else record
                messages.success(request, _("Đã lưu: %(name)s.") % {"name": name})
                return redirect(_home_of(self.register, record))
        return self._show(form, instance)

    def _show(self, form: Any, instance: Any, **context: Any) -> HttpResponse:
        back = self.register.url("list") if self.is_new and not self.register.parent else ""
        return self.show(
            "ui/register_form.html",
            form=form,
            record=instance,
            is_new=self.is_new,
            back=back or _home_of(self.register, instance),
            **context,
        )

    def _gone(self, request: HttpRequest) -> HttpResponse:
        """What was typed into a record that is not there any more, to be taken elsewhere."""
        fields = self.register.form.base_fields.items()
        typed = [
            (field.label or label_of(self.register.model, name), request.POST[name])
            for name, field in fields
            if name != "seen_version" and request.POST.get(name, "").strip()
        ]
        context = {"typed": typed, "register": self.register}
        return render(request, "ui/gone.html", context, status=404)

    def _conflict(self, form: Any, current: Any) -> HttpResponse:
        """Both versions of what differs; saving again is then a decision that was seen."""
        names = form.record_fields()
        differing = [
            (label_of(type(current), name), display(current, name), shown_typed(form, name))
            for name in names
            if getattr(current, name) != form.cleaned_data.get(name)
        ]
        data = form.data.copy()
        data["seen_version"] = str(getattr(current, "version", ""))
        again = self._form(type(current)._default_manager.get(pk=current.pk), data)
        return self._show(again, current, differing=differing)


class RegisterCreate(RegisterForm):
    """The same form for a record that is not there yet."""

    verb = "add"


def shown_typed(form: Any, name: str) -> str:
    """What the person typed, in the words of the page."""
    value = form.cleaned_data.get(name)
    choices = dict(getattr(form.fields[name], "choices", ()) or ())
    if choices and not hasattr(value, "_meta"):
        return str(choices.get(value, value or ""))
    return shown(value)


def _home_of(register: Register, record: Any) -> str:
    """Where the person goes on: the record's page, or its parent's."""
    if register.parent:
        return address_of(getattr(record, register.parent))
    return register.url("detail", record) if record.pk else register.url("list")


class RegisterDelete(RegisterView):
    """Asks, wants a reason, leaves a trace; refused where an issued report counts the record."""

    verb = "delete"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        record = self.record()
        return self._show(ReasonForm(), record, refusal=reason_to_keep(record))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        record, form = self.record(), ReasonForm(request.POST)
        if form.is_valid():
            name, home = str(record), _home_of(self.register, record)
            try:
                delete_record(
                    record,
                    reason=form.cleaned_data["reason"],
                    parts=self.register.parts(record),
                )
            except ActionError as error:
                form.add_error(None, str(error))
            else:
                messages.success(
                    request, _("Đã xóa: %(name)s. Lịch sử vẫn được giữ.") % {"name": name}
                )
                return redirect(home if self.register.parent else self.register.url("list"))
        return self._show(form, record)

    def _show(self, form: ReasonForm, record: Any, *, refusal: str = "") -> HttpResponse:
        return self.show(
            "ui/register_delete.html",
            form=form,
            record=record,
            refusal=refusal,
            edit=self.register.url("update", record) if refusal else "",
            parts=[
                (rows.model._meta.verbose_name, count)
                for rows in self.register.parts(record)
                if (count := rows.count())
            ],
            back=_home_of(self.register, record),
        )


class RegisterStep(RegisterView):
    """One step of a record's workflow: says what it does, asks for what it needs."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        require(self.register, request.user, self.verb)
        record = self.record()
        step = self.steps.workflow.by_name.get(kwargs["step"])
        if step is None:
            raise Http404
        if not request.user.has_perm(step.rule, record):
            raise PermissionDenied(
                _("Bạn không có quyền thực hiện việc “%(label)s”.") % {"label": step.label}
            )
        if refusal := refusal_of(self.steps, step, record):
            messages.error(request, refusal)
            return redirect(self.register.url("detail", record))
        return super().dispatch(request, *args, record=record, taking=step)

    @property
    def steps(self) -> Steps:
        return cast("Steps", self.register.steps)

    def get(self, request: HttpRequest, record: Any, taking: Transition) -> HttpResponse:
        return self._show(self._form(record, taking), record, taking)

    def post(self, request: HttpRequest, record: Any, taking: Transition) -> HttpResponse:
        form = self._form(record, taking, request.POST)
        if form.is_valid():
            seen = request.POST.get("seen_version", "")
            current = self.record()
            try:
                save_record(
                    current,
                    seen_version=int(seen) if seen.isdecimal() else None,
                    save=lambda: self._take(current, taking, form),
                )
            except StaleState:
                form.add_error(
                    None, _("Hồ sơ vừa được người khác sửa. Mở lại hồ sơ, xem rồi làm tiếp.")
                )
            except ActionError as error:
                form.add_error(error.field if error.field in form.fields else None, str(error))
            else:
                messages.success(
                    request,
                    _("Đã %(step)s: %(name)s.") % {"step": _lower(taking.label), "name": current},
                )
                return redirect(self.register.url("detail", current))
        return self._show(form, record, taking)

    def _take(self, record: Any, step: Transition, form: StepForm) -> None:
        advance(
            self.steps.workflow,
            record,
            step.name,
            by=self.request.user,
            reason=form.cleaned_data["reason"],
            changes=form.changes(),
        )
        self.steps.after(record, step, self.request.user)

    def _form(self, record: Any, step: Transition, *args: Any) -> StepForm:
        form = self.steps.form_for(step, record, *args)
        narrow(form.fields, self.request.user)
        form.tailor(self.request.user)
        return form

    def _show(self, form: StepForm, record: Any, step: Transition) -> HttpResponse:
        context = {
            "form": form,
            "heading": step.label,
            "lead": "",
            "kicker": str(record),
            "back": self.register.url("detail", record),
            "act": step.label,
        }
        return render(self.request, "ui/action.html", context)


def _lower(words: Any) -> str:
    text = str(words)
    return text[:1].lower() + text[1:]


class RegisterHistory(RegisterView):
    """Who changed what, when and why; nobody can change these lines."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        record = self.record()
        lines = lines_of(self.register.trails_of(record, request.user), user=request.user)
        return self.show(
            "ui/register_history.html",
            record=record,
            lines=lines,
            gone=deleted_of(record, request.user),
            back=_home_of(self.register, record),
        )


class RegisterAttach(RegisterView):
    """Attach an evidence file to a record."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.verb = self.register.attaching

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        record = self.record()
        form = attachments.UploadForm(request.POST, request.FILES)
        if not form.is_valid():
            words = " ".join(str(e) for errors in form.errors.values() for e in errors)
            messages.error(request, words)
            return redirect(self.register.url("detail", record))
        try:
            file = attachments.attach(
                record,
                form.cleaned_data["file"],
                description=form.cleaned_data["description"],
                by=request.user,
            )
        except ActionError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Đã lưu tệp %(name)s.") % {"name": file.name})
        return redirect(self.register.url("detail", record))


def _attachment(
    request: HttpRequest, pk: int, *, is_read: bool
) -> tuple[Attachment, Any, Register]:
    """The file with its record, through the record's own door."""
    file = get_object_or_404(Attachment.objects.filter(removed_at=None), pk=pk)
    model = file.content_type.model_class()
    register = by_model[model]
    record = get_object_or_404(register.visible_to(request.user), pk=file.object_id)
    require(register, request.user, "view" if is_read else register.attaching, record)
    return file, record, register


def attachment_file(request: HttpRequest, pk: int) -> FileResponse:
    """The bytes of an evidence file, for those who may see its record."""
    file, _record, _register = _attachment(request, pk, is_read=True)
    return attachments.response(file)


def attachment_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then take the file off the page; its bytes and its line in the history stay."""
    file, record, register = _attachment(request, pk, is_read=False)
    home = register.url("detail", record)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        attachments.remove(file, reason=form.cleaned_data["reason"])
        messages.success(request, _("Đã gỡ tệp %(name)s.") % {"name": file.name})
        return redirect(home)
    context = {
        "form": form,
        "heading": _("Gỡ tệp %(name)s") % {"name": file.name},
        "lead": _("Tệp không còn ở trang của hồ sơ; lịch sử giữ tên tệp, người gỡ và lý do."),
        "kicker": str(record),
        "back": home,
        "act": _("Gỡ tệp"),
    }
    return render(request, "ui/action.html", context)
