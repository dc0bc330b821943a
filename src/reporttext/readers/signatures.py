"""What a file is, told by its first bytes and never by its name; for what no reader takes, the way out for its owner."""

from __future__ import annotations

import re
from typing import NamedTuple

from reporttext.errors import ReadError
from reporttext.readers import parts

_CONVERT = "open it in Word or WPS and save it as .docx"
_UNPACK = "`reporttext run` reads what is in it; or unpack it"
_SAVE_SHEET = "save the text it holds as .docx or .txt"
OCR = "it holds no text that could be read; recognise its text (OCR) and save that as .docx or .txt"


class Foreign(NamedTuple):
    """A format by its usual name, and what its owner can do."""

    name: str
    remedy: str
    kind: str = "unsupported"


_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PASSWORD = Foreign(
    "a document protected by a password", "open it, save it without one and read that copy", "password"
)
WORD = Foreign("a document of Word 97–2003 or WPS (.doc, .wps)", _CONVERT)
WORKBOOK = Foreign("a workbook of Excel 97–2003 or WPS (.xls, .et)", _SAVE_SHEET)
# Names of streams; the directory of an OLE2 file has them in UTF-16.
_STREAMS = (
    ("EncryptedPackage", _PASSWORD),
    ("WordDocument", WORD),
    ("Workbook", WORKBOOK),
    ("Book", WORKBOOK),
    (
        "PowerPoint Document",
        Foreign("slides of PowerPoint 97–2003 or WPS (.ppt, .dps)", "save their text as .docx or .txt"),
    ),
)

_PACKAGES = {
    "xlsx": Foreign("an Excel workbook (.xlsx)", _SAVE_SHEET),
    "pptx": Foreign("PowerPoint slides (.pptx)", "save their text as .docx or .txt"),
    "ofd": Foreign("an OFD document (.ofd)", "open it in its reader and save it as .docx or .txt"),
    "odf": Foreign("an OpenDocument file (.odt)", "save it as .docx"),
    "epub": Foreign("an e-book (.epub)", "save its text as .docx or .txt"),
    "zip": Foreign("a zip archive", _UNPACK),
    "cut": Foreign("an Office file (.docx, .xlsx) cut short", "fetch it again", "damaged"),
    "broken": Foreign("a zip file that is cut short or damaged", "fetch it again", "damaged"),
}

RTF = Foreign("an RTF document (.rtf)", _CONVERT)
_HEADS = (
    (0, b"{\\rtf", RTF),
    (0, b"7z\xbc\xaf\x27\x1c", Foreign("a 7-Zip archive (.7z)", _UNPACK)),
    (0, b"Rar!\x1a\x07", Foreign("a RAR archive (.rar)", _UNPACK)),
    (0, b"\x1f\x8b", Foreign("a gzip archive (.gz)", _UNPACK)),
    (4, b"1AY&SY", Foreign("a bzip2 archive (.bz2)", _UNPACK)),
    (0, b"\xfd7zXZ\x00", Foreign("an xz archive (.xz)", _UNPACK)),
    (0, b"\x28\xb5\x2f\xfd", Foreign("a Zstandard archive (.zst)", _UNPACK)),
    (0, b"\x89PNG\r\n\x1a\n", Foreign("a picture (.png)", OCR)),
    (0, b"\xff\xd8\xff", Foreign("a picture (.jpg)", OCR)),
    (0, b"GIF87a", Foreign("a picture (.gif)", OCR)),
    (0, b"GIF89a", Foreign("a picture (.gif)", OCR)),
    (0, b"II*\x00", Foreign("a picture or scan (.tif)", OCR)),
    (0, b"MM\x00*", Foreign("a picture or scan (.tif)", OCR)),
    (0, b"PAR1", Foreign("a Parquet table", "export its text column as .txt files")),
    (0, b"SQLite format 3\x00", Foreign("an SQLite database", "export its text as .txt files")),
    (257, b"ustar", Foreign("a tar archive (.tar)", _UNPACK)),
    (8, b"WEBP", Foreign("a picture (.webp)", OCR)),
    (4, b"ftyp", Foreign("a picture or film (.heic, .mp4)", "save a picture as .jpg or .png")),
)

HTML = Foreign("a web page (.html)", "open it in a browser and save its text as .txt or .docx")
MHT = Foreign("a saved web page (.mht)", "open it in a browser or Word and save its text as .txt or .docx")
PDF = Foreign("a PDF document (.pdf)", "save its text as .txt or .docx")
FLAT = Foreign("a Word document in one XML file (.xml)", _CONVERT)
XML = Foreign("an XML file", "save the text it holds as .txt")

# A page opens with one of these tags, after any comments; or it says <html somewhere at the top.
_PAGE = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|meta|title|base|link|style|script|div|table|center|font|p|span|br)[\s/>]",
    re.IGNORECASE,
)
_TOP = re.compile(rb"<(?:html|!doctype\s+html)[\s>]", re.IGNORECASE)
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def recognise(data: bytes) -> Foreign | None:
    """The format of `data` if it is one of those known here, else None: text, or something unknown.

    Packages that are .docx are not named here: the reader takes them. Readers of other formats compare with the constants
    of this module.
    """
    if data.startswith(_OLE2):
        return _ole2(data)
    if (package := parts.kind_of(data)) is not None:
        return _PACKAGES.get(package)
    for at, head, foreign in _HEADS:
        if data.startswith(head, at):
            return foreign
    if data.startswith(b"BM") and int.from_bytes(data[2:6], "little") == len(data):
        return Foreign("a picture (.bmp)", OCR)
    return _marked_up(data)


def refusal(foreign: Foreign) -> ReadError:
    if foreign.kind == "unsupported":
        return ReadError("unsupported", f"it is {foreign.name}, a format that is not read; {foreign.remedy}")
    return ReadError(foreign.kind, f"it is {foreign.name}; {foreign.remedy}")


def _ole2(data: bytes) -> Foreign:
    # An embedded sheet or text has such a stream too, further down in the directory.
    places = [(data.find(stream.encode("utf-16-le") + b"\0\0"), foreign) for stream, foreign in _STREAMS]
    found = [(at, foreign) for at, foreign in places if at >= 0]
    if any(foreign is _PASSWORD for _, foreign in found):
        return _PASSWORD
    return (
        min(found, key=lambda place: place[0])[1] if found else Foreign("an old Office file (OLE2)", _CONVERT)
    )


def _marked_up(data: bytes) -> Foreign | None:
    head = data[:4096]
    for mark in _MARKS:
        head = head.removeprefix(mark)
    head = head.replace(b"\0", b"").lstrip()  # markup in UTF-16 is ASCII and NULs
    if head.startswith(b"%PDF-"):
        return PDF
    if (
        re.match(rb"MIME-Version:|From: <saved by", head, re.IGNORECASE)
        and b"multipart/related" in head.lower()
    ):
        return MHT
    xml = head.startswith(b"<?xml")
    bare = _without_preface(head)
    if _PAGE.match(bare) or _TOP.search(head[:1024]):
        return HTML
    if xml and (b"wordDocument" in head or b"pkg:package" in head):
        return FLAT
    return XML if xml else None


def _without_preface(head: bytes) -> bytes:
    """`head` from its first tag on that is neither a declaration nor a comment."""
    while True:
        head = head.lstrip()
        end = b"-->" if head.startswith(b"<!--") else b"?>" if head.startswith(b"<?") else None
        if end is None or end not in head:
            return head
        head = head[head.index(end) + len(end) :]
