"""Writes the sample reports in every format that is read: a corpus to measure the readers with.

Each report of corpora/sample is taken as its own reader gives it and written as plain text in six encodings, Markdown, .docx
(numbers typed, and counted by Word), Word in one XML file, web pages of three makes, a saved page, PDF with the predefined
character maps of old government PDFs, OFD, and as a row of lists (.xlsx, .csv). With LibreOffice also .doc, .rtf, PDF with
embedded fonts, Word 2003 XML, and lists as .xls.

    python scripts/make_formats.py OUT              over 300 files
    python scripts/make_formats.py OUT --office     and over 80 more, by `soffice`
"""

from __future__ import annotations

import argparse
import base64
import csv
import html
import io
import re
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import xlsxwriter

from reporttext import readers

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "corpora" / "sample"
ENCODINGS = {
    "utf-8": "utf-8", "utf-8-sig": "utf-8-sig", "gb18030": "gb18030", "utf-16": "utf-16", "utf-16-le": "utf-16-le", "utf-16-be": "utf-16-be",
}  # fmt: skip
CMAPS = {
    "GBK-EUC-H": "gbk", "GBK2K-H": "gb18030", "GB-EUC-H": "gbk", "UniGB-UCS2-H": "utf-16-be", "UniGB-UTF16-H": "utf-16-be",
}  # fmt: skip
HEAD_NUMBER = re.compile(r"[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）|\d{1,2}\.(?!\d)")


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph, or a table's row if `cells` has any."""

    text: str
    cells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    name: str
    lines: tuple[Line, ...]

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines) + "\n"

    def blocks(self) -> Iterator[str | list[tuple[str, ...]]]:
        """Paragraphs and tables in order."""
        for is_row, lines in groupby(self.lines, key=lambda line: bool(line.cells)):
            if is_row:
                yield [line.cells for line in lines]
            else:
                yield from (line.text for line in lines)


def reports(folder: Path = SAMPLE) -> list[Report]:
    """The sample reports, without blank lines and the blanks around a line."""
    return [_report(path) for path in sorted(folder.rglob("*")) if path.suffix in (".txt", ".docx")]


def _report(path: Path) -> Report:
    doc = readers.read(path)
    rows = {hint.span.start for hint in doc.hints if hint.cell}
    lines, at = [], 0
    for text in doc.text.split("\n"):
        if text.strip():
            lines.append(Line(text.strip(), tuple(text.split("\t")) if at in rows else ()))
        at += len(text) + 1
    return Report(path.stem, tuple(lines))


# -- Word --------------------------------------------------------------------------------------------------------------

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_LEVELS = (("chineseCountingThousand", "%1、"), ("chineseCountingThousand", "（%2）"), ("decimal", "%3."))


def _styled(level: int) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>'


def _paragraph(text: str, properties: str = "") -> str:
    text = html.escape(text, quote=False)
    return f'<w:p><w:pPr>{properties}</w:pPr><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


_INDENT = '<w:ind w:firstLineChars="200" w:firstLine="640"/><w:jc w:val="both"/>'
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


def _table(rows: Sequence[Sequence[str]]) -> str:
    columns = max(map(len, rows))
    lines = (
        "".join(f"<w:tc><w:tcPr/>{_paragraph(cell)}</w:tc>" for cell in [*row, *[""] * (columns - len(row))])
        for row in rows
    )
    grid = "<w:gridCol/>" * columns
    return f"<w:tbl><w:tblPr><w:tblBorders>{_BORDERS}</w:tblBorders></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(f'<w:tr>{line}</w:tr>' for line in lines)}</w:tbl>"


def numbered(report: Report) -> list[tuple[str, int | None]]:
    """Each paragraph without its number, and the level (0–2) of a list that would count it so; None where it would not."""
    out: list[tuple[str, int | None]] = []
    counts = [0, 0, 0]
    for line in report.lines:
        found = None if line.cells else HEAD_NUMBER.match(line.text)
        level = (
            None if found is None else 0 if found[0].endswith("、") else 1 if found[0].startswith("（") else 2
        )
        if (
            found
            and level is not None
            and found[0] == _label(level, counts[level] + 1)
            and found.end() < len(line.text)
        ):
            counts[level] += 1
            counts[level + 1 :] = [0] * (2 - level)
            out.append((line.text[found.end() :], level))
        else:
            out.append((line.text, None))
    return out


def _label(level: int, count: int) -> str:
    han = "一二三四五六七八九十"
    written = han[count - 1] if count <= 10 else f"十{han[count - 11]}"
    return (f"{written}、", f"（{written}）", f"{count}.")[level] if count < 20 else ""


def _word_body(report: Report, automatic: bool) -> str:
    plain = iter(numbered(report))
    out = []
    for block in report.blocks():
        if isinstance(block, list):
            out.append(_table(block))
            for _ in block:
                next(plain)
            continue
        text, level = next(plain)
        out.append(
            _paragraph(text, _styled(level) + _INDENT)
            if automatic and level is not None
            else _paragraph(block, _INDENT)
        )
    return "".join(out)


def _numbering() -> str:
    levels = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{fmt}"/><w:suff w:val="nothing"/><w:lvlText w:val="{text}"/></w:lvl>'
        for at, (fmt, text) in enumerate(_LEVELS)
    )
    return (
        f'<w:numbering xmlns:w="{_W}"><w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )


def _document(report: Report, automatic: bool) -> str:
    return (
        f'<w:document xmlns:w="{_W}"><w:body>{_word_body(report, automatic)}<w:sectPr/></w:body></w:document>'
    )


def docx(report: Report, automatic: bool = True) -> bytes:
    """A document whose headings are counted by Word, or typed."""
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override '
        'PartName="/word/numbering.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"/></Types>'
    )
    relations = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="{}/{}" Target="{}"/></Relationships>'
    return _zip(
        {
            "[Content_Types].xml": _XML + types,
            "_rels/.rels": _XML + relations.format(_REL, "officeDocument", "word/document.xml"),
            "word/_rels/document.xml.rels": _XML + relations.format(_REL, "numbering", "numbering.xml"),
            "word/document.xml": _XML + _document(report, automatic),
            "word/numbering.xml": _XML + _numbering(),
        }
    )


def flat_xml(report: Report) -> bytes:
    """The same in one XML file (flat OPC), as Word saves it under .xml."""
    part = '<pkg:part pkg:name="/word/{}.xml"><pkg:xmlData>{}</pkg:xmlData></pkg:part>'
    parts = part.format("document", _document(report, automatic=True)) + part.format(
        "numbering", _numbering()
    )
    head = '<?mso-application progid="Word.Document"?>'
    return f'{_XML}{head}<pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage">{parts}</pkg:package>'.encode()


def _zip(members: dict[str, str]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(zipfile.ZipInfo(name), content)
    return stream.getvalue()


# -- Web pages ---------------------------------------------------------------------------------------------------------


def _html_blocks(report: Report, paragraph: str) -> str:
    out = []
    for block in report.blocks():
        if isinstance(block, list):
            rows = "".join(
                f"<tr>{''.join(f'<td><p>{html.escape(cell)}</p></td>' for cell in row)}</tr>" for row in block
            )
            out.append(f"<table border=1>{rows}</table>")
        else:
            out.append(paragraph.format(html.escape(block)))
    return "\n".join(out)


_MENU = "".join(
    f'<li><a href="/c{n}/">{name}</a></li>'
    for n, name in enumerate(("首页", "政务公开", "新闻，要闻", "办事服务", "互动交流。"))
)
_FOOT = '<div class="foot"><p>版权所有：某某县人民政府　承办：县政务服务中心，电话：0000-0000000</p><p>ICP备00000000号　网站标识码0000000000</p></div>'


def html_container(report: Report) -> bytes:
    """UTF-8, meta tags of the national standard, text in a container known by name."""
    title = html.escape(report.name)
    body = _html_blocks(report, "<p>&#12288;&#12288;{}</p>")
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><meta name="ArticleTitle" content="{title}"><meta name="PubDate" '
        f'content="2024-02-18 09:30"><meta name="ContentSource" content="某某县人民政府办公室"><title>{title}-某某县人民政府</title>'
        f"<script>var a='正文，不是文字。';</script></head><body><ul class=nav>{_MENU}</ul><h1>{title}</h1><div>发布时间：2024-02-18 来源：某某县 "
        f'【打印】</div><div id="UCAP-CONTENT">{body}</div>{_FOOT}</body></html>'
    ).encode()


def html_tables(report: Report) -> bytes:
    """GBK, laid out in tables, lines ended by <br>, as before 2010."""
    body = _html_blocks(report, "&nbsp;&nbsp;&nbsp;&nbsp;{}<br>")
    return (
        f'<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"><title>{report.name}</title></head><body>'
        f"<table width=980><tr><td colspan=2><ul>{_MENU}</ul></td></tr><tr><td width=200><ul>{_MENU}</ul></td><td><table><tr><td align=center>"
        f"<font size=5>{report.name}</font></td></tr><tr><td>{body}</td></tr></table></td></tr></table>{_FOOT}</body></html>"
    ).encode("gb18030")


def html_spans(report: Report) -> bytes:
    """No meta tags, no known names, every run in spans as pasted from Word, source lines wrapped."""
    body = _html_blocks(
        report,
        '<p class=MsoNormal style="text-indent:32pt"><span lang=EN-US style="font-size:16pt"><o:p></o:p></span><span>{}</span></p>',
    )
    body = re.sub(r"([\u4e00-\u9fff]{30})(?=[\u4e00-\u9fff])", "\\1\n      ", body)
    return (
        f"<html><head><title>{report.name}_某某县</title></head><body><div class=x1><div class=x2>{_MENU}</div><div class=x3>{body}</div>"
        f"<div class=x4><ul>{_MENU}</ul></div></div>{_FOOT}</body></html>"
    ).encode()


def mht(report: Report) -> bytes:
    page = base64.encodebytes(html_tables(report)).decode()
    return (
        (
            'From: <Saved by Browser>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; type="text/html"; boundary="b--1"\r\n\r\n'
            f"--b--1\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: base64\r\nContent-Location: http://example.invalid/1.html\r\n\r\n{page}\r\n"
            "--b--1\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n--b--1--\r\n"
        )
        .replace("\r\n", "\n")
        .replace("\n", "\r\n")
        .encode()
    )


# -- Pages -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Placed:
    """A line of type: where its baseline begins, in points from the top left, and its size."""

    x: float
    y: float
    text: str
    size: float = 16.0


@dataclass(slots=True)
class Sheet:
    """A page of A4: type and the lines of tables (x0, y0, x1, y1)."""

    type: list[Placed]
    rules: list[tuple[float, float, float, float]]


_LEFT, _RIGHT, _TOP, _BOTTOM, _PITCH, _EM = 80.0, 528.0, 100.0, 740.0, 28.0, 16.0


def width(text: str) -> float:
    return sum(_EM / 2 if sign.isascii() else _EM for sign in text)


def paged(report: Report) -> list[Sheet]:
    """The report set in lines of 28 characters, first lines indented, with a running head and page numbers."""
    sheets: list[Sheet] = []
    y = _BOTTOM + 1

    def room(height: float) -> None:
        nonlocal y
        if y + height > _BOTTOM:
            sheets.append(
                Sheet(
                    [Placed(200, 60, "某某县政府公报", 12), Placed(280, 790, f"— {len(sheets) + 1} —", 14)],
                    [],
                )
            )
            y = _TOP

    for block in report.blocks():
        if isinstance(block, list):
            columns = max(map(len, block))
            wide = (_RIGHT - _LEFT) / columns
            for row in block:
                cells = [list(_wrapped(cell, wide - 6, 0)) for cell in [*row, *[""] * (columns - len(row))]]
                height = 24.0 * max(map(len, cells)) + 6
                room(height)
                for at, lines in enumerate(cells):
                    x = _LEFT + at * wide
                    sheets[-1].rules += [
                        (x, y, x + wide, y),
                        (x, y + height, x + wide, y + height),
                        (x, y, x, y + height),
                        (x + wide, y, x + wide, y + height),
                    ]
                    sheets[-1].type += [Placed(x + 3, y + 20 + 24 * n, text) for n, text in enumerate(lines)]
                y += height
            y += _PITCH
            continue
        for n, text in enumerate(_wrapped(block, _RIGHT - _LEFT, 2 * _EM)):
            room(_PITCH)
            sheets[-1].type.append(Placed(_LEFT + (0 if n else 2 * _EM), y + _EM, text))
            y += _PITCH
    return sheets


def _wrapped(text: str, wide: float, indent: float) -> Iterator[str]:
    """Lines no wider than `wide`, the first less `indent`; no line begins with a closing mark, no figure is cut."""
    line, used = "", indent
    for token in re.findall(r"[\x21-\x7e]+|.", text):
        if line and used + width(token) > wide and token not in "，。、；：！？）》”’":
            yield line
            line, used = "", 0.0
        line += token
        used += width(token)
    yield line


def pdf(report: Report, cmap: str = "GBK-EUC-H") -> bytes:
    """The report as `pdf_of` its pages."""
    return pdf_of(paged(report), cmap)


def pdf_of(sheets: Sequence[Sheet], cmap: str = "GBK-EUC-H") -> bytes:
    """PDF whose font is named but not in it, as old government PDFs have it; the codes of `cmap` say which characters."""
    codec = CMAPS[cmap]
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "",
        f"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light-{cmap} /Encoding /{cmap} /DescendantFonts [4 0 R] >>",
        (
            "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> "
            "/FontDescriptor 5 0 R /DW 1000 /W [1 95 500 814 939 500] >>"
        ),
        (
            "<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120 "
            "/CapHeight 880 /StemV 93 >>"
        ),
    ]
    kids = []
    for sheet in sheets:
        content = "".join(
            f"BT /F1 {p.size} Tf 1 0 0 1 {p.x} {842 - p.y} Tm <{p.text.encode(codec, 'replace').hex()}> Tj ET\n"
            for p in sheet.type
        )
        content += "".join(f"{a} {842 - b} m {c} {842 - d} l S\n" for a, b, c, d in sheet.rules)
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}endstream")
        kids.append(len(objects) + 1)
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {len(objects)} 0 R /Resources << /Font << /F1 3 0 R >> >> >>"
        )
    objects[1] = f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(f'{kid} 0 R' for kid in kids)}] >>"
    out, places = "%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    return (
        f"{out}xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n"
    ).encode("ascii")


_MM = 25.4 / 72


def ofd(report: Report) -> bytes:
    """OFD as GB/T 33190 has it: pages that refer to a template with the running head, lines in text objects, some in two."""
    space = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    members = {
        "OFD.xml": f'{_XML}<ofd:OFD {space} DocType="OFD" Version="1.1"><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>'
    }
    sheets = paged(report)
    members["Doc_0/Tpls/0.xml"] = (
        f"{_XML}<ofd:Page {space}><ofd:Content><ofd:Layer>{_ofd_text(sheets[0].type[0], 900)}</ofd:Layer></ofd:Content></ofd:Page>"
    )
    pages = ""
    for at, sheet in enumerate(sheets):
        objects = "".join(_ofd_text(placed, 1000 + n) for n, placed in enumerate(sheet.type[1:]))
        for x0, y0, x1, y1 in sheet.rules:
            box = f"{x0 * _MM:.3f} {y0 * _MM:.3f} {(x1 - x0) * _MM:.3f} {(y1 - y0) * _MM:.3f}"
            data = f"M 0 0 L {(x1 - x0) * _MM:.3f} {(y1 - y0) * _MM:.3f}"
            objects += f'<ofd:PathObject Boundary="{box}"><ofd:AbbreviatedData>{data}</ofd:AbbreviatedData></ofd:PathObject>'
        members[f"Doc_0/Pages/Page_{at}/Content.xml"] = (
            f'{_XML}<ofd:Page {space}><ofd:Template TemplateID="1" ZOrder="Background"/><ofd:Content><ofd:Layer ID="9">{objects}</ofd:Layer>'
            "</ofd:Content></ofd:Page>"
        )
        pages += f'<ofd:Page ID="{100 + at}" BaseLoc="Pages/Page_{at}/Content.xml"/>'
    members["Doc_0/Document.xml"] = (
        f"{_XML}<ofd:Document {space}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>"
        f'<ofd:TemplatePage ID="1" BaseLoc="Tpls/0.xml"/></ofd:CommonData><ofd:Pages>{pages}</ofd:Pages></ofd:Document>'
    )
    return _zip(members)


def _ofd_text(placed: Placed, id: int) -> str:
    scale = placed.size / _EM
    steps = " ".join(f"{width(sign) * scale * _MM:.3f}" for sign in placed.text[:-1])
    size = placed.size * _MM
    box = f"{placed.x * _MM:.3f} {placed.y * _MM - size:.3f} {width(placed.text) * scale * _MM:.3f} {1.2 * size:.3f}"
    code = f'<ofd:TextCode X="0" Y="{size:.3f}" DeltaX="{steps}">{html.escape(placed.text)}</ofd:TextCode>'
    return f'<ofd:TextObject ID="{id}" Boundary="{box}" Font="1" Size="{size:.3f}">{code}</ofd:TextObject>'


# -- Lists -------------------------------------------------------------------------------------------------------------

COLUMNS = ("编号", "标题", "发布日期", "正文")


def list_rows(some: Sequence[Report]) -> list[tuple[str, ...]]:
    return [(f"{at:03}", report.name, "2024-02-18", report.text) for at, report in enumerate(some, 1)]


def xlsx(some: Sequence[Report]) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"strings_to_formulas": False, "in_memory": True}) as book:
        sheet = book.add_worksheet("报告清单")
        for at, row in enumerate([COLUMNS, *list_rows(some)]):
            sheet.write_row(at, 0, row)
    return stream.getvalue()


def csv_list(some: Sequence[Report]) -> bytes:
    stream = io.StringIO(newline="")
    csv.writer(stream).writerows([COLUMNS, *list_rows(some)])
    return stream.getvalue().encode("gb18030")


def markdown(report: Report) -> bytes:
    out = []
    for at, block in enumerate(report.blocks()):
        if isinstance(block, list):
            head, *rows = (f"| {' | '.join(row)} |" for row in block)
            out.append("\n".join([head, "|" + " --- |" * len(block[0]), *rows]))
        else:
            heading = (
                "# "
                if at == 0
                else "## "
                if re.match("[一二三四五六七八九十]{1,2}、", block) and "。" not in block
                else ""
            )
            out.append(heading + block)
    return ("\n\n".join(out) + "\n").encode()


# -- All of them -------------------------------------------------------------------------------------------------------

FORMATS: dict[str, Callable[[Report], bytes]] = {
    "docx": docx,
    "typed.docx": lambda report: docx(report, automatic=False),
    "flat.xml": flat_xml,
    "container.html": html_container,
    "tables.html": html_tables,
    "spans.html": html_spans,
    "mht": mht,
    "ofd": ofd,
    "md": markdown,
    **{
        f"{name}.txt": (lambda report, codec=codec: report.text.encode(codec))
        for name, codec in ENCODINGS.items()
    },
    **{f"{cmap}.pdf": (lambda report, cmap=cmap: pdf(report, cmap)) for cmap in CMAPS},
}
OFFICE = {"doc": "doc", "rtf": "rtf", "pdf": "pdf", "xml": "xml:MS Word 2003 XML", "again.docx": "docx"}


def write(out: Path, *, office: bool = False) -> int:
    """Write the corpus to `out`; returns the number of files."""
    some = reports()
    for name, render in FORMATS.items():
        folder = out / name
        folder.mkdir(parents=True, exist_ok=True)
        for report in some:
            (folder / f"{report.name}.{name.rpartition('.')[2]}").write_bytes(render(report))
    lists = out / "lists"
    lists.mkdir(exist_ok=True)
    (lists / "清单.xlsx").write_bytes(xlsx(some))
    (lists / "清单.csv").write_bytes(csv_list(some))
    if office:
        _by_office(out)
    return sum(path.is_file() for path in out.rglob("*"))


def _by_office(out: Path) -> None:
    """What LibreOffice makes of the documents whose headings Word counts."""
    sources = sorted((out / "docx").glob("*.docx"))
    with tempfile.TemporaryDirectory() as profile:
        for name, filter in OFFICE.items():
            command = [
                "soffice",
                f"-env:UserInstallation=file://{profile}",
                "--headless",
                "--convert-to",
                filter,
                "--outdir",
                str(out / f"office.{name}"),
            ]
            subprocess.run([*command, *map(str, sources)], check=True, capture_output=True)
        command = [
            "soffice",
            f"-env:UserInstallation=file://{profile}",
            "--headless",
            "--convert-to",
            "xls",
            "--outdir",
            str(out / "lists"),
        ]
        subprocess.run([*command, str(out / "lists" / "清单.xlsx")], check=True, capture_output=True)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("out", type=Path)
    parser.add_argument("--office", action="store_true", help="with LibreOffice's formats too")
    asked = parser.parse_args()
    print(write(asked.out, office=asked.office), "files in", asked.out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
