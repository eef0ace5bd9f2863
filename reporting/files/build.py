"""All files of a snapshot; the web's job and the command run this same code."""

import json
from pathlib import Path

from core.documents.docx import render_docx
from core.documents.pdf import render_pdf
from reporting.files.document import report_document
from reporting.files.tables import Snapshot
from reporting.files.workbook import annual_workbook


def build_files(snapshot: Snapshot) -> dict[str, bytes]:
    """File contents by name; every one of them from the snapshot alone."""
    stem = f"{snapshot['content']['file_stem']}-{snapshot['year']}"
    document = report_document(snapshot)
    return {
        f"{stem}.pdf": render_pdf(document),
        f"{stem}.xlsx": annual_workbook(snapshot),
        f"{stem}.docx": render_docx(document),
        "snapshot.json": json.dumps(snapshot, ensure_ascii=False, indent=1).encode(),
    }


def write_files(files: dict[str, bytes], folder: Path) -> list[Path]:
    """Write each under a temporary name first, so that no half file is ever seen."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, content in files.items():
        half = folder / f".{name}.part"
        half.write_bytes(content)
        written.append(half.rename(folder / name))
    return written
