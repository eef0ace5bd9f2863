"""Every address of the application, for the one record of each kind that `tests.records` made."""

from typing import Any

from django.urls import URLPattern, URLResolver, reverse

from tests.records import CODE, TOKEN

DAY = "2024-11-15"
FIGURE = {"indicator": "support.enterprises", "period": "cumulative", "day": DAY}
ARGUMENTS = {
    "ui:confirmed": {"kind": "units"},
    "agencies:invitation-accept": {"token": "x"},
    "notices:wording-update": {"kind": "system.old_backup"},
    "notices:wording-reset": {"kind": "system.old_backup"},
    "programs:plan-document": {"slug": "224-kh-ubnd"},
    "programs:year-plan": {},
    "reporting:figure": FIGURE,
    "reporting:figure-export": FIGURE,
    "reporting:by-unit": {"day": DAY},
    "reporting:tasks": {"day": DAY},
    "support:public-confirm": {"token": TOKEN},
    "support:public-follow": {"code": CODE},
    "support:public-withdraw": {"code": CODE},
    "account_reset_password_from_key": {"uidb36": "1", "key": "x"},
}
POSTED = {f"importing:batch-{verb}" for verb in ("confirm", "cancel", "retry")}
POSTED |= {"reporting:report-retry", "reporting:draft-compute", "reporting:draft-freeze"}
POSTED |= {f"enterprises:merge-{verb}" for verb in ("cancel", "giveup", "retry")}
POSTED |= {
    "ui:job-retry",
    "account_logout",
    "proposals:call-many",
    "proposals:call-remind",
    "notices:inbox-read",
}
STEPS = {"difficulty": "receive", "request": "receive", "call": "cancel", "proposal": "submit"}
STEPS |= {"work": "pause", "note": "accept", "duplicate": "dismiss"}
# Addresses by the key of a record whose name is not the first part of theirs.
KEYS = {
    "reporting:report-file": "file",
    "proposals:review": "appraised",
    "proposals:review-assign": "appraised",
    "proposals:ranking": "call",
    "proposals:ranking-export": "call",
    "proposals:minutes": "call",
    "proposals:minutes-file": "minutes",
    "proposals:proposal-part": "proposal",
    "ui:confirm": "confirm",
    "agencies:unit-handover": "ended",
    "notices:inbox-open": "notice",
}
BESIDE = {
    "proposals:minutes-file": {"kind": "pdf"},
    "proposals:proposal-part": {"part": "nhu-cau"},
    "ui:confirm": {"kind": "units"},
}
PARENTS = {"year": "enterprise", "placement": "enterprise", "ocop": "enterprise"}
PARENTS |= {"contact": "enterprise", "assignment": "user", "section": "draft", "estimate": "draft"}
PARENTS |= {"outline": "reporttype"}
PARENTS |= {"contribution": "work", "milestone": "work", "note": "work"}
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
    elif name == "reporting:report-retry":
        arguments = {"job_id": pks["failed"]}
    elif name == "enterprises:enterprise-compare":
        arguments = {"pk": pks["rival"], "target": pks["enterprise"]}
    elif name == "proposals:call-abstain":
        arguments = {"pk": pks["call"], "unit": pks["unit"]}
    elif name in KEYS:
        arguments = {"pk": pks[KEYS[name]], **BESIDE.get(name, {})}
    elif page == "step":
        arguments = {"pk": pks[kind], "step": STEPS[kind]}
    elif page == "create" and kind in PARENTS:
        arguments = {"parent": pks[PARENTS[kind]]}
    elif page not in {"list", "create", "export", "suggest", "assign-many"} and kind in pks:
        arguments = {"pk": pks[kind]}
    return reverse(name, kwargs=arguments)
