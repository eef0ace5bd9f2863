"""A report as an administrative document: its outline, fed by the snapshot alone."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from core.documents.model import (
    AdministrativeDocument,
    Appendix,
    Block,
    Drawing,
    Heading,
    Paragraph,
)
from core.placeholders import filled
from core.vietnamese import date_in_words, roman
from reporting.choices import SectionBlock
from reporting.content import is_printed
from reporting.files import charts, figure_tables, tables
from reporting.files.tables import Snapshot


def report_document(snapshot: Snapshot) -> AdministrativeDocument:
    """The document of the snapshot's report type, by the names of its cut-off day."""
    content, names = snapshot["content"], snapshot["identities"]
    issuer = names[content["issuer"]]
    return AdministrativeDocument(
        kind_name=content["kind_name"],
        subject=_fill(content["subject"], snapshot),
        superior=issuer["superior"],
        issuer=issuer["name"],
        code_suffix=f"{content['code_prefix']}-{issuer['code_suffix']}",
        place=issuer["place"],
        year=_year_of_issue(snapshot),
        addressed_to=[_addressee(role, names) for role in content["addressees"]],
        blocks=body(snapshot),
        signer_authority=content["signer_lines"],
        signer_name=content["signer_name"],
        recipients=[_recipient(line, content["drafting_unit"]) for line in content["recipients"]],
        appendices=appendices(snapshot) if content["has_appendices"] else [],
    )


def _year_of_issue(snapshot: Snapshot) -> int:
    """A plan of the year may be issued before it; its day and month stay open."""
    if snapshot["content"].get("looks_ahead"):
        return datetime.fromisoformat(snapshot["computed_at"]).year
    year: int = snapshot["year"]
    return year


def _addressee(role: str, names: dict[str, dict[str, str]]) -> str:
    """A committee is addressed with its province, other bodies by their name."""
    body = names[role]
    return f"{body['short_name']} {body['place']}" if role == "committee" else body["name"]


def _recipient(line: str, drafting_unit: str) -> str:
    """Nghị định 30/2020/NĐ-CP, box 9b: "Lưu: VT, <đơn vị soạn>"; VT alone where none is known."""
    return filled(line, unit=drafting_unit).rstrip(" ,")


def _fill(text: str, snapshot: Snapshot) -> str:
    plan, names = snapshot["plan"], snapshot["identities"]
    addressees = [_addressee(role, names) for role in snapshot["content"]["addressees"]]
    return filled(
        text,
        plan=plan["number"],
        issued_on=_day_in_words(plan["issued_on"]),
        issuer=plan["issuer"],
        title=f"{plan['title'][:1].lower()}{plan['title'][1:]}",
        addressees=", ".join(addressees),
        year=snapshot["year"],
        first=_day_in_words(snapshot["first_day"]),
        last=_day_in_words(snapshot["cut_off"]),
    )


def _day_in_words(text: str) -> str:
    """The decree's form of a day, after the word "ngày" that the sentence has."""
    return date_in_words(date.fromisoformat(text)).partition(" ")[2]


def body(snapshot: Snapshot) -> list[Block]:
    blocks: list[Block] = [opening(snapshot)]
    for _section, found in numbered_sections(snapshot):
        blocks += found
    return [*blocks, *closing(snapshot)]


def opening(snapshot: Snapshot) -> Paragraph:
    return Paragraph(_fill(snapshot["content"]["opening"], snapshot))


def closing(snapshot: Snapshot) -> list[Block]:
    """The sentence before the signature, where the type has one."""
    text = snapshot["content"]["closing"].strip()
    return [Paragraph(_fill(text, snapshot))] if text else []


def numbered_sections(snapshot: Snapshot) -> list[tuple[dict[str, Any], list[Block]]]:
    """Each section of the outline with its blocks: I, II, … and within them 1, 2, …

    A section without words has no blocks and no number: the next one takes it.
    """
    sections = snapshot["content"]["sections"]
    first = second = 0
    made: list[tuple[dict[str, Any], list[Block]]] = []
    for index, section in enumerate(sections):
        if not is_printed(sections, index):
            made.append((section, []))
            continue
        if section["level"] == 1:
            first, second = first + 1, 0
            heading = Heading(1, f"{roman(first)}.", section["title"])
        else:
            second += 1
            heading = Heading(2, f"{second}.", section["title"])
        made.append((section, [heading, *_content(section, snapshot)]))
    return made


def _content(section: dict[str, Any], snapshot: Snapshot) -> list[Block]:
    """What feeds the section, then what people wrote."""
    written: list[Block] = [
        Paragraph(line) for line in section["text"].splitlines() if line.strip()
    ]
    if not written and section["block"] == SectionBlock.ACTIVITY:
        written = [Paragraph(_("Trong kỳ không phát sinh."))]
    return [*_fed(section["block"], snapshot), *written]


def _fed(block: str, snapshot: Snapshot) -> list[Block]:
    make = _FED.get(block)
    return make(snapshot) if make else []


def _trainings(snapshot: Snapshot) -> list[Block]:
    return listing(snapshot, "trainings", tables.trainings, _trainings_text(snapshot))


def _awards(snapshot: Snapshot) -> list[Block]:
    return listing(snapshot, "awards", tables.awards, _awards_text(snapshot))


def _supports(snapshot: Snapshot) -> list[Block]:
    text = Paragraph(_supports_text(snapshot))
    return [text, *_filled_tables(snapshot, figure_tables.supports_by_kind)]


def _finance(snapshot: Snapshot) -> list[Block]:
    text = Paragraph(_funding_text(snapshot))
    return [text, *_filled_tables(snapshot, figure_tables.funding)]


def _targets(snapshot: Snapshot) -> list[Block]:
    beside = (figure_tables.previous_year, figure_tables.beside, figure_tables.estimates)
    return [tables.targets(snapshot), *_filled_tables(snapshot, *beside)]


def _work(snapshot: Snapshot) -> list[Block]:
    """A sentence, and a table for each task that has work in the year."""
    rows = snapshot["lists"].get("work", [])
    if not rows:
        return [Paragraph(_("Chưa có công việc nào của năm."))]
    made = tables.work(rows)
    text = _("Năm %(year)d triển khai %(count)d công việc thuộc %(tasks)d nhiệm vụ của Kế hoạch:")
    words = {"year": snapshot["year"], "count": len(rows), "tasks": len(made)}
    return [Paragraph(text % words), *made]


def _filled_tables(snapshot: Snapshot, *makers: Any) -> list[Block]:
    """Tables of figures that have rows: no empty tables."""
    made = [make(snapshot) for make in makers]
    return [table.printed() for table in made if table.rows]


_FED: dict[str, Callable[[Snapshot], list[Block]]] = {
    SectionBlock.TRAININGS: _trainings,
    SectionBlock.AWARDS: _awards,
    SectionBlock.SUPPORTS: _supports,
    SectionBlock.FINANCE: _finance,
    SectionBlock.TARGETS: _targets,
    SectionBlock.WORK: _work,
}

# Lists that are appendices, where they have rows.
APPENDED = ("supports", "certificates", "under_way")


def listing(snapshot: Snapshot, name: str, table: Any, text: str) -> list[Block]:
    """A sentence, and the table where there is something to list: no empty tables."""
    blocks: list[Block] = [Paragraph(text)]
    if snapshot["lists"][name]:
        blocks.append(table(snapshot))
    return blocks


def _trainings_text(snapshot: Snapshot) -> str:
    rows = snapshot["lists"]["trainings"]
    if not rows:
        return _("Trong kỳ không tổ chức lớp nào.")
    if not any(row["trainees"] for row in rows):
        return _("Đã tổ chức %(count)d lớp.") % {"count": len(rows)}
    return _("Đã tổ chức %(count)d lớp với %(trainees)s lượt học viên.") % {
        "count": len(rows),
        "trainees": tables.total(rows, "trainees"),
    }


def _supports_text(snapshot: Snapshot) -> str:
    lists = snapshot["lists"]
    text = _(
        "Trong kỳ hoàn thành %(done)d lượt hỗ trợ; đang thực hiện %(pending)d lượt; được cấp"
        " %(certificates)d chứng nhận có hỗ trợ."
    ) % {
        "done": len(lists["supports"]),
        "pending": len(lists["under_way"]),
        "certificates": len(lists["certificates"]),
    }
    has_lists = snapshot["content"]["has_appendices"] and any(lists[name] for name in APPENDED)
    return f"{text} {_('Danh sách tại các phụ lục.')}" if has_lists else text


def _funding_text(snapshot: Snapshot) -> str:
    total = snapshot["summaries"]["funding"]["total"]["total_vnd"]
    if not total:
        return _("Trong kỳ chưa ghi nhận kinh phí của nội dung nào đã hoàn thành.")
    return _("Kinh phí của các hỗ trợ hoàn thành và lớp đã tổ chức trong kỳ: %(sum)s đồng.") % {
        "sum": tables.number(total)
    }


def _awards_text(snapshot: Snapshot) -> str:
    rows = snapshot["lists"]["awards"]
    if not rows:
        return _("Trong kỳ không có doanh nghiệp tham gia hoặc được tặng giải thưởng.")
    return _("Có %(count)d lượt tham gia hoặc được tặng giải thưởng.") % {"count": len(rows)}


def appendices(snapshot: Snapshot) -> list[Appendix]:
    """Wide lists on landscape pages; what is empty is left out."""
    found = []
    lists = snapshot["lists"]
    if lists["supports"]:
        found.append(
            Appendix(
                _("Danh sách hỗ trợ hoàn thành"), [tables.supports(snapshot)], is_landscape=True
            )
        )
    if lists["certificates"]:
        found.append(
            Appendix(_("Danh sách chứng nhận"), [tables.certificates(snapshot)], is_landscape=True)
        )
    if lists["under_way"]:
        found.append(
            Appendix(
                _("Danh sách hỗ trợ đang thực hiện"),
                [tables.under_way(snapshot)],
                is_landscape=True,
            )
        )
    found.append(
        Appendix(_("Các nhiệm vụ của Kế hoạch"), [tables.tasks(snapshot)], is_landscape=True)
    )
    if charts.has_figures(snapshot):
        drawings = [Drawing(*drawing) for drawing in charts.drawings(snapshot)]
        found.append(
            Appendix(
                _("Biểu đồ tiến độ các chỉ tiêu"),
                [*drawings, figure_tables.by_year(snapshot).printed()],
            )
        )
    return found
