"""The same report in every format: the same text, the same facts. The corpus is that of scripts/make_formats.py."""

import sys
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest

from reporttext import pipeline, readers
from reporttext.model import Document

ROOT = Path(__file__).parent.parent
OFFICE = Path(__file__).parent / "data" / "office"
sys.path.insert(0, str(ROOT / "scripts"))
make_formats = import_module("make_formats")
measure_formats = import_module("measure_formats")

REPORTS = make_formats.reports()
# Those with tables, masks, lists of tasks, and one of a web page.
CLOSELY = (
    "苎坪乡2022年乡村振兴工作总结（含资金表）",
    "云陂镇政府工作报告（2024年1月）",
    "2022荻浦街道意识形态工作责任制落实情况",
    "某镇2022年民政工作总结",
)


@cache
def original(name: str) -> Document:
    return measure_formats.originals()[name]


def compare(doc: Document, name: str) -> None:
    score = measure_formats.Score()
    measure_formats.add(score, original(name), pipeline.analyse(doc))
    assert score.facts_equal == score.facts == score.facts_found, (name, score)


@pytest.mark.parametrize("format", make_formats.FORMATS)
def test_every_report_comes_back_from_every_format(format: str) -> None:
    render = make_formats.FORMATS[format]
    chars = common = 0
    for report in REPORTS:
        doc = readers.read_bytes(render(report), "报告")
        noise = {h.span for h in doc.hints if h.role == "noise"}
        wanted = [measure_formats._flat(line.text) for line in report.lines]
        at, shown = 0, []
        for line in doc.text.split("\n"):
            if line.strip() and not any(span.start == at for span in noise):
                shown.append(measure_formats._flat(line))
            at += len(line) + 1
        chars += len("".join(wanted))
        common += sum(len(line) for line in shown if line in set(wanted))
    # Characters in paragraphs that come back whole: a stricter measure than characters that come back.
    assert common >= 0.99 * chars, (format, common / chars)


@pytest.mark.parametrize("name", CLOSELY)
@pytest.mark.parametrize("format", make_formats.FORMATS)
def test_the_same_facts_from_every_format(format: str, name: str) -> None:
    report = next(report for report in REPORTS if report.name == name)
    compare(readers.read_bytes(make_formats.FORMATS[format](report), "报告"), name)


def test_a_pdf_without_its_fonts_reads_alike_on_every_machine() -> None:
    """A character alone on its line has the width that the PDF tells, though no font of the machine has that character."""
    lines = ["云陂镇2022年工作报告", "其中：产", "业", "龘", "䶮", "9", "：", "其中：其", "他"]
    type = [make_formats.Placed(80.0, 120.0 + 28 * at, line) for at, line in enumerate(lines)]
    doc = readers.read_bytes(make_formats.pdf_of([make_formats.Sheet(type, [])], "UniGB-UTF16-H"), "报告")
    assert "".join(doc.text.split()) == "".join(lines)


def test_the_font_of_boxes_is_what_its_script_makes(tmp_path: Path) -> None:
    """Not byte for byte: another fonttools may write the same font otherwise."""
    ttLib = pytest.importorskip("fontTools.ttLib")  # noqa: N806
    make_boxes = import_module("make_boxes")
    make_boxes.made(tmp_path / "boxes.ttf")
    for path in (tmp_path / "boxes.ttf", make_boxes.OUT):
        font = ttLib.TTFont(path)
        known = font.getBestCmap()
        assert {known[ord(sign)] for sign in "业龘䶮𫍽9："} == {"box"}
        assert (len(known), font["hmtx"]["box"]) == (0x110000 - 0x20 - 0x800, (1000, 0))


@pytest.mark.parametrize("kind", ["xlsx", "csv", "xls"])
def test_every_row_of_a_list_is_a_report(kind: str) -> None:
    data = {"xlsx": make_formats.xlsx, "csv": make_formats.csv_list}.get(
        kind, lambda _: (OFFICE / "清单.xls").read_bytes()
    )(REPORTS)
    docs = list(readers.documents(data, f"清单.{kind}"))
    assert [doc.source for doc in docs] == [f"清单.{kind}#{n}" for n in range(1, len(REPORTS) + 1)]
    assert len({doc.content_sha256 for doc in docs}) == len(docs)
    for doc, report in zip(docs, REPORTS, strict=True):
        assert doc.text.rstrip("\n") == report.text.rstrip("\n")
        assert {told.name for told in doc.told} == {"编号", "title", "issued_on"}
        if report.name in CLOSELY:
            compare(doc, report.name)


@pytest.mark.parametrize(
    "path",
    sorted(path for path in OFFICE.iterdir() if path.suffix in {".doc", ".rtf", ".pdf", ".xml"}),
    ids=lambda path: path.name,
)
def test_the_same_facts_from_files_of_libreoffice(path: Path) -> None:
    if path.suffix in {".doc", ".rtf"}:
        pytest.importorskip("doc2docx" if path.suffix == ".doc" else "striprtf")
    compare(readers.read(path), path.stem)


def test_labels_counted_by_word_are_restored() -> None:
    counted = 0
    for report in REPORTS:
        doc = readers.read_bytes(make_formats.docx(report, automatic=True), "报告.docx")
        assert doc.text.split("\n") == [line.text for line in report.lines]
        counted += sum(level is not None for _, level in make_formats.numbered(report))
    assert counted > 100
