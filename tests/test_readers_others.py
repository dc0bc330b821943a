"""The readers of web pages, PDF, OFD, workbooks, csv, RTF, .doc, one-file XML, Markdown; what each leaves out and refuses."""

import io
import random
import sys
import time
import zipfile
from difflib import SequenceMatcher
from importlib import import_module
from pathlib import Path

import pytest
import xlsxwriter

from reporttext import pipeline, readers
from reporttext.errors import ReadError
from reporttext.model import Document, Told
from reporttext.readers import _ocr

sys.path.insert(0, str(Path(__file__).parent.parent / "scripts"))
make_formats = import_module("make_formats")
OFFICE = Path(__file__).parent / "data" / "office"
REPORTS = make_formats.reports()
REPORT = REPORTS[0]


def read(data: bytes | str) -> Document:
    return readers.read_bytes(data.encode() if isinstance(data, str) else data, "报告")


def lines(data: bytes | str) -> list[str]:
    return read(data).text.split("\n")


def refused(data: bytes | str) -> ReadError:
    with pytest.raises(ReadError) as caught:
        read(data)
    return caught.value


# Web pages -----------------------------------------------------------------------------------------------------------

PROSE = "<p>2023年，全镇上下团结奋进，经济稳中有进。</p><p>全年培训党员120人次，增长5%。</p><p>新建道路3条，惠及群众2000人。</p>"


def page(body: str, head: str = "") -> str:
    return f"<html><head>{head}</head><body><ul class=nav><li><a href=/>首页</a></li><li><a>新闻，要闻。</a></li></ul>{body}</body></html>"


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ("<div>一行<br>二行<br/>三行</div>", ["一行", "二行", "三行"]),
        ("<p>&nbsp;&nbsp;甲&nbsp;乙　</p>", ["甲 乙"]),
        ("<p>源文件里\n   换行，<b>也在标签</b>\n处</p>", ["源文件里换行，也在标签处"]),
        ("<p>GDP and\nmore</p>", ["GDP and more"]),
        ("<p>10<sup>4</sup>元<sup>[注]</sup></p>", ["10⁴元[注]"]),
        ("<p>旧<del>删去</del>新</p>", ["旧新"]),
        ("<ol start=3><li><p>甲</p></li><li>2024年</li></ol><ul><li>丙</li></ul>", ["3.甲", "4. 2024年", "丙"]),
        ("<p>看得见</p><p style='display: none'>看不见</p><p hidden>也看不见</p>", ["看得见"]),
        ("<p>文<script>alert('码')</script>字<style>p{}</style><!-- 注 --></p>", ["文字"]),
        ("<pre>甲\n乙</pre>", ["甲", "乙"]),
        ("<table><tr><td><p>框一</p></td></tr><tr><td><p>框二</p></td></tr></table>", ["框一", "框二"]),
    ],
)  # fmt: skip
def test_what_a_page_shows(body: str, shown: list[str]) -> None:
    assert lines(f"<html><body>{body}</body></html>") == shown


def test_tables_have_rows_cells_and_addresses() -> None:
    table = "<table><tr><th>指标</th><th colspan=2>数量</th><th>比重</th></tr><tr><td rowspan=2>培训</td><td>12</td><td>场</td><td>5%</td></tr><tr><td>30</td><td>次</td></tr></table>"
    doc = read(page(f"<div>{PROSE}{table}<p>以上，请审议。</p></div>"))
    rows = [(doc.quote(hint.span), hint.role, hint.cell) for hint in doc.hints if hint.cell]
    assert rows == [
        ("指标\t数量\t\t比重", "table_head", "T1R1"),
        ("培训\t12\t场\t5%", "table", "T1R2"),
        ("\t30\t次", "table", "T1R3"),
    ]
    assert doc.text.endswith("以上，请审议。")


def test_menus_and_imprint_are_left_out_and_meta_tags_kept() -> None:
    head = (
        '<meta name="ArticleTitle" content="云陂镇2023年工作总结"><meta name="PubDate" content="2024-01-20 10:22">'
        '<meta name="ContentSource" content="云陂镇人民政府"><title>云陂镇2023年工作总结-某县</title>'
    )
    doc = read(page(f"<div class=a>{PROSE}</div><div class=foot>版权所有，翻印必究</div>", head))
    assert doc.text.split("\n")[0] == "云陂镇2023年工作总结"
    assert "首页" not in doc.text
    assert "版权" not in doc.text
    assert doc.told == (
        Told("title", "云陂镇2023年工作总结", "meta ArticleTitle"),
        Told("issued_on", "2024-01-20 10:22", "meta PubDate"),
        Told("issuer", "云陂镇人民政府", "meta ContentSource"),
    )
    known = pipeline.analyse(doc).metadata
    assert (known.title, known.year, known.issuer, str(known.issued_on)) == (
        "云陂镇2023年工作总结",
        2023,
        "云陂镇人民政府",
        "2024-01-20",
    )
    assert "issued_on" not in dict(known.spans), "it stands outside the text"


def test_date_and_office_shown_beside_the_text() -> None:
    doc = read(
        page(
            f"<h1>云陂镇2023年工作总结</h1><p>发布日期：2024年1月20日 来源：云陂镇党政办</p><div>{PROSE}</div>"
        )
    )
    assert {(told.name, told.value) for told in doc.told} == {
        ("title", "云陂镇2023年工作总结"), ("issued_on", "2024-1-20"), ("issuer", "云陂镇党政办"),
    }  # fmt: skip


@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "utf-16"])
def test_pages_in_any_encoding_whatever_they_claim(codec: str) -> None:
    assert (
        "全年培训党员120人次" in read(page(f"<meta charset=iso-8859-1><div>{PROSE}</div>").encode(codec)).text
    )


@pytest.mark.parametrize(
    ("markup", "limit"),
    [
        ("<div>" * 100_000, "MAX_DEPTH"),
        ("<div></b>" * 50_000, "MAX_DEPTH"),
        ("".join(f"<font color={n}>" for n in range(3000)) + "<p>x" * 1000, "MAX_DEPTH"),
        ("<br>" * 700_000, "MAX_TAGS"),
    ],
)
def test_pages_nested_or_long_beyond_the_limits(markup: str, limit: str) -> None:
    began = time.process_time()
    error = refused(f"<html>{markup}中文，好。")
    assert error.kind == "limit"
    assert limit in error.message
    assert time.process_time() - began < 5


def test_a_page_without_text() -> None:
    assert (
        refused(
            "<html><body><iframe src=http://example.invalid></iframe><script>写入()</script></body></html>"
        ).kind
        == "empty"
    )


def test_a_saved_page_that_holds_none() -> None:
    assert (
        refused(
            b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\nContent-Type: image/png\r\n\r\n--x--"
        ).kind
        == "damaged"
    )


# PDF and OFD ---------------------------------------------------------------------------------------------------------


def test_pages_heads_and_page_numbers_of_a_pdf() -> None:
    doc = read(make_formats.pdf(REPORT))
    sheets = make_formats.paged(REPORT)
    noise = [doc.quote(hint.span) for hint in doc.hints if hint.role == "noise"]
    assert sorted(noise) == sorted(
        ["某某县政府公报"] * len(sheets) + [f"— {n} —" for n in range(1, len(sheets) + 1)]
    )
    assert {hint.page for hint in doc.hints} == set(range(1, len(sheets) + 1))
    assert {block.page for block in pipeline.analyse(doc).blocks} == {hint.page for hint in doc.hints}


def _pdf(content: str, more: str = "", encrypt: str = "") -> bytes:
    return (
        f"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Count 1 /Kids [3 0 R] >>\nendobj\n"
        f"3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << {more} >> >>\nendobj\n"
        f"4 0 obj\n<< /Length {len(content)} >>\nstream\n{content}\nendstream\nendobj\n5 0 obj\n{encrypt or '<< >>'}\nendobj\n"
        f"trailer\n<< /Size 6 /Root 1 0 R {'/Encrypt 5 0 R /ID [<00> <00>]' if encrypt else ''} >>\n%%EOF\n"
    ).encode("latin-1")


IDENTITY = (
    "/Font << /F1 << /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [<< /Type /Font /Subtype "
    "/CIDFontType2 /BaseFont /X /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /DW 1000 >>] >> >>"
)


def test_pdf_that_needs_more_than_a_text_layer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_ocr, "is_there", lambda: False)
    scanned = refused(_pdf("q 500 0 0 700 0 0 cm 0 0 1 1 re f Q"))
    assert (scanned.kind, "no text layer" in scanned.message, "reporttext[ocr]" in scanned.message) == (
        "missing_extra",
        True,
        True,
    )
    codes = "".join(f"{n:04x}" for n in range(1000, 3000, 23))
    garbled = refused(_pdf(f"BT /F1 12 Tf 50 700 Td <{codes}> Tj ET", IDENTITY))
    assert (garbled.kind, "no language" in garbled.message) == ("missing_extra", True)
    assert refused(_pdf("")).kind == "empty"


def test_pdf_behind_a_password_or_cut() -> None:
    key = "<< /Filter /Standard /V 1 /R 2 /Length 40 /P -4 /O <" + "41" * 32 + "> /U <" + "42" * 32 + "> >>"
    assert refused(_pdf("BT ET", encrypt=key)).kind == "password"
    assert refused(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj").kind == "damaged"


def test_pictures_without_recognition(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_ocr, "is_there", lambda: False)
    error = refused(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
    assert (error.kind, "reporttext[ocr]" in error.message) == ("missing_extra", True)


def test_what_a_library_says_of_a_file_is_the_same_in_every_run(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("PIL.Image")
    monkeypatch.setattr(_ocr, "is_there", lambda: True)
    error = refused(b"\x89PNG\r\n\x1a\n" + bytes(range(1, 200)))
    assert error.kind == "damaged"
    assert "cannot identify image file)" in error.message


def test_a_page_recognised_reads_as_its_text_layer() -> None:
    pytest.importorskip("rapidocr", reason="needs the extra ocr")
    image = pytest.importorskip("PIL.Image")
    import pypdfium2

    path = next(path for path in OFFICE.iterdir() if path.name.startswith("荻浦") and path.suffix == ".pdf")
    page = pypdfium2.PdfDocument(path)[0].render(scale=200 / 72).to_numpy()[:, :, :3]
    stream = io.BytesIO()
    image.fromarray(page).save(stream, "PDF", resolution=200)
    doc = read(stream.getvalue())
    whole = read(path.read_bytes())
    shown = [whole.quote(hint.span) for hint in whole.hints if hint.page == 1]
    wanted, got = "".join("".join(shown).split())[: len(doc.text)], "".join(doc.text.split())
    wanted = wanted[: len(got)]
    same = sum(m.size for m in SequenceMatcher(None, wanted, got, autojunk=False).get_matching_blocks())
    assert same >= 0.99 * len(wanted)
    assert [row.kind for row in doc.errors] == ["ocr"]


def test_ofd_written_with_another_namespace_and_case() -> None:
    members = {}
    with zipfile.ZipFile(io.BytesIO(make_formats.ofd(REPORT))) as packed:
        for name in packed.namelist():
            text = packed.read(name).decode().replace("http://www.ofdspec.org/2016", "http://www.ofdspec.org")
            members[name] = text.replace(" Size=", " size=").replace("Boundary=", "boundary=")
    assert read(make_formats._zip(members)).text == read(make_formats.ofd(REPORT)).text


def test_ofd_of_outlines_only() -> None:
    members = {
        "OFD.xml": "<OFD><DocBody><DocRoot>Doc_0/Document.xml</DocRoot></DocBody></OFD>",
        "Doc_0/Document.xml": '<Document><Pages><Page ID="1" BaseLoc="P.xml"/></Pages></Document>',
        "Doc_0/P.xml": '<Page><Content><Layer><PathObject Boundary="0 0 9 9"/></Layer></Content></Page>',
    }
    error = refused(make_formats._zip(members))
    assert (error.kind, "reporttext[ocr]" in error.message) == ("missing_extra", True)


# Workbooks and csv ---------------------------------------------------------------------------------------------------


def book(**sheets: list[list[object]]) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as made:
        for name, rows in sheets.items():
            sheet = made.add_worksheet(name)
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, row)
    return stream.getvalue()


TEXT = "各位代表：\n2023年，全镇上下团结奋进，培训党员120人次。" + "全年新建道路3条，惠及群众2000人。" * 20


def test_a_list_found_below_its_title_with_what_its_columns_say() -> None:
    rows: list[list[object]] = [
        ["某县报告清单"],
        ["序号", "省份", "乡镇", "年份", "标题", "材料"],
        [1, "浙江省", "沙棠镇", 2023, "沙棠镇2023年工作总结", TEXT],
        [2, "浙江省", "", 2023, "", "　"],
        [3, "浙江省", "云陂镇", 2022, "", TEXT],
    ]
    docs = list(readers.documents(book(报告=rows, 说明=[["项", "值"], ["甲", 1.5]]), "清单.xlsx"))
    assert [doc.source for doc in docs] == ["清单.xlsx#1", "清单.xlsx#3"]
    assert docs[0].text == "沙棠镇2023年工作总结\n" + TEXT
    assert docs[1].text == TEXT
    assert Told("year", "2023", "column 年份") in docs[0].told
    assert Told("序号", "1", "column 序号") in docs[0].told
    assert [error.kind for error in docs[0].errors] == ["sheet", "list"]
    assert "1 of its rows have none" in docs[0].errors[1].message
    known = pipeline.analyse(docs[1]).metadata
    assert (known.province, known.township, known.year) == ("浙江省", "云陂镇", 2023), (
        "the text's year before the column's"
    )


def test_a_column_by_its_name() -> None:
    rows: list[list[object]] = [["编号", "短文", "全文"], ["1", "全镇新建道路3条。", TEXT]]
    assert [doc.text for doc in readers.documents(book(a=rows), "x", "短文")] == ["全镇新建道路3条。"]
    with pytest.raises(ReadError, match="编号, 短文, 全文") as caught:
        list(readers.documents(book(a=rows), "x", "正文"))
    assert caught.value.kind == "no_text"


def test_one_report_of_a_list_is_no_answer_for_many() -> None:
    rows: list[list[object]] = [["标题", "正文"], ["甲", TEXT], ["乙", TEXT]]
    assert refused(book(a=rows)).kind == "list"


def test_a_report_that_excel_cut() -> None:
    (doc,) = readers.documents(book(a=[["标题", "正文"], ["甲", "全镇。" * 10_922 + "全"]]), "x")
    assert ("cut", "error") in {(error.kind, error.severity) for error in doc.errors}


def test_a_workbook_of_tables() -> None:
    doc = read(
        book(
            财政=[["项目", "2022年", "2023年"], ["税收", 12, 13.5], ["非税", "", 0.1]],
            空=[],
            农业=[["作物", "亩"], ["水稻", 120]],
        )
    )
    assert doc.text.split("\n") == [
        "财政",
        "项目\t2022年\t2023年",
        "税收\t12\t13.5",
        "非税\t\t0.1",
        "农业",
        "作物\t亩",
        "水稻\t120",
    ]
    assert [hint.cell for hint in doc.hints if hint.cell] == ["T1R1", "T1R2", "T1R3", "T2R1", "T2R2"]


def test_a_stray_cell_far_out_is_refused_before_it_takes_memory() -> None:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as made:
        sheet = made.add_worksheet()
        sheet.write(0, 0, "甲")
        sheet.write(1_048_575, 16_383, "乙")
    assert refused(stream.getvalue()).kind == "limit"


def test_workbooks_that_cannot_be_read() -> None:
    whole = book(a=[["甲", "乙"]])
    with zipfile.ZipFile(io.BytesIO(whole)) as packed:
        members = {name: packed.read(name).decode() for name in packed.namelist()}
    assert refused(make_formats._zip(members | {"xl/worksheets/sheet1.xml": "<broken"})).kind == "damaged"
    assert (
        "xlsb"
        in refused(make_formats._zip({"[Content_Types].xml": "<Types/>", "xl/workbook.bin": "x"})).message
    )
    assert refused(book(a=[])).kind == "empty"


@pytest.mark.parametrize(
    ("delimiter", "codec"), [(",", "gb18030"), ("\t", "utf-8"), (";", "utf-8-sig"), (",", "utf-16")]
)
def test_csv_of_any_delimiter_and_encoding(delimiter: str, codec: str) -> None:
    text = f'编号{delimiter}正文\r\n1{delimiter}"{TEXT}"\r\n2{delimiter}"{TEXT}"\r\n'
    docs = list(readers.documents(text.encode(codec), "清单.csv"))
    assert [(doc.source, doc.text, doc.format) for doc in docs] == [
        (f"清单.csv#{n}", TEXT, "csv") for n in (1, 2)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "全镇GDP为1,234亿元。\n其中工业增加值,建筑业增加值分别为5,6亿元。",
        "一,二,三\n" + TEXT,
        "工作总结\n甲,乙\n丙,丁\n",
    ],
)
def test_prose_with_commas_is_no_table(text: str) -> None:
    assert read(text).format == "txt"


# Markdown, tables in plain text, and what is no report -----------------------------------------------------------------


def test_markdown_without_its_marks_but_with_masks() -> None:
    doc = read(
        f"# 某镇2023年工作总结\n\n## 一、工作回顾 ##\n\n**（一）抓学习。**投入**万元，培训**人。\n\n**二是抓落实**\n---\n**镇{TEXT}\n\n| 项 | 值 |\n|---|:-:|\n| 甲 | 5 |\n"
    )
    shown = [line for line in doc.text.split("\n") if line]
    assert shown[:5] == [
        "某镇2023年工作总结",
        "一、工作回顾",
        "（一）抓学习。投入**万元，培训**人。",
        "二是抓落实",
        "**镇各位代表：",
    ]
    assert shown[-2:] == ["项\t值", "甲\t5"]
    assert [(hint.role, hint.level) for hint in doc.hints][:2] == [("title", None), (None, 1)]


def _of_markdown(*lines: str) -> list[str]:
    return read("\n\n".join(("# 云陂镇2023年工作总结", *lines, TEXT))).text.split("\n\n")[1 : len(lines) + 1]


_MASKED = [
    "开展志愿服务**余次",
    "惠及***人",
    "开展培训**次，惠及****人",
    "走访**户和**人次",
    "在**村**组改造",
    "投入**万元建设5**个",
    "20**年12月**日",
    "由**公司合作**项目",
    "与**签约的**项目",
    "**3个村**户",
    "面积2*3*5米",
    "登记__人",
]


@pytest.mark.parametrize("masked", _MASKED)
def test_what_is_blanked_out_in_markdown_stays(masked: str) -> None:
    assert _of_markdown(masked) == [masked]
    assert _of_markdown(f"开展**13**个项目，{masked}。") == [f"开展13个项目，{masked}。"]


@pytest.mark.parametrize(
    "masked",
    [
        "全年召开会议**次，推进各项工作。**镇与邻镇共建",
        "**余人参加活动。**镇与邻镇共建",
        "投入**万元，惠及**",
    ],
)
def test_two_blanks_further_on_in_a_line_of_markdown_are_no_run_in_heading(masked: str) -> None:
    assert _of_markdown(masked) == [masked]
    assert _of_markdown("（一）**聚焦安全。**惠及**余人") == ["（一）聚焦安全。惠及**余人"]


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("开展**13**个项目，*7*个村", "开展13个项目，7个村"),
        ("投入**1,200.5万元**，增长***8.2%***", "投入1,200.5万元，增长8.2%"),
        ("惠及**约300人**，共__13__次", "惠及约300人，共13次"),
        ("- **党建引领**：*重点*，推进", "- 党建引领：重点，推进"),
    ],
)
def test_emphasised_figures_and_words_in_markdown_lose_their_marks(written: str, plain: str) -> None:
    assert _of_markdown(written) == [plain]
    assert _of_markdown(written, "惠及**余人") == [plain, "惠及**余人"]


def test_words_emphasised_within_a_clause_lose_their_marks_only_where_nothing_is_blanked_out() -> None:
    assert _of_markdown("抓好**重点**工作", "**聚焦安全**") == ["抓好重点工作", "聚焦安全"]
    assert _of_markdown("抓好**重点**工作", "惠及**余人") == ["抓好**重点**工作", "惠及**余人"]


@pytest.mark.parametrize("piece", ["**重", "*1重", "**1**重点工作"])
def test_many_marks_on_a_line_of_markdown_take_time_as_it_is_long(piece: str) -> None:
    started = time.process_time()
    _of_markdown(f"全镇{piece * 50_000}")
    assert time.process_time() - started < 20  # a minute and more where each looks over the line


def test_cells_of_a_markdown_table_lose_their_marks() -> None:
    assert _of_markdown("| 项 | 值 |\n|---|---|\n| **合计** | **13** |\n| 其中 | ** |") == [
        "项\t值\n合计\t13\n其中\t**"
    ]


def test_rows_with_tabs_in_a_plain_text_are_a_table() -> None:
    text = f"表一\n项目\t2022年\t2023年\n税收（万元）\t12\t13\n\t甲段一开头有制表符。\n{TEXT}"
    assert [(h.role, h.cell) for h in read(text).hints] == [("table_head", "T1R1"), ("table", "T1R2")]


@pytest.mark.parametrize(
    "text",
    [
        '{"标题": "工作总结", "设置": {"说明": "' + "全镇新建道路。" * 5 + '"}}',
        '{"正文": "全镇。"}\n{"正文": "全县。"}\n',
        "# 说明\nimport os\n\n\ndef 计算(x):\n    # 计算全镇的数据，返回结果。\n    return x + 1\n" * 20,
        "# Notes\n\nAll figures are in the report of the township (工作总结).\n" * 10,
        "nothing in Chinese at all",
        'words = ["工作总结", "述职报告", "责任制"]  # 文种\nlimit = 3\n' * 20,
        "id,name,value\n1,a,2\n2,b,3\n",
    ],
    ids=["json", "json lines", "code", "English notes", "English", "toml", "csv"],
)
def test_data_and_code_are_no_reports(text: str) -> None:
    error = refused(text)
    assert (error.kind, error.severity) == ("not_a_report", "warning")


# Extras ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("suffix", "module"), [(".doc", "doc2docx"), (".doc", "office_oxide"), (".rtf", "striprtf.striprtf")]
)
def test_a_missing_extra_is_told_with_its_name_and_the_size(
    suffix: str, module: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    path = next(path for path in OFFICE.iterdir() if path.suffix == suffix)
    error = refused(path.read_bytes())
    assert error.kind == "missing_extra"
    assert 'pip install "reporttext[office]"' in error.message
    assert f"{path.stat().st_size:,} bytes" in error.message


def test_a_run_tells_a_missing_extra_and_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import reporttext as rt

    monkeypatch.setitem(sys.modules, "doc2docx", None)
    source = tmp_path / "归档"
    source.mkdir()
    for path in OFFICE.iterdir():
        if path.suffix in {".doc", ".xls", ".md"}:
            (source / path.name).write_bytes(path.read_bytes())
    result = rt.run([source], tmp_path / "out", formats=(), workers=0)
    assert (result.read, result.exit_code) == (len(REPORTS), 1)
    with rt.open(tmp_path / "out") as reports:
        rows = reports.sql(
            "select source, kind, severity from errors where severity <> 'info' order by source"
        )
        kinds = {(row.source.rpartition(".")[2], row.kind, row.severity) for row in rows.itertuples()}
        assert kinds == {("doc", "missing_extra", "error"), ("md", "not_a_report", "warning")}
        sources = reports.sql("select source from documents order by source")["source"].tolist()
    assert sources == sorted(f"归档/清单.xls#{n}" for n in range(1, len(REPORTS) + 1))


def test_a_wps_document_and_one_only_the_second_reader_opens(monkeypatch: pytest.MonkeyPatch) -> None:
    converter = pytest.importorskip("doc2docx")
    path = next(path for path in OFFICE.iterdir() if path.suffix == ".doc" and path.name.startswith("荻浦"))
    data = bytearray(path.read_bytes())
    data[8:24] = bytes.fromhex("2094000000000000c000000000000046")  # as WPS signs its files
    whole = read(bytes(data))
    assert whole.text == read(path.read_bytes()).text
    assert whole.errors == ()

    def fail(*_: object) -> None:
        raise ValueError("a strange table")

    monkeypatch.setattr(converter, "convert", fail)
    plain = read(path.read_bytes())
    assert [(row.kind, row.severity) for row in plain.errors] == [("numbering", "warning")]
    assert "a strange table" in plain.errors[0].message
    assert "荻浦街道2021年落实意识形态工作责任制情况总结" in plain.text


@pytest.mark.parametrize("suffix", ["docx", "doc", "rtf"])
def test_changes_notes_and_boxes_of_libreoffice(suffix: str) -> None:
    if suffix != "docx":
        pytest.importorskip("doc2docx" if suffix == "doc" else "striprtf")
    doc = readers.read(OFFICE.parent / "changes" / f"修订.{suffix}")
    shown = [line.strip() for line in doc.text.split("\n") if line.strip()]
    assert "投入五百万元。" in shown, "the insertion is kept, the deletion dropped"
    assert sorted(shown) == sorted(
        ["某镇工作总结", "投入五百万元。", "框外", "框内文字", "项\t值", "甲\t5", "完。", "含上级资金。"]
    )
    assert [doc.quote(hint.span).strip() for hint in doc.hints if hint.role == "note"] == ["含上级资金。"]
    assert [hint.cell for hint in doc.hints if hint.cell] == ["T1R1", "T1R2"]


def test_word_2003_footnotes_and_changes() -> None:
    space = 'xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml" xmlns:aml="http://schemas.microsoft.com/aml/2001/core" xmlns:wx="http://schemas.microsoft.com/office/word/2003/auxHint"'
    data = (
        f'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument {space}><w:lists><w:listDef w:listDefId="0"><w:lvl w:ilvl="0">'
        '<w:start w:val="1"/><w:nfc w:val="39"/><w:lvlText w:val="%1、"/></w:lvl></w:listDef><w:list w:ilfo="1"><w:ilst w:val="0"/></w:list></w:lists>'
        '<w:body><wx:sect><w:p><w:pPr><w:listPr><w:ilvl w:val="0"/><w:ilfo w:val="1"/></w:listPr></w:pPr><w:r><w:t>工作回顾</w:t></w:r></w:p>'
        "<w:p><w:r><w:t>投入</w:t></w:r><w:r><w:footnote><w:p><w:r><w:t>含上级资金。</w:t></w:r></w:p></w:footnote></w:r>"
        '<aml:annotation w:type="Word.Insertion"><aml:content><w:r><w:t>五百</w:t></w:r></aml:content></aml:annotation>'
        '<aml:annotation w:type="Word.Deletion"><aml:content><w:r><w:delText>三百</w:delText></w:r></aml:content></aml:annotation>'
        "<w:r><w:t>万元。</w:t></w:r></w:p></wx:sect></w:body></w:wordDocument>"
    )
    assert lines(data) == ["一、工作回顾", "投入五百万元。", "含上级资金。"]


# Hostile and broken ------------------------------------------------------------------------------------------------------


def _samples() -> dict[str, bytes]:
    made = {name: render(REPORT) for name, render in make_formats.FORMATS.items() if "utf" not in name}
    made |= {"xlsx": make_formats.xlsx([REPORT]), "csv": make_formats.csv_list([REPORT])}
    return made | {
        path.name: path.read_bytes()
        for path in OFFICE.iterdir()
        if path.stat().st_size < 60_000 and path.suffix != ".md"
    }


@pytest.mark.parametrize("name", _samples())
def test_broken_files_are_read_or_refused_and_never_crash(name: str) -> None:
    whole = _samples()[name]
    chance = random.Random(name)
    for attempt in range(12):
        data = bytearray(whole)
        if attempt % 3 == 0:
            del data[chance.randrange(len(data)) :]
        elif attempt % 3 == 1:
            for _ in range(20):
                data[chance.randrange(len(data))] = chance.randrange(256)
        else:
            at = chance.randrange(len(data))
            data[at:at] = data[chance.randrange(len(data)) :][:2000]
        try:
            docs = list(readers.documents(bytes(data), name))
        except ReadError:
            continue
        assert all(doc.quote(hint.span).strip() for doc in docs for hint in doc.hints)
