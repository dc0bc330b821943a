"""Tables with a title above their head, in every format that has tables: the title is no head, and the figures are found."""

import io
from collections.abc import Callable, Sequence

import pytest
import xlsxwriter

from docx_files import docx, p, tbl, tr
from reporttext import lexicon, readers
from reporttext.model import Document
from reporttext.pipeline import analyse
from reporttext.readers.lines import roles

TITLE, UNIT = "汐桥镇2022年主要指标完成情况", "单位：万元"
HEAD = ("指标", "2021年", "2022年")
ROWS = (("税收", "120", "135"), ("农户户数", "320", "330"))
EXPECTED = [("120", "元", 2021), ("135", "元", 2022), ("320", "户", 2021), ("330", "户", 2022)]


def merged(text: str) -> str:
    cell = f'<w:tc><w:tcPr><w:gridSpan w:val="3"/></w:tcPr>{p(text)}</w:tc>'
    return f"<w:tr>{cell}</w:tr>"


def as_docx() -> bytes:
    return docx(
        p("汐桥镇2022年工作总结") + tbl(merged(TITLE), merged(UNIT), tr(*HEAD), *(tr(*row) for row in ROWS))
    )


def as_html() -> bytes:
    def row(cells: Sequence[str], tag: str = "td") -> str:
        return "<tr>" + "".join(f"<{tag}>{cell}</{tag}>" for cell in cells) + "</tr>"

    above = "".join(f"<tr><td colspan=3>{text}</td></tr>" for text in (TITLE, UNIT))
    body = above + row(HEAD, "th") + "".join(map(row, ROWS))
    return f"<html><body><h1>汐桥镇2022年工作总结</h1><p>全镇经济稳中有进。</p><table>{body}</table></body></html>".encode()


def as_xlsx() -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as made:
        sheet = made.add_worksheet("Sheet1")
        sheet.merge_range(0, 0, 0, 2, TITLE)
        sheet.write(1, 2, UNIT)
        for at, row in enumerate((HEAD, *ROWS), 2):
            for column, text in enumerate(row):
                sheet.write(at, column, float(text) if text.isdigit() else text)
    return stream.getvalue()


def as_csv() -> bytes:
    return "\n".join(",".join(row) for row in ((TITLE, "", ""), ("", "", UNIT), HEAD, *ROWS)).encode()


def as_tabs() -> bytes:
    rows = (("", "", UNIT), HEAD, *ROWS)
    return ("汐桥镇2022年工作总结\n全镇经济稳中有进。\n" + "\n".join("\t".join(row) for row in rows)).encode()


@pytest.mark.parametrize("make", [as_docx, as_html, as_xlsx, as_csv, as_tabs])
def test_the_title_and_the_unit_row_of_a_table_cost_no_figure(make: Callable[[], bytes]) -> None:
    doc = analyse(readers.read_bytes(make(), "表"))
    found = [f for f in doc.facts if f.rule == "table.cell"]
    assert [(doc.quote(f.span), f.quantity.unit, f.period and f.period.start.year) for f in found] == EXPECTED
    assert found[0].quantity.low == 1_200_000
    assert not [error for error in doc.errors if error.kind == "table"]


def test_a_title_row_is_text_with_its_address() -> None:
    doc = readers.read_bytes(as_docx(), "表")
    assert [(doc.quote(hint.span), hint.role, hint.cell) for hint in doc.hints][:3] == [
        (TITLE, None, "T1R1"),
        (UNIT, None, "T1R2"),
        ("\t".join(HEAD), "table_head", "T1R3"),
    ]


def head_of(*rows: Sequence[str]) -> list[str | None]:
    return [*roles(rows)]


def test_what_is_a_head_and_what_a_caption() -> None:
    assert head_of(["", "2022年"], ["税收", "120"]) == ["table_head", "table"], "a blank corner"
    assert head_of(["甲"], ["乙"], ["丙"]) == ["table_head", "table", "table"], "one column"
    assert head_of(["表一", ""], ["税收", "120"], ["规费", "3"]) == ["table_head", "table", "table"], (
        "no head below"
    )
    assert head_of(["表一", ""], ["月份", "1月"], ["税收", "120"]) == [None, "table_head", "table"]
    assert head_of(["指标", "2022年", ""], ["", "数量", "增长"], ["税收", "1", "2"]) == ["table_head", "table_head", "table"]  # fmt: skip
    assert head_of(["指标", "2022年", ""], ["", "12", "增长"], ["税收", "1", "2"]) == [
        "table_head",
        "table",
        "table",
    ]
    quarters = (["主要指标", "", ""], ["指标", "第1季度", "第2季度"], ["税收", "1", "2"])
    assert head_of(*quarters) == [None, "table_head", "table"]
    for value in ("约300", "**", "近 20"):  # a row that goes on with the one above, and no second head
        assert head_of(["指标", "2022年", ""], ["", value, "增长"], ["税收", "1", "2"])[1] == "table"
    assert head_of(["指标", "2022年"]) == ["table"]


def test_a_warning_of_a_workbook_names_the_sheet() -> None:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as made:
        for name, unit in (("人口", "人"), ("耕地", "")):
            sheet = made.add_worksheet(name)
            sheet.write_row(0, 0, ["村名", f"{name}（{unit}）" if unit else "面积"])
            sheet.write_row(1, 0, ["上陂", 96])
    doc: Document = analyse(readers.read_bytes(stream.getvalue(), "表"))
    (warning,) = [error for error in doc.errors if error.kind == "table"]
    assert warning.message.startswith("table 2 (“耕地”): ")


SHARED = (
    "title", "doc_type", "year", "issued_on", "issuer", "place", "province", "city", "county", "township",
)  # fmt: skip


def test_a_list_knows_the_columns_of_metadata_csv() -> None:
    columns = lexicon.shipped()["variables"]["columns"]
    for field in SHARED:
        for name in (field, *columns[field]):
            text = "今年以来，全镇召开会议12次，各项工作有序推进。" * 20
            (doc,) = readers.documents(f"编号,{name},正文\n1,汐桥镇,{text}\n".encode(), "清单.csv")
            assert [(told.name, told.value) for told in doc.told] == [("编号", "1"), (field, "汐桥镇")], name


def test_the_place_of_a_list_is_read_from_its_column() -> None:
    data = f"地方,年,正文\n汐桥镇,2021,{'今年以来，召开会议12次，各项工作有序推进。' * 20}\n"
    (doc,) = readers.documents(data.encode(), "清单.csv")
    found = analyse(doc).metadata
    assert (found.place, found.year) == ("汐桥镇", 2021)


@pytest.mark.parametrize("column", ["单位", "报告标题"])
def test_the_place_of_a_list_is_read_from_office_or_title(column: str) -> None:
    body = "一、工作成效\n" + "今年以来，召开会议12次，各项工作有序推进。" * 20
    data = f'序号,{column},年份,正文\n1,汐桥镇2023年工作总结,2023,"{body}"\n'
    (doc,) = readers.documents(data.encode(), "平岭县汇总.csv")
    assert analyse(doc).metadata.place == "汐桥镇"
