"""Documents in one XML file, as the parts everything else here knows.

Word 2003 names most things as Office Open XML does after it; what differs is changed: lists have other element names and
numbers for numbering formats, notes stand inside their run, sections wrap paragraphs. Source: WordprocessingML of Office
2003 (the schemas of 2003), [MS-OSHARED] 2.2.1.3 MSONFC.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement

from reporttext.readers import parts
from reporttext.readers._wordprocessing.names import transitional, w

if TYPE_CHECKING:
    from reporttext.readers._wordprocessing.document import Parts

_PKG = "{http://schemas.microsoft.com/office/2006/xmlPackage}"
_W2003 = "{http://schemas.microsoft.com/office/word/2003/wordml}"
_W = w("")
_AML = "{http://schemas.microsoft.com/aml/2001/core}"
_WX = "{http://schemas.microsoft.com/office/word/2003/auxHint}"
_ANNOTATION = _AML + "annotation"
_RELATED = frozenset(("styles", "numbering", "footnotes", "endnotes"))
# MSONFC; those not listed are written in digits.
_FORMATS = {
    0: "decimal", 1: "upperRoman", 2: "lowerRoman", 3: "upperLetter", 4: "lowerLetter", 5: "ordinal", 8: "hex", 10: "ideographDigital",
    11: "japaneseCounting", 14: "decimalFullWidth", 15: "decimalHalfWidth", 16: "japaneseLegal", 17: "japaneseDigitalTenThousand",
    18: "decimalEnclosedCircle", 19: "decimalFullWidth2", 22: "decimalZero", 23: "bullet", 26: "decimalEnclosedFullstop",
    27: "decimalEnclosedParen", 28: "decimalEnclosedCircleChinese", 29: "ideographEnclosedCircle", 30: "ideographTraditional",
    31: "ideographZodiac", 32: "ideographZodiacTraditional", 33: "taiwaneseCounting", 34: "ideographLegalTraditional",
    35: "taiwaneseCountingThousand", 36: "taiwaneseDigital", 37: "chineseCounting", 38: "chineseLegalSimplified",
    39: "chineseCountingThousand", 57: "numberInDash", 255: "none",
}  # fmt: skip
_CHANGES = {"Word.Insertion": "ins", "Word.Deletion": "del"}
_RENAMED = {
    "listPr": "numPr",
    "ilfo": "numId",
    "hlink": "hyperlink",
    "wordDocument": "document",
}


class _Flat:
    """The parts by the last word of their kind; `main` is the document."""

    def __init__(self, main: Element, others: dict[str, Element]) -> None:
        self.main = main
        self._others = others

    def optional(self, kind: str) -> Element | None:
        return self._others.get(kind)


def parts_of(root: Element) -> Parts:
    """The parts of a document in one file. Raises ReadError: `damaged`."""
    if root.tag == f"{_PKG}package":
        return _package(root)
    if root.tag == f"{_W2003}wordDocument":
        return _word_2003(root)
    raise parts.damaged(f"its root element {root.tag} is not Word's")


def _package(root: Element) -> _Flat:
    found: dict[str, Element] = {}
    for part in root.iterfind(f"{_PKG}part"):
        data = part.find(f"{_PKG}xmlData")
        name = part.get(f"{_PKG}name", "")
        if data is not None and len(data) and name.startswith("/word/"):
            found.setdefault(name.removeprefix("/word/").removesuffix(".xml"), transitional(data[0]))
    if "document" not in found:
        raise parts.damaged("it has no part /word/document.xml")
    return _Flat(found["document"], {kind: found[kind] for kind in _RELATED & found.keys()})


def _word_2003(root: Element) -> _Flat:
    others: dict[str, Element] = {}
    notes = {kind: Element(w(f"{kind}s")) for kind in ("footnote", "endnote")}
    for element in list(root.iter()):
        _modernise(element, notes)
    lists = root.find(w("lists"))
    if lists is not None:
        others["numbering"] = _numbering(lists)
    sheet = root.find(w("styles"))
    if sheet is not None:
        others["styles"] = sheet
    return _Flat(root, others | {f"{kind}s": found for kind, found in notes.items() if len(found)})


def _modernise(element: Element, notes: dict[str, Element]) -> None:
    """Give one element and its attributes the names of today; take notes and section wrappers out of its children."""
    tag = element.tag
    if tag.startswith(_W2003):
        local = tag.removeprefix(_W2003)
        element.tag = w(_RENAMED.get(local, local))
    elif tag == _ANNOTATION:
        kind = element.get(f"{_W2003}type", element.get(w("type"), ""))
        element.tag = w(_CHANGES.get(kind, "bookmarkStart"))
    elif tag == f"{_AML}content":
        element.tag = w("sdtContent")
    elif tag.startswith(_WX) and tag.removeprefix(_WX) in ("sect", "sub-section", "pBdrGroup"):
        element.tag = w("customXml")
    for name in [name for name in element.attrib if name.startswith(_W2003)]:
        element.set(_W + name.removeprefix(_W2003), element.attrib.pop(name))
    for at, child in enumerate(list(element)):
        kind = child.tag.rpartition("}")[2]
        if kind in notes and child.tag.startswith((_W2003, _W)) and len(child):
            id = str(len(notes[kind]) + 1)
            element[at] = Element(w(f"{kind}Reference"), {w("id"): id})
            child.tag = w(kind)
            child.set(w("id"), id)
            notes[kind].append(child)


def _numbering(lists: Element) -> Element:
    """w:listDef and w:list as w:abstractNum and w:num."""
    root = Element(w("numbering"))
    for definition in lists.iterfind(w("listDef")):
        abstract = SubElement(
            root, w("abstractNum"), {w("abstractNumId"): definition.get(w("listDefId"), "")}
        )
        for level in definition.iterfind(w("lvl")):
            _level(level)
            abstract.append(level)
    for used in lists.iterfind(w("list")):
        num = SubElement(root, w("num"), {w("numId"): used.get(w("numId"), used.get(w("ilfo"), ""))})
        points = used.find(w("ilst"))
        if points is not None:
            SubElement(num, w("abstractNumId"), {w("val"): points.get(w("val"), "")})
        for override in used.iterfind(w("lvlOverride")):
            for level in override.iterfind(w("lvl")):
                _level(level)
            num.append(override)
    return root


def _level(level: Element) -> None:
    code = level.find(w("nfc"))
    number = code.get(w("val"), "") if code is not None else "0"
    fmt = _FORMATS.get(int(number), "decimal") if number.isascii() and number.isdigit() else "decimal"
    SubElement(level, w("numFmt"), {w("val"): fmt})
