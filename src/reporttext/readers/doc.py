"""Documents of Word 97–2003 and WPS (.doc, .wps, .dot), by the extra `office`.

msdoc2docx turns them into .docx, whose reader restores the numbering. What it refuses (it is strict, and no document is
perfect) office-oxide reads as plain text, with a warning: automatic numbers are then lost.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from reporttext.errors import ReadError
from reporttext.model import Document, Error
from reporttext.readers import encodings, extras, parts, signatures
from reporttext.readers.lines import Line, join, table

FORMAT = "doc"
NEEDS = ("office", "doc2docx")

#: Bytes of one document.
MAX_SIZE = 100_000_000
_WHAT = "a document of Word 97–2003 or WPS (.doc, .wps)"
# The class id in the header of the container. The standard wants zeros, which msdoc2docx insists on; WPS writes its own.
_CLASS_ID = slice(8, 24)
_PROTECTED = "it is protected by a password; open it, save it without one and read that copy"


def matches(data: bytes) -> bool:
    return signatures.recognise(data) is signatures.WORD


def read(data: bytes, source: str) -> Document:
    """The text of `data`. Raises ReadError: `missing_extra`, `password`, `damaged`, `limit`, `empty`."""
    if len(data) > MAX_SIZE:
        raise ReadError("limit", f"it has {len(data):,} bytes; the limit (MAX_SIZE) is {MAX_SIZE:,}")
    extras.load("doc2docx", "office", _WHAT, len(data))
    extras.load("office_oxide", "office", _WHAT, len(data))
    converted, refusal = _converted(data)
    if converted is not None:
        from reporttext.readers._wordprocessing import document

        return document.read(document.Packed(converted), source, FORMAT)
    return _plain(data, source, refusal)


def _converted(data: bytes) -> tuple[bytes | None, str]:
    """The document as .docx, or None and why not. Raises ReadError: `password`."""
    import doc2docx
    from doc2docx.errors import EncryptedDocumentError

    standing = bytearray(data)
    standing[_CLASS_ID] = bytes(16)
    with TemporaryDirectory(prefix="reporttext-") as folder:
        old, new = Path(folder) / "report.doc", Path(folder) / "report.docx"
        old.write_bytes(standing)
        try:
            doc2docx.convert(old, new)
        except EncryptedDocumentError as error:
            raise ReadError("password", _PROTECTED) from error
        except Exception as error:  # noqa: BLE001  # a young package: whatever it trips over, there is a second reader
            # The folder has another name each time, and messages are rows of a table.
            return None, f"{type(error).__name__}: {error}".replace(folder, "")
        return new.read_bytes(), ""


def _plain(data: bytes, source: str, refusal: str) -> Document:
    import office_oxide

    try:
        with office_oxide.Document.from_bytes(data, "doc") as opened:
            text = encodings.tidy(opened.plain_text())
    except office_oxide.OfficeOxideError as error:
        raise parts.damaged(f"neither of two readers opens it ({refusal}; {error})") from error
    lines, rows, tables = list[Line](), list[list[str]](), 0
    for written in [*text.split("\n"), ""]:
        if "\t" in written:
            rows.append(written.split("\t"))
            continue
        if rows:
            tables += len(rows) > 1
            lines += table(rows, tables) if len(rows) > 1 else [Line("\t".join(rows[0]))]
            rows = []
        lines.append(Line(written))
    text, hints = join(lines)
    if encodings.is_blank(text):
        raise ReadError(
            "empty", "it holds no text; if it holds scanned pages, recognise their text (OCR) first"
        )
    message = (
        f"automatic numbers (一、 （一） 1.) are lost, only the plain text could be read ({refusal}); to have them, open the file "
        "in Word or WPS and save it as .docx"
    )
    rows_of_errors = (Error("read", "numbering", "warning", message), *encodings.warnings(text))
    return Document(text, source, FORMAT, hints=hints, errors=rows_of_errors)
