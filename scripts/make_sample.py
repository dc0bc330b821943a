"""Builds the files of corpora/sample that a text editor cannot write: docx, GB18030, byte-order marks, CRLF.

Each source in corpora/source is UTF-8 text. It opens with lines `@name value`, then an empty line, then the report.

    @file       where the built file goes, below corpora/sample
    @encoding   for .txt: gb18030, utf-8-sig, utf-8 (default)
    @newline    for .txt: lf (default) or crlf
    @author     for .docx: the author in its properties
    @created    for .docx: its date of creation and change, 2023-12-22T16:20:00
    @numbering  for .docx: direct, style or none. With direct or style Word counts the headings (一、 / （一） / 1.) and
                the numbers stand in no run; style puts the numbering on the paragraph style, direct on the paragraph.

The body of a .txt is written as it stands. In the body of a .docx a line is a paragraph, and its first mark says which:

    %  title     %%  subtitle     #  ##  ###  headings of level 1, 2, 3 (counted by Word)
    |  table row, cells parted by tabs; the first row of a run is the table's head
    ^  caption of a table, centred     >  signature or date, to the right     (no mark)  plain paragraph

The same sources give the same bytes on any day and machine. Needs python-docx, which is in the extra `dev`.

    python scripts/make_sample.py            writes the files
    python scripts/make_sample.py --check    writes nothing, exit 1 where a file is missing or differs
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from itertools import groupby
from pathlib import Path
from typing import Any
from zipfile import ZIP_STORED, ZipFile, ZipInfo

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

CORPORA = Path(__file__).resolve().parent.parent / "corpora"
SOURCES = CORPORA / "source"
SAMPLE = CORPORA / "sample"

NEWLINES = {"lf": "\n", "crlf": "\r\n"}
MARKS = {
    "###": "level3",
    "##": "level2",
    "#": "level1",
    "%%": "subtitle",
    "%": "title",
    "|": "row",
    "^": "caption",
    ">": "right",
}
LEVELS = ("level1", "level2", "level3")
# Name, font for Chinese, size in points, alignment, first-line indent in characters.
STYLES: dict[str, tuple[str, str, float, str, int]] = {
    "title": ("公文标题", "方正小标宋简体", 22, "center", 0),
    "subtitle": ("公文副标题", "楷体_GB2312", 16, "center", 0),
    "plain": ("公文正文", "仿宋_GB2312", 16, "both", 2),
    "level1": ("公文一级", "黑体", 16, "both", 2),
    "level2": ("公文二级", "楷体_GB2312", 16, "both", 2),
    "level3": ("公文三级", "仿宋_GB2312", 16, "both", 2),
    "caption": ("公文表题", "黑体", 14, "center", 0),
    "right": ("公文落款", "仿宋_GB2312", 16, "right", 0),
}
# One list of three levels: its id; number format and text of each level, %n being the count at level n.
LIST = "1"
NUMBERS = (("chineseCountingThousand", "%1、"), ("chineseCountingThousand", "（%2）"), ("decimal", "%3."))
UNUSED_PARTS = {"customXml", "stylesWithEffects", "thumbnail"}
KEPT_STYLES = {"Normal", "TableNormal", "TableGrid"}
ZIP_TIME = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Source:
    """A report and how it is to be written."""

    file: str
    body: str
    settings: dict[str, str]


def read_source(path: Path) -> Source:
    head, _, body = path.read_text(encoding="utf-8").partition("\n\n")
    settings = dict(line.removeprefix("@").split(maxsplit=1) for line in head.splitlines())
    return Source(settings.pop("file"), body, settings)


def sources() -> list[Source]:
    return [read_source(path) for path in sorted(SOURCES.glob("*.txt"))]


def build(source: Source) -> bytes:
    return docx_bytes(source) if source.file.endswith(".docx") else text_bytes(source)


def text_bytes(source: Source) -> bytes:
    newline = NEWLINES[source.settings.get("newline", "lf")]
    return source.body.replace("\n", newline).encode(source.settings.get("encoding", "utf-8"))


def docx_bytes(source: Source) -> bytes:
    doc = docx.Document()
    prune_template(doc)
    numbering = source.settings["numbering"]
    set_up_page(doc)
    make_styles(doc)
    if numbering != "none":
        make_numbering(doc, linked=numbering == "style")
    for role, lines in groupby(map(marked, source.body.splitlines()), key=lambda line: line[0]):
        if role == "row":
            add_table(doc, [text.split("\t") for _, text in lines])
            continue
        for _, text in lines:
            paragraph = doc.add_paragraph(text, style=STYLES[role][0])
            if numbering == "direct" and role in LEVELS:
                settings = paragraph._p.get_or_add_pPr()  # noqa: SLF001  python-docx has no other way in
                add_number(settings, LEVELS.index(role))
    set_properties(doc, source)
    packed = BytesIO()
    doc.save(packed)
    return repacked(packed.getvalue())


def marked(line: str) -> tuple[str, str]:
    mark, blank, text = line.partition(" ")
    return (MARKS[mark], text) if blank and mark in MARKS else ("plain", line)


def element(tag: str, **attributes: str) -> Any:
    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    return made


def prune_template(doc: Document) -> None:
    """Drops what python-docx's template brings and no report uses: 800 kB of styles, a picture, custom XML."""
    for rels in (doc.part.package.rels, doc.part.rels):
        for key in [key for key, rel in rels.items() if rel.reltype.rsplit("/", 1)[-1] in UNUSED_PARTS]:
            del rels[key]
    styles = doc.styles.element
    for style in [style for style in styles if style.get(qn("w:styleId")) not in KEPT_STYLES]:
        if style.tag != qn("w:docDefaults"):
            styles.remove(style)


def set_up_page(doc: Document) -> None:
    page = doc.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.top_margin, page.bottom_margin, page.left_margin, page.right_margin = Mm(37), Mm(35), Mm(28), Mm(26)


def make_styles(doc: Document) -> None:
    for name, font, size, align, indent in STYLES.values():
        style = doc.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.font.size = Pt(size)
        style.paragraph_format.space_after, style.paragraph_format.line_spacing = Pt(0), Pt(28)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for script, face in (("ascii", "Times New Roman"), ("hAnsi", "Times New Roman"), ("eastAsia", font)):
            fonts.set(qn(f"w:{script}"), face)
        settings = style.element.get_or_add_pPr()
        if indent:
            width = int(indent * size * 20)
            settings.append(element("ind", firstLineChars=str(indent * 100), firstLine=str(width)))
        settings.append(element("jc", val=align))


def make_numbering(doc: Document, *, linked: bool) -> None:
    """Puts our list in place of the template's; `linked` to the paragraph styles, which then carry the numbers."""
    part = doc.part.numbering_part.element
    for child in list(part):
        part.remove(child)
    kind = element("abstractNum", abstractNumId="1")
    kind.append(element("multiLevelType", val="multilevel"))
    for level, (role, (form, text)) in enumerate(zip(LEVELS, NUMBERS, strict=True)):
        style = doc.styles[STYLES[role][0]]
        settings = {"start": "1", "numFmt": form, "suff": "nothing", "lvlText": text, "lvlJc": "left"}
        made = element("lvl", ilvl=str(level))
        made.extend([element(name, val=value) for name, value in settings.items()])
        if linked:
            made.insert(2, element("pStyle", val=style.style_id))
            add_number(style.element.get_or_add_pPr(), level)
        indent = element("pPr")
        indent.append(element("ind", left="0", firstLine="640"))
        made.append(indent)
        kind.append(made)
    number = element("num", numId=LIST)
    number.append(element("abstractNumId", val="1"))
    part.extend([kind, number])


def add_number(settings: Any, level: int) -> None:
    made = settings.get_or_add_numPr()
    made.append(element("ilvl", val=str(level)))
    made.append(element("numId", val=LIST))


def add_table(doc: Document, rows: list[list[str]]) -> None:
    table = doc.add_table(rows=len(rows), cols=len(rows[0]), style="Table Grid")
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    head = table.rows[0]._tr  # noqa: SLF001  python-docx has no other way in
    head.get_or_add_trPr().append(element("tblHeader"))


def set_properties(doc: Document, source: Source) -> None:
    made = datetime.fromisoformat(source.settings["created"])
    about = doc.core_properties
    about.author = about.last_modified_by = source.settings["author"]
    about.title = Path(source.file).stem
    about.created = about.modified = made
    about.comments = about.keywords = ""
    about.revision = 1


def repacked(packed: bytes) -> bytes:
    """The same members without the hour of writing; stored, as deflated bytes differ between versions of zlib."""
    out = BytesIO()
    with ZipFile(BytesIO(packed)) as old, ZipFile(out, "w", ZIP_STORED) as new:
        for name in old.namelist():
            member = ZipInfo(name, ZIP_TIME)
            member.create_system = 0
            new.writestr(member, old.read(name))
    return out.getvalue()


def main(arguments: list[str]) -> int:
    check = "--check" in arguments
    stale = []
    for source in sources():
        path = SAMPLE / source.file
        made = build(source)
        if path.is_file() and path.read_bytes() == made:
            continue
        stale.append(source.file)
        if not check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(made)
    for file in stale:
        print(f"{'differs' if check else 'written'}: {file}")
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
