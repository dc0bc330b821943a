"""Which part of the report each block belongs to."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporttext import lexicon
from reporttext.errors import RuleError
from reporttext.fold import fold
from reporttext.metadata import extractor
from reporttext.model import SECTIONS, Document, Metadata, Section
from reporttext.sections import labeller, load_model
from reporttext.sections.heads import Heads
from reporttext.sections.order import Part, due_parts
from reporttext.sections.rules import Rules
from reporttext.sections.tense import Tense
from reporttext.structure import find_blocks

LEXICON = lexicon.load()
BLOCKS, LABEL = find_blocks(LEXICON), labeller(LEXICON, load_model())
RULES = Rules(LEXICON["sections"], LEXICON["headings"]["annex"])
CASES = [
    json.loads(line)
    for line in (Path(__file__).parent / "cases" / "sections.jsonl").read_text("utf-8").splitlines()
]


def labelled(text: str, year: int | None = None, kind: str | None = None) -> Document:
    doc = BLOCKS(Document(text=text, folded=fold(text)))
    if kind is None and "政府工作报告" in text[:20]:
        kind = "政府工作报告"
    return LABEL(replace(doc, metadata=Metadata(year=year, doc_type=kind)))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_reports(case: dict[str, object]) -> None:
    lines: list[list[str]] = case["lines"]  # type: ignore[assignment]
    doc = labelled("\n".join(line for _, line in lines), case["year"], case.get("kind"))  # type: ignore[arg-type]
    assert [[b.section, doc.quote(b.span)] for b in doc.blocks] == lines


HEADS: list[tuple[str, Section | None]] = [
    ("主要做法及成效", "achievements"), ("所做的主要工作", "achievements"), ("工作开展情况", "achievements"), ("2016年工作回顾", "achievements"),
    ("一九八七年工作的基本估计", "achievements"), ("履行第一责任人职责情况", "achievements"), ("过去五年和2019年工作回顾", "achievements"), ("问题整改情况", "achievements"),
    ("基本情况", "overview"), ("镇情概况", "overview"), ("工作开展的基本情况", "achievements"),
    ("存在的主要问题", "problems"), ("存在问题及下一步打算", "problems"), ("困难和不足", "problems"), ("摸清家底", None), ("原因分析", "problems"), ("短板弱项", "problems"),
    ("下一步工作思路", "plans"), ("2020年打算", "plans"), ("今后五年的奋斗目标", "plans"), ("意见建议", "plans"), ("保障措施", "plans"), ("整改措施", "plans"),
    ("面临的形势和主要目标", "plans"), ("“十四五”时期的主要考虑", "plans"), ("2020年经济社会发展", "plans"), ("2019年经济社会发展", "achievements"),
    ("全面完成了年初确定的目标和任务", "achievements"), ("编制2030年发展目标纲要的基础", None), ("高度重视“三农”问题", None),
    ("名词解释", "back"), ("结束语", "closing"),
    ("强化安排部署", None), ("着力解决突出问题", None), ("产业转型升级", None), ("坚持问题导向", None), ("切实加强政府自身建设", None),
]  # fmt: skip


@pytest.mark.parametrize(("heading", "section"), HEADS, ids=[h for h, _ in HEADS])
def test_headings(heading: str, section: Section | None) -> None:
    assert Heads(LEXICON["sections"]).label(fold(heading), 2019).section == section


@pytest.mark.parametrize(
    ("heading", "sure"),
    [
        ("2019年工作回顾", True), ("2020年主要任务", True), ("2019年主要工作", True), ("必须抓好的主要工作", False), ("奋力拿出新成效", False),
        ("发展取得重大成就", False), ("“十三五”发展成就和“十四五”主要目标", True), ("产业转型升级", False),
    ],
)  # fmt: skip
def test_slogans_are_not_sure(heading: str, sure: bool) -> None:
    assert Heads(LEXICON["sections"]).label(fold(heading), 2019).sure == sure


REVIEW, PLAN, SLOGAN = Part("achievements", True, None), Part("plans", True, None), Part(None, False, None)
PAST, FUTURE = Part(None, False, 0.7), Part(None, False, 0.05)


@pytest.mark.parametrize(
    ("parts", "due"),
    [
        ([], []),
        ([REVIEW, PLAN, SLOGAN], [False, True, True]),
        ([PAST, PAST, FUTURE, FUTURE], [False, False, True, True]),
        ([PAST, Part("achievements", False, 0.1), FUTURE], [False, True, True]),
        ([PAST, FUTURE, PAST, FUTURE], [False, True, True, True]),
        ([Part(None, False, 0.4, after_problems=True), FUTURE], [False, True]),
        ([REVIEW, Part(None, False, 0.45, renewed=True, after_problems=True), FUTURE], [False, True, True]),
        ([PLAN, REVIEW, PLAN], [True, False, True]),
        ([FUTURE, FUTURE], [True, True]),
    ],
)
def test_a_report_turns_once(parts: list[Part], due: list[bool]) -> None:
    assert due_parts(parts) == due


@given(st.lists(st.sampled_from([PAST, FUTURE, SLOGAN, PLAN, Part("achievements", False, 0.5)]), max_size=12))
def test_nothing_returns_to_the_review_for_a_slogan(parts: list[Part]) -> None:
    due = due_parts(parts)
    assert due == sorted(due)


TENSE = Tense(LEXICON["sections"]["tense"])


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("农业基础进一步加强。", (1, 0)), ("加强农业基础。", (0, 1)), ("完成了3件实事,生产总值增长8.6%。", (2, 0)), ("生产总值增长8%左右。", (0, 1)),
        ("力争增长10%以上。", (0, 2)), ("主要情况很重要。", (0, 0)), ("为了群众。", (0, 0)), ("", (0, 0)),
    ],
)  # fmt: skip
def test_tense(text: str, told: tuple[int, int]) -> None:
    assert TENSE.told(text) == told


@pytest.mark.parametrize(
    ("text", "coming"),
    [
        ("2020年是关键之年。", True), ("各位代表!2020年,我们将开拓进取。", True), ("二〇二〇年,是攻坚之年。", True), ("建议2020年主要预期目标是:增长8%。", True),
        ("“十四五”时期是关键时期。", False), ("2019年是攻坚之年。", False), ("为2020年的发展打下了基础。", False),
    ],
)  # fmt: skip
def test_the_coming_year(text: str, coming: bool) -> None:
    assert RULES.is_coming(text, 2019) == coming
    assert not RULES.is_coming(text, None)


def test_the_coming_plan_period() -> None:
    assert RULES.is_coming("“十四五”时期是关键时期。", 2020)
    assert RULES.is_coming("第十一个五年规划已经开始实施。", 2005)
    assert not RULES.is_coming("“十三五”时期,我们开拓进取。", 2020)


def test_this_year_is_the_next_only_for_a_congress() -> None:
    heads = Heads(LEXICON["sections"])
    assert heads.label("今年主要工作", 2019, this_year_is_next=True).section == "plans"
    assert heads.label("今年主要工作", 2019).section == "achievements"


@pytest.mark.parametrize(
    ("aims", "section"),
    [
        ("各位代表,2020年是关键之年。今年的主要预期目标是:产值增长8%。", "plans"),
        ("各位代表,2020年是关键之年。", "preamble"),
        ("各位代表,今年的主要预期目标是:产值增长8%。", "preamble"),
    ],
)
def test_aims_above_the_first_heading_are_plans(aims: str, section: Section) -> None:
    opening = "现在,我代表镇人民政府向大会作工作报告,请予审议。"
    doc = labelled(f"政府工作报告\n各位代表:\n{opening}\n{aims}\n六、办好民生实事\n{'扩建学校。' * 60}", 2019)
    found = {doc.quote(b.span): b.section for b in doc.blocks}
    assert (found[opening], found[aims]) == ("preamble", section)


@pytest.mark.parametrize(
    ("announced", "section"),
    [
        ("筹措资金43亿元，办好以下惠民工程：", "plans"),
        ("一年来，筹措资金43亿元，主要办成了以下实事：", "achievements"),
    ],
)
def test_the_items_of_a_list_are_of_one_section_and_no_glossary(announced: str, section: Section) -> None:
    """The model alone takes the first items for what was done and the last for notes."""
    names = ("社保", "卫生", "教育", "强基", "安居", "生态", "文化", "计生", "农补")
    items = [
        f"{i}.{name}惠民工程。筹措资金{i}.7亿元，用于{name}补贴、{name}设施改造等项目，实施免费{name}服务、{name}服务室建设等项目。"
        for i, name in enumerate(names, 1)
    ]
    doc = labelled("\n".join([announced, *items]), 2011, "政府工作报告")
    assert {b.section for b in doc.blocks} == {section}


def test_the_model_has_its_say_only_where_no_heading_is_sure() -> None:
    body = (
        "制定水渠管护办法，落实“河长制”重点任务。全面实施水价改革试点，调整灌区收费，取消和停征部分收费，切实帮助农户减负，"
        "投放贷款近10亿元。发布用水指数，新建学校4所，完成危房改造356户。"
    )
    excerpt = f"（三）着重加强水利建设\n{body}"
    sections = {b.section for b in labelled(excerpt, 2016, "政府工作报告").blocks}
    assert sections == {"achievements"}
    headed = labelled(f"二、2017年工作安排\n{excerpt}", 2016, "政府工作报告")
    assert {b.section for b in headed.blocks} == {"plans"}


def test_who_decided_and_how_surely() -> None:
    doc = labelled("松溪镇总结\n现总结如下：\n一、存在问题\n人手不足。\n产业薄弱。\n松溪镇人民政府", 2020)
    assert [(b.section_by, b.section_score) for b in doc.blocks] == [
        ("position", 0.95), ("position", 0.9), ("heading", 0.95), ("heading", 0.9), ("heading", 0.9), ("position", 0.95),
    ]  # fmt: skip


def test_without_a_model_what_headings_leave_open_has_no_score() -> None:
    text = "全镇完成投资3亿元，增长9%。\n全镇建成道路12公里。"
    doc = labeller(LEXICON, None)(BLOCKS(Document(text=text, folded=text)))
    assert [(b.section, b.section_score, b.section_by) for b in doc.blocks] == [
        ("achievements", 0.0, "model")
    ] * 2


PIECES = [
    "政府工作报告\n",
    "各位代表：\n",
    "一、2021年工作回顾\n",
    "（二）存在问题\n",
    "1.抓学习。召开会议2次。\n",
    "全年完成投资3亿元。\n",
    "下一步，我们将继续努力。\n",
    "— 3 —\n",
    "附件：清单\n",
    "某镇人民政府\n",
    "各位代表！\n",
    "一、实现新突破\n",
    "我们也清醒地看到，还存在不少困难和问题。\n",
    "建议2022年主要预期目标是：增长8%。\n",
    "让我们努力奋斗！\n",
    "注：说明。\n",
]


@given(st.lists(st.sampled_from(PIECES), max_size=24).map("".join))
def test_every_block_has_a_section(text: str) -> None:
    doc = labelled(text, 2021)
    assert all(b.section in SECTIONS and b.section_by and 0 < (b.section_score or 0) <= 1 for b in doc.blocks)
    front = [b.section == "front" for b in doc.blocks]
    back = [b.section == "back" for b in doc.blocks]
    assert front == sorted(front, reverse=True)
    assert back == sorted(back)


@pytest.mark.parametrize(
    "piece",
    [
        "各位代表！\n",
        "一、工作\n",
        "努力奋斗。\n",
        "1.词：义\n",
        "不足",
        "要",
        "加强",
        "了",
        "增长1",
        "增长1.1",
        "十五",
    ],
)
def test_hostile_repetition_is_linear(piece: str) -> None:
    assert labelled(piece * (200_000 // len(piece))).blocks
    assert labelled("政府工作报告\n" + piece * (200_000 // len(piece)), 2020).blocks


def test_the_user_adds_a_heading_word_and_takes_one_away() -> None:
    table = lexicon.load('[sections.heads]\nplans = ["来日之计", "!打算"]')["sections"]
    assert Heads(table).label("来日之计", None).section == "plans"
    assert "打算" not in table["heads"]["plans"]


@pytest.mark.parametrize(
    "rules",
    [
        "[sections.heads]\nplan = ['x']",
        "[sections.turns]\nwithin = 'x'",
        "[sections.cues.problems]\nloud = []",
    ],
)
def test_a_bad_table_is_refused(rules: str) -> None:
    with pytest.raises(RuleError, match="sections"):
        labeller(lexicon.load(rules), None)


def test_an_excerpt_that_opens_with_what_a_plan_rests_on_is_a_review() -> None:
    text = (
        "编制“九五”计划和2010年远景目标纲要的依据\n过去的5年，我省胜利完成了“八五”计划的主要任务。\n"
        "――国民经济快速发展。1995年国内生产总值达297亿元，比1990年增长1.1倍。\n"
        "――基础设施明显改善。5年来，相继建成了一批水利设施，新增发电装机容量52万千瓦。"
    )
    doc = extractor(LEXICON)(
        BLOCKS(Document(text=text, folded=fold(text), source="青岩省_1996_政府工作报告.txt"))
    )
    assert (doc.metadata.doc_type, doc.metadata.year) == ("政府工作报告", 1995)
    assert [block.section for block in LABEL(doc).blocks] == ["achievements"] * 4


def test_gold(shared: Path) -> None:
    """Floors, not aims: the gold texts are development texts."""
    right = lines = 0
    for path in sorted((shared / "gold" / "dev").glob("*.json")):
        gold = json.loads(path.read_text("utf-8"))
        text = path.with_suffix(".txt").read_text("utf-8")
        doc = LABEL(extractor(LEXICON)(BLOCKS(Document(text=text, folded=fold(text)))))
        for want in gold["paragraphs"]:
            got = next(b for b in doc.blocks if b.span.start < want["end"] and want["start"] < b.span.end)
            lines += 3
            right += (
                (got.role == want["role"]) + (got.level == want["level"]) + (got.section == want["section"])
            )
    assert right / lines >= 0.98


PIECE = (
    "七是作风建设不断加强。办理代表建议86件，办结率100%。\n"
    "各位代表，过去的五年，是全省迈上新台阶的五年。这五年，生产总值年均增长8%，跃上了新起点。累计新增企业320家，提高了发展质量。"
    "城乡面貌明显改善，累计建成公路560公里。人民生活水平显著提高，取得了新的胜利。"
)
AMISS = "我们也清醒地看到，全省发展还存在不少困难和问题。产业结构不够合理，城乡差距较大，就业压力依然较大，部分企业经营困难。"


def test_an_excerpt_without_a_title_is_read_as_a_report_to_a_congress() -> None:
    """It speaks to deputies, or is of a province: it may end anywhere, and turns once."""
    assert [b.section for b in labelled(PIECE, 2021).blocks] == ["achievements", "achievements"]
    of_province = Metadata(year=2021, admin_level="省")
    for text, sections in (
        (PIECE.replace("各位代表，", ""), ["achievements", "achievements"]),
        (f"{PIECE}\n{AMISS}".replace("各位代表，", ""), ["achievements", "achievements", "problems"]),
    ):
        doc = replace(BLOCKS(Document(text=text, folded=fold(text))), metadata=of_province)
        assert [b.section for b in LABEL(doc).blocks] == sections


def test_the_year_in_the_name_of_an_excerpt_is_the_one_it_was_given_in() -> None:
    text = "二、2021年主要工作\n2021年是新的起点。\n加快产业升级，推进乡村振兴，新建公路320公里。\n各位代表！"
    doc = replace(BLOCKS(Document(text=text, folded=fold(text))), source="某省_2021_3.txt")
    doc = LABEL(replace(doc, metadata=Metadata(year=2021)))
    assert {b.section for b in doc.blocks} == {"plans"}


def test_thanks_at_the_end_of_an_excerpt_are_of_the_review() -> None:
    """A final appeal calls all: 让我们……; what only exclaims behind a review does not end the report."""
    review = "全年新建公路320公里，新增企业260家，城镇新增就业6万人，比上年增长8%。\n"
    thanks = (
        "各位代表！面对繁重任务，全省干部群众团结奋斗、开拓进取，开创了发展新局面，人民生活明显改善，"
        "累计建成学校60所。在此，谨向全省人民致以崇高的敬意！"
    )
    appeal = "各位代表！让我们更加紧密地团结起来，万众一心，奋勇前进，为谱写全省发展新篇章而努力奋斗！"
    sections = [
        [b.section for b in labelled(review + last, 2021).blocks]
        for last in (thanks, f"{thanks}\n二、2022年工作安排\n新建公路300公里。\n{appeal}")
    ]
    assert sections[0] == ["achievements", "achievements"]
    assert sections[1] == ["achievements", "achievements", "plans", "plans", "closing"]
