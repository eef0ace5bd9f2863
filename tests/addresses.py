"""Every address of the application, for the one record of each kind that `tests.records` made."""

from typing import Any

from django.urls import URLPattern, URLResolver, reverse

DAY = "2024-11-15"
FIGURE = {"indicator": "support.enterprises", "period": "cumulative", "day": DAY}
ARGUMENTS = {
    "ui:confirmed": {"kind": "units"},
    "programs:plan-document": {"slug": "224-kh-ubnd"},
    "programs:year-plan": {},
    "reporting:figure": FIGURE,
    "reporting:figure-export": FIGURE,
    "reporting:by-unit": {"day": DAY},
    "reporting:tasks": {"day": DAY},
    "account_reset_password_from_key": {"uidb36": "1", "key": "x"},
}
POSTED = {f"importing:batch-{verb}" for verb in ("confirm", "cancel", "retry")}
POSTED |= {"reporting:report-retry", "reporting:draft-compute", "reporting:draft-freeze"}
POSTED |= {"ui:job-retry", "account_logout"}
STEPS = {"difficulty": "receive", "work": "pause", "note": "accept"}
PARENTS = {"year": "enterprise", "placement": "enterprise", "ocop": "enterprise"}
PARENTS |= {"contact": "enterprise", "assignment": "user", "section": "draft", "estimate": "draft"}
PARENTS |= {"outline": "reporttype"}
PARENTS |= {"contribution": "work", "milestone": "work", "note": "work"}


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
    kind, _, page = name.partition(":")[2].partition("-")
    arguments: dict[str, Any] = {}
    if name in ARGUMENTS:
        arguments = ARGUMENTS[name]
    elif name == "ui:confirm":
        arguments = {"kind": "units", "pk": pks["confirm"]}
    elif name == "reporting:report-file":
        arguments = {"pk": pks["file"]}
    elif name == "reporting:report-retry":
        arguments = {"job_id": pks["failed"]}
    elif page == "step":
        arguments = {"pk": pks[kind], "step": STEPS[kind]}
    elif page == "create" and kind in PARENTS:
        arguments = {"parent": pks[PARENTS[kind]]}
    elif page not in {"list", "create", "export", "suggest"} and kind in pks:
        arguments = {"pk": pks[kind]}
    return reverse(name, kwargs=arguments)
