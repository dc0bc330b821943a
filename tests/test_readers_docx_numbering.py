"""Automatic numbers of Word: 一、 （一） 1. ①, by systems, levels, lists and styles."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docx_files import OUTLINE, definition, docx, in_list, lines, lvl, num, override, p, r, read, style
from reporttext.readers._wordprocessing import numerals

# Numbering -----------------------------------------------------------------------------------------------------

FORMATS = [
    (
        "chineseCounting",
        {1: "一", 10: "十", 11: "十一", 20: "二十", 99: "九十九", 100: "一〇〇", 105: "一〇五"},
    ),
    (
        "chineseCountingThousand",
        {
            1: "一",
            10: "十",
            19: "十九",
            21: "二十一",
            100: "一百",
            101: "一百零一",
            110: "一百一十",
            1005: "一千零五",
        },
    ),
    ("chineseLegalSimplified", {1: "壹", 2: "贰", 10: "壹拾", 23: "贰拾叁"}),
    ("ideographLegalTraditional", {2: "貳", 6: "陸", 10: "壹拾"}),
    ("taiwaneseCounting", {2: "二", 12: "十二", 101: "一○一"}),
    ("taiwaneseCountingThousand", {12: "十二", 205: "二百零五"}),
    ("ideographTraditional", {1: "甲", 10: "癸", 11: "11"}),
    ("ideographZodiac", {1: "子", 12: "亥", 13: "13"}),
    ("ideographZodiacTraditional", {1: "甲子", 2: "乙丑", 60: "癸亥", 61: "61"}),
    ("ideographDigital", {1: "一", 10: "一〇", 21: "二一"}),
    ("ideographEnclosedCircle", {1: "㊀", 10: "㊉", 11: "11"}),
    ("japaneseCounting", {1: "一", 10: "十", 11: "十一", 100: "百", 101: "百一", 215: "二百十五"}),
    ("decimal", {1: "1", 100: "100"}),
    ("decimalZero", {1: "01", 10: "10"}),
    ("decimalFullWidth", {1: "１", 12: "１２"}),
    ("decimalEnclosedCircle", {1: "①", 20: "⑳", 21: "21"}),
    ("decimalEnclosedCircleChinese", {3: "③"}),
    ("decimalEnclosedParen", {1: "⑴", 20: "⒇", 21: "21"}),
    ("decimalEnclosedFullstop", {1: "⒈", 20: "⒛"}),
    ("numberInDash", {7: "- 7 -"}),
    ("upperLetter", {1: "A", 26: "Z", 27: "AA", 53: "AAA", 781: "781"}),
    ("lowerLetter", {1: "a", 28: "bb"}),
    ("upperRoman", {4: "IV", 9: "IX", 1994: "MCMXCIV"}),
    ("lowerRoman", {14: "xiv"}),
    ("ordinal", {1: "1st", 2: "2nd", 11: "11th", 23: "23rd"}),
    ("none", {5: ""}),
]


@pytest.mark.parametrize(
    ("fmt", "n", "written"), [(fmt, n, w) for fmt, rows in FORMATS for n, w in rows.items()]
)
def test_each_system_of_numerals(fmt: str, n: int, written: str) -> None:
    assert numerals.write(n, fmt) == written
    numbering = definition(0, lvl(0, fmt, "%1、", start=n)) + num(1, 0)
    assert lines(p("落实", list=1), numbering=numbering) == [f"{written}、落实"]


@given(st.sampled_from(sorted(numerals.FORMATS)), st.integers(-5, 2**31))
def test_any_number_is_written_shortly(fmt: str, n: int) -> None:
    assert len(numerals.write(n, fmt)) < 50


def test_levels_count_and_restart() -> None:
    levels = [0, 1, 1, 2, 2, 3, 1, 2, 0, 1]
    assert lines("".join(p("文", list=1, level=at) for at in levels), numbering=OUTLINE + num(1, 0)) == [
        "一、文", "（一）文", "（二）文", "1.文", "2.文", "①文", "（三）文", "1.文", "二、文", "（一）文",
    ]  # fmt: skip


def test_lists_of_one_definition_go_on_unless_told_to_start() -> None:
    numbering = OUTLINE + num(1, 0) + num(2, 0) + num(3, 0, override(0, 1)) + num(4, 0, override(0, 5))
    body = "".join(p("文", list=of) for of in (1, 1, 2, 3, 3, 4, 4, 3, 1))
    assert [line[0] for line in lines(body, numbering=numbering)] == list("一二三一二五六七八")


def test_a_list_may_change_a_level() -> None:
    changed = '<w:lvlOverride w:ilvl="0">' + lvl(0, "upperLetter", "%1)", start=2) + "</w:lvlOverride>"
    assert lines(p("文", list=2) + p("文", list=2), numbering=OUTLINE + num(2, 0, changed)) == [
        "B)文",
        "C)文",
    ]


def test_a_level_may_go_on_over_its_parent() -> None:
    on = definition(
        0, lvl(0, "decimal", "%1."), lvl(1, "decimal", "（%2）", more='<w:lvlRestart w:val="0"/>')
    ) + num(1, 0)
    body = "".join(p("文", list=1, level=at) for at in (0, 1, 1, 0, 1))
    assert lines(body, numbering=on) == ["1.文", "（1）文", "（2）文", "2.文", "（3）文"]
    some = definition(
        0,
        lvl(0, "decimal", "%1."),
        lvl(1, "decimal", "%2."),
        lvl(2, "decimal", "（%3）", more='<w:lvlRestart w:val="1"/>'),
    )
    body = "".join(p("文", list=1, level=at) for at in (0, 1, 2, 1, 2, 0, 1, 2))
    assert [line[:3] for line in lines(body, numbering=some + num(1, 0)) if line[0] == "（"] == [
        "（1）",
        "（2）",
        "（1）",
    ]


def test_the_numbers_of_parents_and_legal_style() -> None:
    joined = definition(
        0,
        lvl(0, "chineseCounting", "第%1章"),
        lvl(1, "decimal", "%1.%2"),
        lvl(2, "decimal", "%1.%2.%3", more="<w:isLgl/>"),
    )
    body = "".join(p("文", list=1, level=at) for at in (0, 1, 2))
    assert lines(body, numbering=joined + num(1, 0)) == ["第一章 文", "一.1 文", "1.1.1 文"]


def test_a_level_passed_over_counts_as_begun() -> None:
    joined = definition(0, lvl(0, "decimal", "%1."), lvl(1, "decimal", "%1.%2.")) + num(1, 0)
    body = "".join(p("文", list=1, level=at) for at in (1, 1, 0, 1))
    assert lines(body, numbering=joined) == ["1.1.文", "1.2.文", "2.文", "2.1.文"]


@pytest.mark.parametrize(
    ("level", "text", "shown"),
    [
        (lvl(0, "chineseCounting", "%1、"), "加强领导", "一、加强领导"),
        (lvl(0, "chineseCounting", "第%1条"), "总则", "第一条 总则"),
        (lvl(0, "chineseCounting", "第%1条", more='<w:suff w:val="nothing"/>'), "总则", "第一条总则"),
        (lvl(0, "decimal", "%1.", more='<w:suff w:val="space"/>'), "总则", "1.总则"),
        (lvl(0, "decimal", "%1."), "2021年总结", "1. 2021年总结"),
        (lvl(0, "decimal", "%1)"), "2021年总结", "1)2021年总结"),
        (lvl(0, "decimal", "%1"), "总则", "1 总则"),
        (lvl(0, "decimalEnclosedCircle", "%1"), "落实", "①落实"),
        (lvl(0, "decimal", "%1、"), "", "1、"),
        (lvl(0, "decimal", "%2、"), "落实", "落实"),
        (lvl(0, "none", ""), "落实", "落实"),
        (lvl(0, "bullet", "●"), "落实", "● 落实"),
        (lvl(0, "bullet", "\uf0b7"), "落实", "• 落实"),
        (lvl(0, "bullet", "\uf06e"), "落实", "■ 落实"),
        (lvl(0, "bullet", "u").replace("</w:lvl>", '<w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr></w:lvl>'), "落实", "◆ 落实"),
        (lvl(0, "bullet", "", more='<w:lvlPicBulletId w:val="0"/>'), "落实", "• 落实"),
        (lvl(0, "decimal", "%1.", start=None), "落实", "0.落实"),
    ],
)  # fmt: skip
def test_how_a_label_stands_before_its_text(level: str, text: str, shown: str) -> None:
    assert lines(p("前") + p(text, list=1), numbering=definition(0, level) + num(1, 0)) == ["前", shown]


def test_numbers_of_newer_formats() -> None:
    wrapped = (
        '<w:lvl w:ilvl="0"><w:start w:val="7"/><mc:AlternateContent><mc:Choice Requires="w14"><w:numFmt w:val="custom" '
        'w:format="001, 002, 003, ..."/></mc:Choice><mc:Fallback><w:numFmt w:val="decimal"/></mc:Fallback></mc:AlternateContent>'
        '<w:lvlText w:val="%1、"/></w:lvl>'
    )
    assert lines(p("文", list=1), numbering=definition(0, wrapped) + num(1, 0)) == ["007、文"]


def test_a_format_that_is_not_known_is_told() -> None:
    doc = read(docx(p("文", list=1), numbering=definition(0, lvl(0, "thaiLetters", "%1、")) + num(1, 0)))
    assert doc.text == "1、文"
    assert [(row.kind, row.severity) for row in doc.errors] == [("numbering", "warning")]
    assert "thaiLetters" in doc.errors[0].message


def test_numbers_through_styles() -> None:
    tied = definition(
        0,
        lvl(0, "chineseCounting", "%1、", more='<w:pStyle w:val="h1"/>'),
        lvl(1, "chineseCounting", "（%2）", more='<w:pStyle w:val="h2"/>'),
        lvl(2, "decimal", "%3."),
    )
    sheet = (
        style("h1", "heading 1", in_list(1))
        + style("h2", "heading 2", in_list(1))
        + style("mine", "我的", based_on="h2")
    )
    sheet += style("low", "下级", in_list(None, 2), based_on="h1") + style(
        "off", "无号", in_list(0), based_on="h1"
    )
    sheet += style("round", "圈", based_on="round2") + style("round2", "圈", based_on="round")
    names = ["h1", "h2", "mine", "low", "off", "round", "不存在", "h1"]
    body = (
        "".join(p(name, style=name) for name in names)
        + p("己", style="h1", list=0)
        + p("级", style="h1", level=1)
    )
    assert lines(body, numbering=tied + num(1, 0), styles=sheet) == [
        "一、h1", "（一）h2", "（二）mine", "1.low", "off", "round", "不存在", "二、h1", "己", "（一）级",
    ]  # fmt: skip


def test_the_default_style_may_have_numbers() -> None:
    sheet = style("a", "Normal", in_list(1, 0), default=True)
    assert lines(p("文") + p("文", style="x"), numbering=OUTLINE + num(1, 0), styles=sheet) == [
        "一、文",
        "二、文",
    ]


def test_a_definition_may_point_to_a_list_style() -> None:
    link = '<w:abstractNum w:abstractNumId="5"><w:numStyleLink w:val="ls"/></w:abstractNum>'
    sheet = style("ls", "列表", in_list(1), kind="numbering")
    assert lines(
        p("文", list=1) + p("文", list=2), numbering=OUTLINE + link + num(1, 0) + num(2, 5), styles=sheet
    ) == ["一、文", "二、文"]
    turning = link + num(1, 5)
    assert lines(p("文", list=1), numbering=turning, styles=sheet) == ["文"]


def test_what_is_deleted_or_hidden_does_not_count() -> None:
    gone, hidden = "<w:rPr><w:del/></w:rPr>", "<w:rPr><w:vanish/></w:rPr>"
    deleted = "<w:del><w:r><w:delText>旧</w:delText></w:r></w:del>"
    body = (
        p("甲", list=1)
        + p(deleted, list=1, properties=gone)
        + p(r("暗", "<w:vanish/>"), list=1, properties=hidden)
        + p("乙", list=1)
    )
    assert lines(body, numbering=OUTLINE + num(1, 0)) == ["一、甲", "二、乙"]
    body = p("甲", list=1) + p(deleted, list=1, properties=gone) + p("丙") + p("乙", list=1)
    assert lines(body, numbering=OUTLINE + num(1, 0)) == ["一、甲", "丙", "二、乙"]


@pytest.mark.parametrize(
    "broken", ['<w:num w:numId="1"/>', num(1, 9), "<w:num><w:abstractNumId/></w:num>", ""]
)
def test_a_list_that_does_not_exist_gives_no_number(broken: str) -> None:
    assert lines(p("文", list=1) + p("文", list=7, level=12), numbering=OUTLINE + broken) == ["文", "文"]
