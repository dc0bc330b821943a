"""Blocks and sentences: roles, levels, numbers, headings above, and where sentences end."""

import json
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporttext import lexicon
from reporttext.errors import RuleError
from reporttext.fold import fold
from reporttext.model import Block, Document, Hint, Span
from reporttext.structure import find_blocks, join, numbers, part, split_sentences, value_of

STAGE = find_blocks(lexicon.load())
JOIN = join(lexicon.load())
CASES = [
    json.loads(line)
    for line in (Path(__file__).parent / "cases" / "structure.jsonl").read_text("utf-8").splitlines()
]


def document(text: str, *hints: Hint) -> Document:
    return Document(text=text, folded=fold(text), hints=hints)


def blocks(text: str, *hints: Hint) -> tuple[Block, ...]:
    return part(STAGE(JOIN(document(text, *hints)))).blocks


def sentences(text: str) -> list[tuple[str, str | None]]:
    doc = split_sentences(STAGE(document(text)))
    return [(doc.quote(s.span), s.item) for s in doc.sentences]


def hint_at(text: str, part: str, **known: object) -> Hint:
    start = text.index(part)
    return Hint(Span(start, start + len(part)), **known)  # type: ignore[arg-type]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
@pytest.mark.parametrize("indent", ["", "\u3000\u3000", "  "])
def test_lines(case: dict[str, list[list[object]]], indent: str) -> None:
    text = "\n\n".join(f"{indent}{line[0]} " for line in case["lines"])
    found = blocks(text)
    assert [[b.span.of(text), b.role, b.level, b.number, b.heading] for b in found] == case["lines"]


REPORT = """\
首页 > 政务公开 > 工作报告
政府工作报告
——2023年2月16日在梅岭镇第五届人民代表大会第三次会议上
梅岭镇人民政府镇长　周某某
各位代表：
现在，我代表镇人民政府向大会报告工作，请予审议。
一、2022年工作回顾
过去一年，我们主要做了以下工作。
（一）产业发展有突破
全年引进项目6个，完成投资2.1亿元。
1.茶业提质。新建茶园400亩。
（1）品牌。注册商标2件。
续写的一段，不带序号，仍属于上面的标题。
（二）民生福祉有改善
新建养老服务站2个，惠及老人300余人。
二、2023年工作安排
今年要重点抓好两件事。
— 7 —
各位代表，让我们埋头苦干，为建设美丽梅岭而努力奋斗！
附件：名词解释
梅岭镇人民政府
2023年2月16日
【打印本页】　浏览次数：31"""


def test_a_whole_report() -> None:
    found = blocks(REPORT)
    assert [b.role for b in found] == [
        "noise", "title", "subtitle", "subtitle", "salutation", "body", "heading", "body", "heading", "body", "body", "body",
        "body", "heading", "body", "heading", "body", "noise", "body", "body", "signature", "signature", "noise",
    ]  # fmt: skip


def test_headings_above() -> None:
    paths = {b.span.of(REPORT)[:6]: b.path for b in blocks(REPORT)}
    assert paths["1.茶业提质"[:6]] == ("2022年工作回顾", "产业发展有突破", "茶业提质")
    assert paths["（1）品牌。"] == ("2022年工作回顾", "产业发展有突破", "茶业提质", "品牌")
    assert paths["续写的一段，"] == ("2022年工作回顾", "产业发展有突破")
    assert paths["新建养老服务"] == ("2022年工作回顾", "民生福祉有改善")
    assert paths["政府工作报告"] == paths["各位代表："] == ()


def test_a_heading_above_another_where_numbers_were_lost() -> None:
    """Word's automatic numbers do not survive pasting: 2023年工作打算 stands right above the first of its parts."""
    text = "一年来，全镇面貌一新。\n存在的问题\n后备力量不足，有的村账目不清。\n2023年工作打算\n以更高标准抓好责任落实\n专题会议不少于6次，建立台账。\n"
    found = {b.heading: b for b in blocks(text) if b.role == "heading"}
    assert {"存在的问题", "2023年工作打算"} <= set(found)


def test_brackets_above_han_numerals() -> None:
    """Old reports number （一） above 一、: siblings are told by their form, the level by GB/T 9704."""
    text = "（一）一年来的工作\n一、农业丰收\n粮食总产量5000吨，比上年增长3%。\n二、工业增产\n产值2亿元，同比增长6%。\n（二）今年的任务\n一、抓农业\n播种面积稳定在1万亩。"
    found = {b.heading: b for b in blocks(text) if b.role == "heading"}
    assert found["工业增产"].path == ("一年来的工作", "工业增产")
    assert found["抓农业"].path == ("今年的任务", "抓农业")
    assert found["抓农业"].level == 1
    assert found["今年的任务"].level == 2


@pytest.mark.parametrize(
    ("lines", "roles"),
    [
        (["青石镇人民政府", "关于2021年信访工作情况的报告", "县人民政府：", "按照要求，现将情况报告如下。"], ["title", "title", "salutation", "body"]),
        (["2019年政府工作报告", "凝心聚力 开创新局", "——2020年1月6日在青石镇人民代表大会上", "各位代表", "请予审议。"], ["title", "title", "subtitle", "salutation", "body"]),
        (["2023年度述职报告", "李某某", "（2024年1月）", "一年来，我认真履职。"], ["title", "subtitle", "subtitle", "body"]),
        (["青石镇2020年工作总结", "发布日期：2021-01-05 来源：党政办", "一年来，成效明显。"], ["title", "subtitle", "body"]),
        (["述职述廉报告", "2022年，我认真履行职责，现述职述廉如下：", "一、履职情况", "参加学习40次。"], ["title", "body", "heading", "body"]),
        (["全镇粮食总产量稳定增长，农民收入不断提高。", "工业平稳发展。"], ["body", "body"]),
        (["青政发〔2022〕15号", "签发人：李某某", "青石镇人民政府", "关于2022年工作情况的报告", "县人民政府：", "现报告如下。"], ["subtitle", "subtitle", "title", "title", "salutation", "body"]),
        (["青石镇2022年", "工　作　总　结", "2022年，我镇成效明显。"], ["title", "title", "body"]),
        (["青石镇2022年工作总结", "目　录", "一、主要工作……1", "二、存在问题……5", "一、主要工作", "开展活动5次，培训干部30人，成效明显。", "二、存在问题", "人手不足，经费紧张。"], ["title", "noise", "noise", "noise", "heading", "body", "heading", "body"]),
        (["青石镇2022年工作总结", "目录", "一、主要工作", "开展活动5次，培训干部30人，成效明显。"], ["title", "noise", "heading", "body"]),
        (["青石镇工作总结", "今后奋斗目标", "力争五年内实现翻番，群众生活明显改善。"], ["title", "heading", "body"]),
    ],
)  # fmt: skip
def test_top(lines: list[str], roles: list[str]) -> None:
    assert [b.role for b in blocks("\n".join(lines))] == roles


@pytest.mark.parametrize(
    ("source", "line", "role"),
    [
        ("青岩省_2013_政府工作报告.txt", "畜牧业迈出新步伐", "heading"),
        ("青岩省_2013_政府工作报告.txt", "编制“十二五”规划和年度计划的依据", "heading"),
        ("青岩省_2013_政府工作报告.txt", "2013年政府工作报告", "title"),
        ("青岩省_2013_政府工作报告.txt", "三、畜牧业迈出新步伐", "heading"),
        ("青石镇2013年.txt", "畜牧业迈出新步伐", "title"),
        ("青石镇2013年.txt", "编制年度计划的依据", "heading"),
        ("青石镇2013年.txt", "2012年工作回顾", "heading"),
        ("青石镇2013年.txt", "——林业生产形势良好，农民增收", "heading"),
        ("青石镇2013年.txt", "关于编制年度计划的情况", "title"),
    ],
)
def test_the_first_line_of_an_excerpt_is_a_heading(source: str, line: str, role: str) -> None:
    text = f"{line}\n过去的5年，粮食总产达到275万吨，再创历史新高，林业和牧业都有新的增长。\n工业继续回升。"
    doc = find_blocks(lexicon.load())(Document(text=text, folded=fold(text), source=source))
    assert doc.blocks[0].role == role


BODY = ["青石镇工作总结", "一年来，各项工作扎实推进。", "一、主要工作", "完成投资3亿元，同比增长9%。"]


@pytest.mark.parametrize(
    ("tail", "roles"),
    [
        (["青石镇人民政府", "2021年12月×日"], ["signature", "signature"]),
        (["青石镇人民政府　　二〇二一年十二月三日"], ["signature"]),
        (["述职人：李某某", "2021.12.30"], ["signature", "signature"]),
        (["（2021年12月30日审议通过）"], ["signature"]),
        (["镇长　李某某"], ["signature"]),
        (["附件：1.项目清单", "青石镇党政办", "2021年12月30日", "（此页无正文）"], ["body", "signature", "signature", "noise"]),
        (["青石镇人民政府", "2021年12月30日", "名词解释", "1.三公经费：指因公出国等经费。"], ["signature", "signature", "heading", "body"]),
        (["附件：1.项目清单", "2.资金台账", "青石镇人民政府", "2021年12月30日"], ["body", "body", "signature", "signature"]),
        (["青石镇人民政府", "2021年12月30日", "（联系人：李某某；电话：0571-1234567）", "抄送：县委办。"], ["signature", "signature", "noise", "noise"]),
        (["这项工作由镇人民政府牵头落实。"], ["body"]),
        (["我们为全镇高质量发展作出了贡献"], ["body"]),
    ],
)  # fmt: skip
def test_bottom(tail: list[str], roles: list[str]) -> None:
    assert [b.role for b in blocks("\n".join([*BODY, *tail]))][len(BODY) :] == roles


def test_hints_of_tables_notes_and_styles() -> None:
    text = "青石镇工作总结\n概况\n全镇辖8个村，人口1.2万人。\n指标\t数值\n产值\t3亿元\n说明：数据为快报数"
    found = blocks(
        text,
        hint_at(text, "青石镇工作总结", level=1, page=1),
        hint_at(text, "概况", level=2),
        hint_at(text, "指标\t数值", role="table_head", cell="1"),
        hint_at(text, "产值\t3亿元", role="table", cell="2"),
        hint_at(text, "说明：数据为快报数", role="note"),
    )
    assert [(b.role, b.level, b.cell) for b in found] == [
        ("title", None, None), ("heading", 2, None), ("body", None, None), ("table_head", None, "1"), ("table", None, "2"), ("note", None, None),
    ]  # fmt: skip
    assert found[0].page == 1


def test_a_page_hint_covers_its_lines_and_a_paragraph_hint_joins_them() -> None:
    text = "全镇粮食总产量\n达到6000吨。\n工业平稳。"
    found = blocks(
        text, hint_at(text, text, page=4), hint_at(text, "全镇粮食总产量\n达到6000吨。", role="body")
    )
    assert [(b.span.of(text), b.page) for b in found] == [
        ("全镇粮食总产量\n达到6000吨。", 4),
        ("工业平稳。", 4),
    ]


@pytest.mark.parametrize(
    ("number", "value"),
    [
        ("一、", 1),
        ("（十二）", 12),
        ("二十", 20),
        ("第三，", 3),
        ("７", 7),
        ("⑩", 10),
        ("㈢", 3),
        ("⒋", 4),
        ("——", None),
        ("", None),
    ],
)
def test_value_of(number: str, value: int | None) -> None:
    assert value_of(fold(number)) == value


@pytest.mark.parametrize(
    "line",
    ["12月底前", "3%的村", "1.5亿元", "一些", "一、二产业", "第三产业", "（2021）", "2021年", "二是", "-5度"],
)
def test_number_reader_on_look_alikes(line: str) -> None:
    found = numbers(lexicon.load())(fold(line))
    assert (found is None) is (line != "二是")


SENTENCES = [
    ("抓学习。抓落实！好不好？好。", [("抓学习。", None), ("抓落实！", None), ("好不好？", None), ("好。", None)]),
    ("群众说：“路通了。”大家都高兴。", [("群众说：“路通了。”", None), ("大家都高兴。", None)]),
    ("印发《怎么办？问与答。》一册；共3.5万字。完", [("印发《怎么办？问与答。》一册；共3.5万字。", None), ("完", None)]),
    ("一是抓学习；二是抓落实。三是抓督查。", [("一是抓学习；", "一是"), ("二是抓落实。", "二是"), ("三是抓督查。", "三是")]),
    ("主要问题是：一是人少；二是钱少。", [("主要问题是：一是人少；", "一是"), ("二是钱少。", "二是")]),
    ("1、人少。2、钱少。", [("1、人少。", "1、"), ("2、钱少。", "2、")]),
    ("（一）人少。　（二）钱少。", [("（一）人少。", "（一）"), ("（二）钱少。", "（二）")]),
    ("坚持稳中求进……等要求。还有……", [("坚持稳中求进……等要求。", None), ("还有……", None)]),
    ("详见http://a.cn/?id=3页面。", [("详见http://a.cn/?id=3页面。", None)]),
    ("完成6件；新增3.2亿元；增长5%。", [("完成6件；新增3.2亿元；增长5%。", None)]),
    ("（注：数据截至6月底。）另有5户。", [("（注：数据截至6月底。）", None), ("另有5户。", None)]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), SENTENCES, ids=[text[:12] for text, _ in SENTENCES])
def test_sentences(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert sentences(text) == expected


PIECES = [
    "一、",
    "（一）",
    "1.",
    "一是",
    "抓学习",
    "。",
    "；",
    "：",
    "\n",
    "　",
    " ",
    "《",
    "》",
    "……",
    "”",
    "？",
    "\t",
    "2021年",
    "镇人民政府",
    "各位代表",
    "附件",
    "——",
    "a",
]


@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
def test_invariants(text: str) -> None:
    doc = split_sentences(STAGE(document(text)))
    lines = [line for line in fold(text).split("\n") if line.strip()]
    assert len(doc.blocks) == len(lines)
    for block in doc.blocks:
        quote = doc.quote(block.span)
        assert quote == quote.strip()
        assert block.number is None or quote.startswith(block.number)
        assert block.heading is None or block.heading in quote
        assert (block.level is None) or block.role in ("heading", "body")
    for index, block in enumerate(doc.blocks):
        inside = [s.span for s in doc.sentences if s.paragraph == index]
        kept = "".join(doc.quote(span) for span in inside)
        assert "".join(kept.split()) == "".join(doc.quote(block.span).split())
        assert all(a.end <= b.start for a, b in pairwise(inside))
    assert [s.span for s in doc.sentences] == sorted(s.span for s in doc.sentences)


@given(st.text(max_size=200))
def test_any_text_has_blocks_and_sentences(text: str) -> None:
    doc = split_sentences(STAGE(document(text)))
    assert "".join("".join(doc.quote(b.span) for b in doc.blocks).split()) == "".join(text.split())


@pytest.mark.parametrize(
    "piece", ["。", "《", "一", "；", "（", "…", "1.", "—", "*", "\n一、", " ", "年", "一是；"]
)
def test_hostile_repetition_is_linear(piece: str) -> None:
    doc = document(piece * (400_000 // len(piece)))
    assert len(split_sentences(STAGE(doc)).blocks) <= 200_000


def test_a_run_of_dots_is_tried_once() -> None:
    """From each of its dots it would take minutes."""
    assert len(split_sentences(STAGE(document("…" * 1_000_000 + "等"))).sentences) == 1


def test_the_user_adds_a_kind_of_title_and_an_item_word() -> None:
    known = lexicon.load('[headings.title]\nkinds = ["札记"]\n[headings.numbers]\nitems = ["抓"]')
    text = "青石镇驻村札记\n一抓学习。每周一次。"
    doc = find_blocks(known)(document(text))
    assert [(b.role, b.number) for b in doc.blocks] == [("title", None), ("body", "一抓")]


def test_a_bad_table_is_refused() -> None:
    with pytest.raises(RuleError, match="headings"):
        find_blocks(lexicon.load('[headings]\ntitles = ["x"]'))


def test_the_stage_leaves_the_text_and_other_layers_alone() -> None:
    doc = document(REPORT)
    assert replace(STAGE(doc), blocks=()) == doc
