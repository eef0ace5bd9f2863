"""Pages, one person asking: ours as it is seen, with log-in, rights and the whole layout."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.test import Client
from django.urls import reverse

from agencies.models import Unit, User
from bench import names, turns
from bench.servers import Server
from bench.sizes import Size
from bench.table import Goal, Line
from bench.turns import Sample, in_turns
from core.ui.paging import page_of
from enterprises.models import Enterprise
from enterprises.registers import ENTERPRISES
from support.models import Support

WHO = "chuyenvien@example.vn"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
WARM_UPS, FIRST_WARM_UPS = 6, 40  # every worker and thread has its connection and templates
LIST_GOAL = Goal(times_peer=6, over_limit=0.015)
SEARCH_GOAL = Goal(times_peer=40, times_limit=2)
HOME_GOAL = Goal(times_peer=10)
DEEP_AT_MOST, FLAT_AT_MOST = 1.3, 1.3
LAST_DAY = date(2026, 10, 31)
PEER_PAGE = 50
FLOORS = {
    "floor: a request that shows nothing": "/floor/nothing/",
    "floor: the frame of every page": "/floor/frame/",
    "floor: the bare rows in that frame": "/floor/rows/",
}


def session() -> str:
    """The cookie of a log-in of the department's staff."""
    client = Client()
    client.force_login(User.objects.get(email=WHO), backend=BACKEND)
    cookie = client.cookies["phien"]
    return f"{cookie.key}={cookie.value}"


@dataclass(frozen=True)
class Case:
    """One page on all three."""

    work: str
    ours: str
    peer: str
    limit: str
    goal: Goal


@dataclass(frozen=True)
class Places:
    """Rows that addresses ask for."""

    unit: int
    code: str
    key: str
    pk: int
    cursor: str

    @classmethod
    def find(cls, size: Size) -> "Places":
        ordered = Enterprise.objects.order_by("sort_key", "pk")
        unit = Unit.objects.filter(enterprises__isnull=False, valid_to=None).order_by("code")[0]
        key = ordered.values_list("sort_key", flat=True)[size.deep]
        page = page_of(ordered.filter(sort_key__gte=key), ENTERPRISES.sort_for("ten"))
        last = page.records[-1]
        code = names.at(size.enterprises // 2).tax_code
        return cls(unit.pk, code, last.sort_key, last.pk, page.after)


def cases(size: Size, at: Places) -> list[Case]:
    ours = reverse("enterprises:enterprise-list")
    words, rare = "thanh phat", "det may ha tue kim"

    def asking(path: str, **values: str | int) -> str:
        return f"{path}?{urlencode(values)}" if values else path

    def query(text: str) -> str:
        return " & ".join(f"'{word}':*" for word in text.split())

    return [
        Case("list, page 1", ours, "/dn/", "/first", LIST_GOAL),
        Case(
            "list, deep page",
            asking(ours, sau=at.cursor),
            asking("/dn/", page=size.deep // PEER_PAGE + 1),
            asking("/deep", key=at.key, id=at.pk),
            LIST_GOAL,
        ),
        Case(
            "filter: unit",
            asking(ours, don_vi=at.unit),
            asking("/dn/", district=20),
            asking("/unit", unit=at.unit),
            LIST_GOAL,
        ),
        Case(
            "filter: sector",
            asking(ours, linh_vuc="agriculture"),
            asking("/dn/", vsic="62010"),
            asking("/sector", sector="agriculture"),
            LIST_GOAL,
        ),
        Case(
            "filter: size",
            asking(ours, quy_mo="large"),
            asking("/dn/", innovative="true"),
            asking("/size", size="large"),
            LIST_GOAL,
        ),
        Case(
            f"search: {words}",
            asking(ours, tim=words),
            asking("/dn/unaccent/", name=words),
            asking("/search", query=query(words)),
            SEARCH_GOAL,
        ),
        Case(
            f"search: {rare}",
            asking(ours, tim=rare),
            asking("/dn/unaccent/", name=rare),
            asking("/search", query=query(rare)),
            SEARCH_GOAL,
        ),
        Case(
            "search: beginnings tha ph kha",
            asking(ours, tim="tha ph kha"),
            asking("/dn/unaccent/", name="thanh pho"),
            asking("/search", query=query("tha ph kha")),
            SEARCH_GOAL,
        ),
        Case(
            "tax code",
            asking(ours, tim=at.code),
            asking("/admin/reg/enterprise/", q=at.code),
            asking("/code", code=at.code),
            Goal(times_peer=50, times_limit=2),
        ),
    ]


def measure(size: Size, ours: Server, peer: Server, limit: Server) -> Iterator[Line]:
    """Lists, filters and searches."""
    asked = cases(size, Places.find(size))
    for _ in range(FIRST_WARM_UPS):
        for server, path in ((ours, asked[0].ours), (peer, asked[0].peer), (limit, asked[0].limit)):
            server.get(path)
    for case in asked:
        found = _measure(size, ours, peer, limit, case)
        yield found
        if case.work == "list, page 1":
            first = found.ours
        if case.work == "list, deep page":
            goal = Goal(times_limit=DEEP_AT_MOST)
            yield Line("deep page beside page 1", found.ours, limit=first, goal=goal)


def _measure(size: Size, ours: Server, peer: Server, limit: Server, case: Case) -> Line:
    asked = {"ours": (ours, case.ours), "peer": (peer, case.peer), "limit": (limit, case.limit)}
    found = _samples(size, asked)
    return Line(
        case.work,
        found["ours"].median,
        found["peer"].median,
        found["limit"].median,
        case.goal,
        queries=ours.queries(case.ours),
        peer_queries=peer.queries(case.peer),
        turns=len(found["ours"].seconds),
    )


def _samples(size: Size, sides: dict[str, tuple[Server, str]]) -> dict[str, Sample]:
    for server, path in sides.values():
        for _ in range(WARM_UPS):
            if server.seconds(path) > size.page_seconds / turns.ROUNDS:
                break
    asking = {n: (lambda s=s, p=p: s.seconds(p)) for n, (s, p) in sides.items()}
    return in_turns(asking, size.page_seconds)


def measure_floor(size: Size, floor: Server, peer: Server, limit: Server) -> Iterator[Line]:
    """What of a list is left when all is taken away that can be, beside the quickest filter."""
    beside = {"peer": (peer, "/dn/?vsic=62010"), "limit": (limit, "/sector?sector=agriculture")}
    for work, path in FLOORS.items():
        found = _samples(size, {"ours": (floor, path), **beside})
        took = found["ours"]
        others = found["peer"].median, found["limit"].median
        yield Line(work, took.median, *others, turns=len(took.seconds))


def measure_home(size: Size, ours: Server, few: Server, peer: Server) -> Iterator[Line]:
    """All targets by year, then by unit; on all supports and on few."""
    by_unit = reverse("reporting:by-unit", kwargs={"day": LAST_DAY.isoformat()})
    for work, path in (("home page, targets by year", "/"), ("targets by unit", by_unit)):
        found = _samples(
            size, {"ours": (ours, path), "peer": (peer, "/dashboard/"), "few": (few, path)}
        )
        took = found["ours"]
        yield Line(
            work,
            took.median,
            found["peer"].median,
            goal=HOME_GOAL,
            queries=ours.queries(path),
            peer_queries=peer.queries("/dashboard/"),
            turns=len(took.seconds),
        )
        yield _after_a_write(size, work, path, ours, peer)
        goal = Goal(times_limit=FLAT_AT_MOST)
        many = f"{work}: {size.supports:,} beside {size.few:,}"
        yield Line(many, took.median, limit=found["few"].median, goal=goal)


def _after_a_write(size: Size, work: str, path: str, ours: Server, peer: Server) -> Line:
    """Nothing is asked for here: what the page costs whoever comes first after a change."""
    changed = Support.objects.order_by("pk")[:1].values("pk")

    def counted_anew() -> float:
        Support.objects.filter(pk__in=changed).update(result=f"{time.time()}")
        return ours.seconds(path)

    sides = {"ours": counted_anew, "peer": lambda: peer.seconds("/dashboard/")}
    found = in_turns(sides, size.page_seconds)
    return Line(
        f"{work}, first after a write",
        found["ours"].median,
        found["peer"].median,
        turns=len(found["ours"].seconds),
    )
