"""The limits of files: the tools alone, on the same content, without anything of ours."""

from collections.abc import Iterable, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import psycopg
import weasyprint
from docx import Document
from openpyxl import Workbook
from python_calamine import CalamineWorkbook
from weasyprint.text.fonts import FontConfiguration

from bench.workbooks import MILLION, SECTORS, TYPES

STAGED = (
    "tax_code, name, entity_type, address, unit_id, vsic, sector, labour, revenue, year, product"
)
# The same rows in the same tables; no check, no trigger, no history.
WRITE = (
    """
    INSERT INTO enterprises_enterprise AS e (version, created_at, updated_at, tax_code, name,
           entity_type, address, vsic_version, vsic_code, sector, main_products, has_key_product,
           in_value_chain, size_class, is_demo, unit_id)
    SELECT 1, now(), now(), tax_code, name, entity_type, address, '', vsic, sector, product, false,
           false, '', false, unit_id FROM staged
        ON CONFLICT (tax_code) DO UPDATE SET name = excluded.name, address = excluded.address,
           vsic_code = excluded.vsic_code, sector = excluded.sector, updated_at = now(),
           main_products = excluded.main_products, version = e.version + 1
    """,
    """
    INSERT INTO enterprises_placement (version, created_at, updated_at, enterprise_id, unit_id)
    SELECT 1, now(), now(), e.id, s.unit_id FROM staged s JOIN enterprises_enterprise e
     USING (tax_code)
     WHERE NOT EXISTS (SELECT FROM enterprises_placement p WHERE p.enterprise_id = e.id)
    """,
    """
    INSERT INTO enterprises_enterpriseyear (version, created_at, updated_at, enterprise_id, year,
           labour, revenue_vnd, size_class)
    SELECT 1, now(), now(), e.id, s.year, s.labour, s.revenue, '' FROM staged s
      JOIN enterprises_enterprise e USING (tax_code)
        ON CONFLICT (enterprise_id, year) DO UPDATE SET labour = excluded.labour,
           revenue_vnd = excluded.revenue_vnd
    """,
)


def import_rows(connection: psycopg.Connection, path: Path) -> None:
    """Read with calamine, COPY, one statement for each table."""
    units: dict[str, int] = dict(
        connection.execute("SELECT name, id FROM agencies_unit").fetchall()
    )
    types = {said: code for code, said in TYPES.items()}
    sectors = {said: code for code, said in SECTORS.items()}
    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()[1:]
    with connection.transaction():
        connection.execute("SET LOCAL session_replication_role = replica")
        connection.execute("SET LOCAL enable_seqscan = off")
        connection.execute(
            "CREATE TEMPORARY TABLE staged (tax_code text, name text, entity_type text,"
            " address text, unit_id bigint, vsic text, sector text, labour int, revenue bigint,"
            " year int, product text) ON COMMIT DROP"
        )
        with connection.cursor().copy(f"COPY staged ({STAGED}) FROM STDIN") as copy:  # type: ignore[arg-type]
            for r in rows:
                money = int(r[8]) * MILLION
                copy.write_row(
                    (
                        *(r[0], r[1], types[r[2]], r[3], units[r[4]], r[5], sectors[r[6]]),
                        *(int(r[7]), money, int(r[9]), r[10]),
                    )
                )
        for statement in WRITE:
            connection.execute(statement)


EXPORTED = """
SELECT e.name, e.tax_code, e.entity_type, u.name, e.address, e.sector, e.vsic_code,
       e.main_products, e.size_class, 'Nhỏ và vừa', 0, 0
  FROM enterprises_enterprise e LEFT JOIN agencies_unit u ON u.id = e.unit_id
 ORDER BY e.sort_key, e.id LIMIT %s
"""


def export_rows(connection: psycopg.Connection, count: int) -> bytes:
    """One query and openpyxl's write-only mode."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    with connection.cursor("export") as cursor:
        cursor.itersize = 2000
        cursor.execute(EXPORTED, [count])
        for row in cursor:
            sheet.append(row)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


Rows = Sequence[Sequence[Any]]


def pdf(parts: Iterable[str], css: str) -> bytes:
    """WeasyPrint's own pages of the same HTML and style, tagged as ours are."""
    fonts = FontConfiguration()
    style = weasyprint.CSS(string=css, font_config=fonts)
    documents = [
        weasyprint.HTML(string=part).render(
            stylesheets=[style],
            font_config=fonts,
            presentational_hints=True,
            pdf_variant="pdf/ua-1",
        )
        for part in parts
    ]
    whole = documents[0].copy([page for one in documents for page in one.pages])
    return bytes(whole.write_pdf(pdf_variant="pdf/ua-1") or b"")


def xlsx(sheets: dict[str, Rows]) -> bytes:
    book = Workbook(write_only=True)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def docx(paragraphs: Sequence[str], tables: Sequence[Rows]) -> bytes:
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    for rows in tables:
        table = document.add_table(rows=0, cols=len(rows[0]))
        for row in rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = str(text)
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()
