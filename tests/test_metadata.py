"""What a report says of itself: kind, place, year, period, topic, issuer, date."""

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporttext import lexicon
from reporttext.errors import RuleError
from reporttext.fold import fold
from reporttext.metadata import extractor
from reporttext.metadata.dates import dates_in, years_in
from reporttext.metadata.years import period_in
from reporttext.model import Document, Metadata, Span
from reporttext.structure import find_blocks

LEXICON = lexicon.load()
BLOCKS, READ = find_blocks(LEXICON), extractor(LEXICON)
CASES = [
    json.loads(line)
    for line in (Path(__file__).parent / "cases" / "metadata.jsonl").read_text("utf-8").splitlines()
]


def read(text: str, source: str = "a.txt") -> Document:
    return READ(BLOCKS(Document(text=text, source=source, folded=fold(text))))


def metadata(text: str, source: str = "a.txt") -> Metadata:
    return read(text, source).metadata


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:16])
def test_reports(case: dict[str, object]) -> None:
    found = metadata(str(case["text"]))
    want: dict[str, object] = case["want"]  # type: ignore[assignment]
    shown = {name: getattr(found, name) for name in want}
    assert {k: v.isoformat() if isinstance(v, date) else v for k, v in shown.items()} == want


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:16])
def test_spans_quote_the_values(case: dict[str, object]) -> None:
    doc = read(str(case["text"]))
    values = dict(doc.metadata.spans)
    for name in ("place", "topic", "issuer"):
        value = getattr(doc.metadata, name)
        assert (value is None) == (name not in values)
        # A province is called by its full name where the text says only the short one.
        assert value is None or doc.quote(values[name]) in (value, value[:2])
    assert doc.metadata.title is None or doc.quote(values["title"]).replace("\n", "") == doc.metadata.title
    for name in ("city", "county", "township"):
        assert getattr(doc.metadata, name) is None or getattr(doc.metadata, name) in doc.quote(values[name])


def test_the_name_of_the_file_is_the_last_resort() -> None:
    silent = "政府工作报告\n各位代表：\n请予审议。"
    found = metadata(silent, "archive/浙江省_2019_政府工作报告.txt")
    assert (found.province, found.place, found.year, found.year_given) == ("浙江省", "浙江省", 2018, None)
    assert not {"place", "province", "year"} & {name for name, _ in found.spans}
    loud = metadata("青石镇2021年工作总结\n现总结如下。", "浙江省_2019_总结.txt")
    assert (loud.place, loud.province, loud.year) == ("青石镇", None, 2021)


def test_a_province_only_its_text_names() -> None:
    text = (
        "2010年政府工作报告\n各位代表：\n我代表省人民政府向大会报告工作。\n"
        + "江苏经济平稳增长，江苏开放型经济水平提高。\n" * 3
        + "与浙江的合作加强。"
    )
    found = metadata(text)
    assert (found.province, found.admin_level, found.place) == ("江苏省", "省", "江苏省")


@pytest.mark.parametrize(
    "text", ["政府工作报告\n各位代表：\n我代表镇人民政府报告工作。\n" + "江苏客商来访，江苏企业落户。\n" * 5]
)
def test_a_township_is_not_the_province_it_speaks_of(text: str) -> None:
    found = metadata(text)
    assert (found.place, found.province, found.admin_level) == (None, None, "镇")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2021年7月6日", [(2021, 7, 6)]), ("２０２１年７月", [(2021, 7, None)]), ("二〇一四年十二月×日", [(2014, 12, None)]), ("二○一九年十月二十八日", [(2019, 10, 28)]),
        ("2025-01-20", [(2025, 1, 20)]), ("2021.7.6", [(2021, 7, 6)]), ("2021年", []), ("2021年13月1日", []), ("第2021-12号文件编号20211-1-1", [(2021, 12, None)]), ("**年*月", []),
    ],
)  # fmt: skip
def test_dates(text: str, expected: list[tuple[int, int | None, int | None]]) -> None:
    folded = fold(text)
    assert [(d.year, d.month, d.day) for d in dates_in(folded, Span(0, len(folded)))] == expected


def test_a_day_that_does_not_exist_is_no_date() -> None:
    (found,) = dates_in("2021年2月30日", Span(0, 10))
    assert found.date is None


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("2019年和2020年", [2019, 2020]),
        ("一九八七年", [1987]),
        ("二00八年", [2008]),
        ("(2003年)", [2003]),
        ("2021-2023年", [2021, 2023]),
        ("2019元", []),
        ("12019年", []),
        ("3.2019年", []),
    ],
)
def test_years(text: str, years: list[int]) -> None:
    assert [year for year, _ in years_in(text, Span(0, len(text)))] == years


@pytest.mark.parametrize(
    ("title", "start", "end"),
    [
        ("2020年工作总结", (1, 1), (12, 31)), ("2020年上半年总结", (1, 1), (6, 30)), ("2020年下半年总结", (7, 1), (12, 31)), ("2020年1-9月总结", (1, 1), (9, 30)),
        ("2020年前三季度汇报", (1, 1), (9, 30)), ("2020年第一季度总结", (1, 1), (3, 31)), ("2020年四季度总结", (10, 1), (12, 31)), ("2020年2月份总结", (2, 1), (2, 29)),
        ("2020年1月26日的报告", (1, 1), (12, 31)), ("2020年9至3月", (1, 1), (12, 31)),
    ],
)  # fmt: skip
def test_periods(title: str, start: tuple[int, int], end: tuple[int, int]) -> None:
    assert period_in(2020, title) == (date(2020, *start), date(2020, *end))


@given(
    st.text(
        alphabet="关于某**镇县省2021年度上半工作总结报告\n在:，。（）各位代表人民政府第一届会议", max_size=120
    )
)
def test_any_text_is_read(text: str) -> None:
    doc = read(text)
    for _, span in doc.metadata.spans:
        assert 0 <= span.start < span.end <= len(text)


def test_an_excerpt_has_its_kind_and_year_from_the_name_of_its_file() -> None:
    text = "2019年是决胜之年，主要目标是：粮食产量稳定在20万吨。\n一是加快修渠。新修水渠30公里。"
    found = metadata(text, "archive/浙江省_2019_政府工作报告_节选.txt")
    assert (found.doc_type, found.year, found.title) == ("政府工作报告", 2018, None)
    assert metadata(text, "archive/浙江省_2019_政府工作报告/节选.txt").doc_type is None
    assert metadata(text, "archive/浙江省_2019_工作总结.txt").doc_type is None
    titled = metadata("水渠修建情况汇报\n" + text, "archive/浙江省_2019_政府工作报告_节选.txt")
    assert titled.doc_type == "工作汇报"


@pytest.mark.parametrize("piece", ["某", "镇", "关于", "2021年", "在", "（", "第一季度", "的报告"])
def test_hostile_repetition_is_linear(piece: str) -> None:
    read(piece * (300_000 // len(piece)))
    read((piece * (75 // len(piece)) + "\n") * 2000)


def test_an_empty_document() -> None:
    assert metadata("") == Metadata()


@pytest.mark.parametrize("rules", ["[[metadata.kinds]]\nname = 'x'", "[metadata.places]\nnever = ['']"])
def test_a_bad_table_is_refused(rules: str) -> None:
    with pytest.raises(RuleError, match="metadata"):
        extractor(lexicon.load(rules))


def test_provincial_reports_by_their_text_alone(shared: Path) -> None:
    """Place, year and kind of at least 99 in 100, under opaque names."""
    paths = sorted((shared / "corpora" / "provincial").glob("*.txt"))
    right = 0
    for path in paths:
        province, year, _ = path.name.split("_", 2)
        found = metadata(path.read_text("utf-8"), "x.txt")
        # Two plans of five years were read to a congress as its year's report.
        kind = found.doc_type in ("政府工作报告", "工作报告")
        right += found.province == province and found.year == int(year) - 1 and kind
    assert right >= 0.99 * len(paths)


@pytest.mark.parametrize(
    ("text", "source", "county", "shared"),
    [
        ("云陂镇2022年工作总结\n现总结如下。", "in/平岭县/a.txt", "平岭县", False),
        ("云陂镇2022年工作总结\n现总结如下。", "in/平岭县_2022/旧/a.txt", "平岭县", False),
        ("云陂镇2022年工作总结\n现总结如下。", "in/平岭县云陂镇2022.txt", "平岭县", False),
        ("云陂镇2022年工作总结\n现总结如下。", "in/平岭县各镇材料/a.txt", None, False),
        ("云陂镇2022年工作总结\n现总结如下。", "平岭县/白沙坪镇/云陂镇.txt", None, False),
        ("松溪县云陂镇2022年工作总结\n现总结如下。", "平岭县/a.txt", "松溪县", False),
        ("云陂镇2022年工作总结\n中共平岭县委：\n现总结如下。", "a.txt", "平岭县", False),
        ("云陂镇2022年工作总结\n平岭县安委办：\n现总结如下。", "松溪县/a.txt", "平岭县", False),
        ("云陂镇2022年工作总结\n县委：\n现总结如下。", "a.txt", None, False),
        ("云陂镇2022年工作总结\n市县区委：\n现总结如下。", "a.txt", None, False),
        ("城关镇2022年工作总结\n现总结如下。", "a.txt", None, True),
        ("城关镇2022年工作总结\n现总结如下。", "平岭县/a.txt", "平岭县", False),
        ("现总结如下。", "平岭县/云陂镇2022.txt", "平岭县", False),
    ],
)
def test_what_lies_above_the_place(text: str, source: str, county: str | None, shared: bool) -> None:
    doc = read(text, source)
    assert (doc.metadata.county, doc.metadata.place_shared) == (county, shared)
    spans = dict(doc.metadata.spans)
    assert "county" not in spans or str(county) in doc.quote(spans["county"])


def test_a_province_named_once_by_its_government() -> None:
    text = "1997年政府工作报告\n各位代表：\n我代表省人民政府报告工作。\n在中共甘肃省委的领导下，经济平稳增长。与香港的合作加强。"
    assert metadata(text).province == "甘肃省"


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("**镇2022年工作总结", "**镇2022年工作总结"),
        ("**镇2022年工作总结**", "**镇2022年工作总结**"),
        ("**云陂镇2022年工作总结**", "云陂镇2022年工作总结"),
        ("***云陂镇2022年工作总结", "***云陂镇2022年工作总结"),
    ],
)
def test_only_a_pair_of_marks_round_a_title_is_emphasis(line: str, title: str) -> None:
    assert read(f"{line}\n一、工作回顾\n开展宣讲5次。\n").metadata.title == title
