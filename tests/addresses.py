"""Every address of the application, for the one record of each kind that `tests.records` made."""

from typing import Any

from django.urls import URLPattern, URLResolver, reverse

DAY = "2024-11-15"
FIGURE = {"indicator": "support.enterprises", "period": "cumulative", "day": DAY}
ARGUMENTS = {
    "ui:confirmed": {"kind": "units"},
    "programs:plan-document": {"slug": "224-kh-ubnd"},
    "reporting:figure": FIGURE,
    "reporting:figure-export": FIGURE,
    "reporting:by-unit": {"day": DAY},
    "reporting:tasks": {"day": DAY},
    "account_reset_password_from_key": {"uidb36": "1", "key": "x"},
}
POSTED = {f"importing:batch-{verb}" for verb in ("confirm", "cancel", "retry")}
POSTED |= {"reporting:report-retry", "reporting:draft-compute", "reporting:draft-freeze"}
POSTED |= {"ui:job-retry", "account_logout"}
PARENTS = {"year": "enterprise", "placement": "enterprise", "ocop": "enterprise"}
PARENTS |= {"contact": "enterprise", "assignment": "user", "section": "draft", "estimate": "draft"}
PARENTS |= {"outline": "reporttype"}


def names(resolver: URLResolver, space: str = "") -> list[str]:
    found = []
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            found.append(f"{space}{entry.name}")
        else:
            inner = f"{entry.namespace}:" if entry.namespace else ""
            found += names(entry, space + inner)
    return found


def is_posted(name: str) -> bool:
    """Whether the address only takes what people send: it changes something and shows nothing."""
    return name in POSTED or name.endswith("-attach")


def address(name: str, pks: dict[str, Any]) -> str:
    if name in ARGUMENTS:
        return reverse(name, kwargs=ARGUMENTS[name])
    kind, _, page = name.partition(":")[2].partition("-")
    if name == "ui:confirm":
        return reverse(name, kwargs={"kind": "units", "pk": pks["confirm"]})
    if name == "reporting:report-file":
        return reverse(name, kwargs={"pk": pks["file"]})
    if name == "reporting:report-retry":
        return reverse(name, kwargs={"job_id": pks["failed"]})
    if page == "create" and kind in PARENTS:
        return reverse(name, kwargs={"parent": pks[PARENTS[kind]]})
    needs_record = page not in {"list", "create", "export", "suggest"} and kind in pks
    return reverse(name, kwargs={"pk": pks[kind]} if needs_record else {})
