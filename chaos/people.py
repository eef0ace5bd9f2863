"""Staff at work over HTTP, each noting what the site told them was accepted."""

import random
import threading
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from http.client import HTTPException
from http.cookiejar import CookieJar
from io import BytesIO
from typing import Any

import lxml.html
from openpyxl import Workbook
from stdnum.vn import mst

PASSWORD = "nang-suat-224"  # noqa: S105 - the demo accounts' own
AWAY = (OSError, HTTPException)
ROWS = 60
KINDS = ("enterprise", "edit", "report")


class Refused(Exception):
    """The site did not accept it, and said so; or its page lacks what it should have."""


@dataclass
class Ledger:
    """What was accepted (answered as saved), what may have been, by token."""

    accepted: dict[str, set[str]] = field(default_factory=lambda: {name: set() for name in KINDS})
    unsure: dict[str, set[str]] = field(default_factory=lambda: {name: set() for name in KINDS})
    batches: dict[str, list[str]] = field(default_factory=dict)  # address → tax codes
    answers: Counter[str] = field(default_factory=Counter)
    troubles: list[str] = field(default_factory=list)
    shown: list[dict[str, int]] = field(default_factory=list)  # figures of the home page at rest


def tax_codes(serial: int, count: int) -> list[str]:
    """`count` valid tax codes that no other serial gives."""
    found: list[str] = []
    number = serial * 1000
    while len(found) < count:
        number += 1
        stem = f"14{number:07d}"
        check = mst.calc_check_digit(stem)
        if mst.is_valid(stem + check):
            found.append(stem + check)
    return found


class Person:
    """A log-in with its cookies; every answer is counted."""

    def __init__(self, base: str, who: str, ledger: Ledger) -> None:
        self.base, self.who, self.ledger = base, who, ledger
        self.opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(CookieJar()),
        )

    def open(self, address: str, data: bytes | None = None, kind: str = "") -> Any:
        """The page and where it came from.

        Raises:
            OSError: the site is away.
            Refused: it answered with an error.
        """
        url = urllib.parse.urljoin(self.base, address)
        headers = {"Content-Type": kind} if kind else {}
        request = urllib.request.Request(url, data, headers)
        try:
            with self.opener.open(request, timeout=30) as answer:
                body = answer.read()
                self.ledger.answers[f"{answer.status}"] += 1
                return lxml.html.fromstring(body, base_url=answer.url)
        except urllib.error.HTTPError as error:
            self.ledger.answers[f"{error.code}"] += 1
            if error.code not in {502, 503}:
                self.ledger.troubles.append(f"{error.code} {address}")
            raise Refused(str(error.code)) from error
        except AWAY:
            self.ledger.answers["no answer"] += 1
            raise

    def log_in(self) -> None:
        page = self.open("/tai-khoan/login/")
        form = _form(page, "login")
        form.fields["login"], form.fields["password"] = f"{self.who}@example.vn", PASSWORD
        self.send(page, form)

    def trouble(self, words: str) -> Refused:
        """Something is not as it should be: told at the end, and tried again."""
        self.ledger.troubles.append(words)
        return Refused(words)

    def page(self, address: str) -> Any:
        """The page at `address`, after logging in where that is asked for."""
        page = self.open(address)
        if "/login/" in page.base_url:
            self.log_in()
            page = self.open(address)
            if "/login/" in page.base_url:
                raise self.trouble(f"log-in asked for again at {address}")
        return page

    def form(self, address: str, having: str) -> tuple[Any, Any]:
        page = self.page(address)
        return page, _form(page, having)

    def send(self, page: Any, form: Any, extra: dict[str, str] | None = None) -> Any:
        values = urllib.parse.urlencode([*form.form_values(), *(extra or {}).items()])
        return self.open(form.get("action") or page.base_url, values.encode())

    def upload(self, page: Any, form: Any, name: str, content: bytes) -> Any:
        edge = "----form-of-a-workbook"
        parts = [
            f'--{edge}\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n'.encode()
            for k, v in form.form_values()
        ]
        field_name = next(iter(form.xpath(".//input[@type='file']/@name")))
        head = f'--{edge}\r\nContent-Disposition: form-data; name="{field_name}"; filename="{name}"'
        parts += [f"{head}\r\n\r\n".encode(), content, f"\r\n--{edge}--\r\n".encode()]
        address = form.get("action") or page.base_url
        return self.open(address, b"".join(parts), f"multipart/form-data; boundary={edge}")


def _form(page: Any, having: str) -> Any:
    for form in page.forms:
        if having in form.fields or form.xpath(f".//input[@type='file' and @name='{having}']"):
            return form
    raise Refused(f"no form with {having} at {page.base_url}")


def edit(person: Person, chance: random.Random, token: str) -> None:
    """Change an enterprise's address to one that nobody else writes."""
    page = person.page("/doanh-nghiep/")
    links = page.xpath("//main//table//tbody//a[contains(@href, '/doanh-nghiep/')]/@href")
    if not links:
        raise person.trouble("no enterprise is listed")
    page, form = person.form(f"{chance.choice(links)}sua/", "seen_version")
    form.fields["address"] = token
    _sent(person, "edit", token, page, form, stays="/sua/")


def create(person: Person, _chance: random.Random, token: str) -> None:
    """A new enterprise, with the button pressed twice at once."""
    page, form = person.form("/doanh-nghiep/them/", "tax_code")
    unit = next(v for v in form.inputs["unit"].value_options if v)
    form.fields["tax_code"], form.fields["name"] = token, f"Công ty TNHH Thử {token}"
    form.fields["unit"] = unit
    twin = threading.Thread(target=_quietly, args=(person, page, form))
    twin.start()
    try:
        _sent(person, "enterprise", token, page, form, stays="/them/")
    finally:
        twin.join()


def _quietly(person: Person, page: Any, form: Any) -> None:
    try:
        person.send(page, form)
    except (Refused, *AWAY):
        return


def _sent(person: Person, kind: str, token: str, page: Any, form: Any, *, stays: str) -> None:
    """Note the outcome: accepted where the site went on, unsure where it did not answer."""
    person.ledger.unsure[kind].add(token)
    answer = person.send(page, form)
    if stays not in answer.base_url and "/login/" not in answer.base_url:
        person.ledger.accepted[kind].add(token)


def freeze(person: Person, _chance: random.Random, token: str) -> None:
    """Ask for the next version of the first draft, twice."""
    page = person.page("/bao-cao/")
    drafts = page.xpath("//main//a[contains(@href, '/bao-cao/')]/@href")
    if not drafts:
        raise person.trouble("no draft is listed")
    page, form = person.form(drafts[0], "change_note")
    for failed in page.forms:
        if "/thu-lai/" in (failed.get("action") or ""):
            person.send(page, failed)
            return
    if page.xpath("//*[@hx-get]"):
        raise Refused("a version is being made")
    form.fields["change_note"] = token
    extra = {"accepts_empty": "on"}
    person.ledger.unsure["report"].add(token)
    answer = person.send(page, form, extra)
    if answer.xpath("//*[@hx-get]"):
        person.ledger.accepted["report"].add(token)
    _quietly(person, page, form)


def try_report_again(person: Person, draft: int) -> None:
    """Press "try again" where the draft's page offers it."""
    page = person.page(f"/bao-cao/{draft}/")
    for form in page.forms:
        if "/thu-lai/" in (form.get("action") or ""):
            person.send(page, form)
            return


def bring(person: Person, _chance: random.Random, token: str) -> None:
    """Import a workbook of new enterprises, each with a finished support."""
    codes = tax_codes(int(token), ROWS)
    page, form = person.form("/nhap-excel/", "file")
    page = person.upload(page, form, f"{token}.xlsx", workbook(codes))
    if page.base_url.rstrip("/").endswith("nhap-excel"):
        raise Refused("not uploaded")
    person.ledger.batches[page.base_url] = codes


def number_of(address: str) -> int:
    """The key of the record at an address that ends with it."""
    return int(address.rstrip("/").rpartition("/")[2])


def settle(person: Person, address: str) -> bool:
    """Press "confirm" or "try again", twice, where a batch's page offers it.

    Returns:
        Whether the batch has come to its end.
    """
    page = person.page(address)
    for form in page.forms:
        if (form.get("action") or "").endswith(("/luu/", "/thu-lai/")):
            person.send(page, form)
            _quietly(person, page, form)
            return False
    return not page.xpath("//*[@hx-get]")


def workbook(codes: list[str]) -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.title = "Doanh nghiệp"
    sheet.append(["Mã số thuế", "Tên doanh nghiệp", "Đơn vị hành chính", "Loại hình"])
    for code in codes:
        sheet.append([code, f"Công ty cổ phần Nhập {code}", "Phường Mỹ Tho", "Doanh nghiệp"])
    supports = book.create_sheet("Hỗ trợ")
    supports.append(
        ["Mã số thuế", "Nội dung hỗ trợ", "Ngày bắt đầu", "Ngày hoàn thành", "Trạng thái"]
    )
    for code in codes:
        supports.append([code, "5S", date(2024, 2, 1), date(2024, 6, 3), "Hoàn thành"])
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def read_figures(person: Person) -> dict[str, int]:
    """The home page's cumulative figures, by the address that opens each."""
    links = person.page("/").xpath("//a[contains(@class, 'fig')][contains(@href, '/cumulative/')]")
    return {
        link.get("href"): int(link.text_content().replace(".", ""))
        for link in links
        if "?" not in link.get("href")
    }
