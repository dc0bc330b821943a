"""Checks on figures: for each kind sentences that must raise an alarm, and more that must not."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reporttext import lexicon, readers
from reporttext.checks import KINDS, checker
from reporttext.checks.view import knowledge
from reporttext.errors import RuleError
from reporttext.extract import figure_finder
from reporttext.fold import fold
from reporttext.model import Block, Check, Document, Metadata, Section, Span
from reporttext.pipeline import analyse
from reporttext.resolve import resolver
from reporttext.segment import segmenter
from reporttext.structure import split_sentences
from reporttext.tables import codes_of
from reporttext.tables.rows import document_columns
from reporttext.units import canonical_units
from test_invariants import texts

SUMMARY = Metadata(
    doc_type="工作总结", year=2022, period_start=date(2022, 1, 1), period_end=date(2022, 12, 31)
)


def checked(*lines: str | tuple[Section, str]) -> Document:
    """A report of these lines, each with its section (achievements where none is given)."""
    known = lexicon.load()
    blocks, at = [], 0
    parts: list[tuple[Section, str]] = [("achievements", x) if isinstance(x, str) else x for x in lines]
    for section, line in parts:
        blocks.append(Block(Span(at, at + len(line)), "body", section=section))
        at += len(line) + 1
    text = "\n".join(line for _, line in parts)
    doc = Document(text, folded=fold(text), blocks=tuple(blocks), metadata=SUMMARY)
    for stage in (split_sentences, segmenter(known), figure_finder(known), resolver(known), checker(known)):
        doc = stage(doc)
    return doc


def alarms(*lines: str | tuple[Section, str]) -> list[tuple[str, str, str]]:
    doc = checked(*lines)
    return [(c.kind, doc.quote(c.span), doc.quote(c.other)) for c in doc.checks]


@pytest.mark.parametrize(
    ("text", "part", "whole"),
    [
        ("全村共有党员120名，其中女党员130名。", "130名", "120名"),
        ("新建公厕6座，其中水冲式公厕8座。", "8座", "6座"),
        ("投入资金320万元，其中县级补助350万元。", "350万元", "320万元"),
        ("流转土地1.2万亩，比上年增长8%，其中水田1.5万亩。", "1.5万亩", "1.2万亩"),
        ("慰问困难家庭86户，其中低保户52户、五保户90户。", "90户", "86户"),
        ("全镇20个村中有25个建成了书屋。", "25个", "20个"),
        ("走访企业近50家，其中规上企业70家。", "70家", "近50家"),
        ("排查隐患413处，其中一般隐患406处、重大隐患17处。", "17处", "413处"),
        ("发展党员27名，其中男15名、女14名。", "14名", "27名"),
        ("收到建议40件；其中城建类45件。", "45件", "40件"),
        ("总投资5000万元，其中一期2000万元、二期4000万元。", "4000万元", "5000万元"),
        ("发放手册3000册，其中一季度2000册、二季度1800册。", "1800册", "3000册"),
    ],
)
def test_a_part_is_no_greater_than_its_whole(text: str, part: str, whole: str) -> None:
    assert alarms(text) == [("part_over_whole", part, whole)]


@pytest.mark.parametrize(
    "text",
    [
        "全村共有党员120名，其中女党员46名。",
        "发展党员27名，其中渔民8名、女性11名、35岁以下19名。",  # they overlap
        "进出口总额增长5.6%，其中出口增长10.8%。",
        "完成48个社区卫生服务中心和426个村卫生室改造。",
        "培育年产值超亿元的企业12家，其中超10亿元的3家。",
        "居民人均可支配收入22400元，其中城镇居民31800元。",
        "平均每天登记企业44户，其中个体户1.2万户。",
        "发展水稻240亩、鱼塘60亩，其中大棚80亩。",
        "全镇**名党员，其中女党员130名。",
        "原煤产量由70万吨增加到90万吨，其中露天矿由80万吨增加到85万吨。",
        "去化周期降到11个月，其中住宅15个月。",
        "每个村修建1个广场，其中今年建成30个。",
        "开工项目20个，总投资3亿元，其中续建项目12个。",
        "走访企业近50家，其中规上企业52家。",
        "补贴渔船120艘，比上年减少6艘，其中小渔船70艘。",
        "总产量减产37吨，但优质率提高11个百分点，作物种类继续增多，其中烟叶产量101吨。",
        "专利申请达5220 1件，增长20.9%，其中发明专利80件。",
        "投入约2亿元，其中村级自筹2.1亿元。",
    ],
)
def test_what_need_not_be_a_part_raises_no_alarm(text: str) -> None:
    assert alarms(text) == []


@pytest.mark.parametrize(
    ("text", "figure", "rate"),
    [
        ("自来水覆盖率达到102%。", "102%", "自来水覆盖率"),
        ("隐患整改率105%。", "105%", "隐患整改率"),
        ("抽检合格率为100.5%。", "100.5%", "抽检合格率"),
        ("高中毕业生占比达130%。", "130%", "高中毕业生占比"),
        ("投诉办结率高达101％。", "101％", "投诉办结率"),
        ("全镇森林覆盖率提高到163.1%。", "163.1%", "全镇森林覆盖率"),
        ("群众满意度达197%。", "197%", "群众满意度"),
        ("舆情处置率百分之一百零三。", "百分之一百零三", "舆情处置率"),
    ],
)
def test_a_share_is_at_most_100(text: str, figure: str, rate: str) -> None:
    assert alarms(text) == [("share_over_100", figure, rate)]


@pytest.mark.parametrize(
    "text",
    [
        "覆盖率达到100%。",
        "年度任务完成率达137%。",
        "完成年度计划的115%。",
        "保障性住房开工率101.6%。",
        "资金到位率112%。",
        "国有资本保值增值率117.4%。",
        "工业产值增长120%。",
        "学前教育毛入学率达104%。",
        "居民消费价格指数为102%。",
        "研发费用150%加计扣除。",
        "移动电话普及率达118%。",
        "满意率**%。",
        "占国家下达任务的107%。",
    ],
)
def test_what_can_exceed_100_raises_no_alarm(text: str) -> None:
    assert alarms(text) == []


@pytest.mark.parametrize(
    ("text", "stated", "whole"),
    [
        ("排查隐患120处，整改96处，整改率90%。", "90%", "120处"),
        ("受理诉求386条，办结341条，办结率98.1%。", "98.1%", "386条"),
        ("抽查门店60家，其中不合格21家，占25%。", "25%", "60家"),
        ("共发现问题40个，已完成整改30个，整改率达到85%；其余限期整改。", "85%", "40个"),
        ("年初安排项目22个，按时完成18个，完成率91.8%。", "91.8%", "22个"),
        ("受理纠纷168起，调解成功144起，成功率97.6%。", "97.6%", "168起"),
        ("排查隐患413处，其中一般隐患406处、重大隐患7处；已整改391处，整改率97.6%。", "97.6%", "413处"),
        ("支出5170万元，其中民生支出3945万元，占总支出的86.3%。", "86.3%", "5170万元"),
        ("39项任务有30项完成，完成率96.9%。", "96.9%", "39项"),
        ("20个村中15个完成改造，占比80%。", "80%", "20个"),
    ],
)
def test_a_share_agrees_with_its_parts(text: str, stated: str, whole: str) -> None:
    assert alarms(text) == [("share_of_parts", stated, whole)]


@pytest.mark.parametrize(
    "text",
    [
        "排查隐患413处，整改391处，整改率94.7%。",
        "排查隐患413处，整改391处，整改率94.6%。",  # cut, not rounded
        "排查隐患413处，整改391处，整改率95%。",
        "排查隐患400余处，整改391处，整改率94.7%。",
        "排查隐患413处，整改391处，整改率90%以上。",
        "新收案件30件，结转案件30件，办结27件，办结率45%。",  # of which of the two?
        "办理建议12件，提案办结8件，办结率100%。",  # the proposals' own
        "改造户数13.07万户，完成7.27万户，完成率55.6%。",
        "收到建议739件、提案774件，办复率100%。",
        "棉花总产量512.9万吨，占全国的89.5%。",
        "进出口总额6.3万亿元，其中出口3.95万亿元，占全国的28.5%。",
        "排查隐患**处，整改391处，整改率97.6%。",
        "新增装机1200万千瓦，总量达到5000万千瓦，占总装机的61.3%。",
        "检查单位742家次，整改隐患120处，整改率96.4%。",
        "其中企业68.9万户、民营企业占93.2%。",
    ],
)
def test_a_share_of_something_else_raises_no_alarm(text: str) -> None:
    assert alarms(text) == []


@pytest.mark.parametrize(
    ("text", "figure", "verb"),
    [
        ("财政收入增长-2.4%。", "-2.4%", "增长"),
        ("投资同比下降-3.1%。", "-3.1%", "下降"),
        ("产量增长负2%。", "负2%", "增长"),
        ("收入增长－4.2％。", "－4.2％", "增长"),
        ("游客人数比上年增加-300人。", "-300人", "增加"),
        ("价格上涨-1.2%，低于预期。", "-1.2%", "上涨"),
        ("事故起数减少-5起。", "-5起", "减少"),
        ("参保率提高-0.5个百分点。", "-0.5个百分点", "提高"),
    ],
)
def test_growth_is_not_negative(text: str, figure: str, verb: str) -> None:
    assert alarms(text) == [("negative_growth", figure, verb)]


@pytest.mark.parametrize(
    "text",
    [
        "财政收入增长2.4%。",
        "财政收入负增长2.4%。",
        "生产总值增长5-6%。",
        "生产总值增长-1%至1%。",
        "三季度增速-0.4%。",
        "增速由一季度的-5.6%回升到5.8%。",
        "收入增长——5%以上。",
        "净利润-20万元。",
        "力争提高1-2个百分点。",
        "产量增长-*%。",
        "最低气温下降到零下5℃。",
    ],
)
def test_well_said_growth_raises_no_alarm(text: str) -> None:
    assert alarms(text) == []


@pytest.mark.parametrize(
    ("text", "reached", "former"),
    [
        ("参保率由95%提高到92%。", "92%", "95%"),
        ("网格员从18名增加到12名。", "12名", "18名"),
        ("事故由9起下降到12起。", "12起", "9起"),
        ("台账由24种压减到35种。", "35种", "24种"),
        ("低保标准由每月620元提高到560元。", "560元", "620元"),
        ("村集体收入由30万元增至3万元。", "3万元", "30万元"),
        ("办理时限从7天缩短到15天。", "15天", "7天"),
        ("覆盖率由去年的85%上升到58%。", "58%", "85%"),
    ],
)
def test_a_rise_leads_upwards(text: str, reached: str, former: str) -> None:
    assert alarms(text) == [("direction", reached, former)]


@pytest.mark.parametrize(
    "text",
    [
        "参保率由92%提高到95%。",
        "总量由全国第8位提升到第3位。",
        "排名由8位升到3位。",
        "小学、初中补助分别由500元、700元提高到560元、760元。",
        "事故由12起下降到9起。",
        "参保率由95%左右提高到92%以上。",
        "网格员从**名增加到12名。",
        "比重由20.7%和34.8%提高到21.9%和36.2%。",
        "由17.07%下降到8.25‰。",
        "产量增加到12吨。",
    ],
)
def test_a_rise_well_said_raises_no_alarm(text: str) -> None:
    assert alarms(text) == []


@pytest.mark.parametrize(
    ("text", "stated", "reached"),
    [
        ("信访件由120件减少到90件，下降20%。", "20%", "90件"),
        ("网格员从18名增加到27名，增长35%。", "35%", "27名"),
        ("台账由24种压减到15种，压减27.5%。", "27.5%", "15种"),
        ("合作社由20家增加到30家、增长60%。", "60%", "30家"),
        ("事故由9起下降到6起，下降23.3%。", "23.3%", "6起"),
        ("经营主体由4.1万户增加到8.2万户，增长93%。", "93%", "8.2万户"),
        ("审批事项由3278项减少到947项，减少61%。", "61%", "947项"),
        ("志愿者由200人增加到260人，增加50%。", "50%", "260人"),
    ],
)
def test_growth_agrees_with_its_levels(text: str, stated: str, reached: str) -> None:
    assert alarms(text) == [("growth_of_levels", stated, reached)]


@pytest.mark.parametrize(
    "text",
    [
        "信访件由120件减少到90件，下降25%。",
        "经营主体由41.92万户增加到81.18万户，增长93.7%。",
        "生产总值由100亿元增加到120亿元，增长12%。",  # at constant prices
        "合作社由20家增加到30家，年均增长8%。",
        "合作社由20家增加到30家，同比增长20%。",
        "合作社由20家增加到近30家，增长40%。",
        "合作社由**家增加到30家，增长60%。",
        "合作社由20家增加到30家，产值增长60%。",
        "审批事项由3278项减少到947项，减少71%。",
    ],
)
def test_growth_of_something_else_raises_no_alarm(text: str) -> None:
    assert alarms(text) == []


@pytest.mark.parametrize(
    ("first", "second", "less", "more"),
    [
        ("完成荒山造林640亩。", "明年计划完成荒山造林640万亩。", "640亩", "640万亩"),
        ("地区生产总值18.6亿元。", "全年地区生产总值18.6万元。", "18.6万元", "18.6亿元"),
        ("固定资产投资完成5.2亿元，增长8%。", "固定资产投资达到5.2万元。", "5.2万元", "5.2亿元"),
        ("社会消费品零售总额3.1亿元。", "社会消费品零售总额3.4万元。", "3.4万元", "3.1亿元"),
        ("森林蓄积量82万立方米。", "森林蓄积量82立方米。", "82立方米", "82万立方米"),
        ("村集体经济收入150万元。", "村集体经济收入150元。", "150元", "150万元"),
        ("惠及留守儿童1.3万人次。", "惠及留守儿童1.3人次。", "1.3人次", "1.3万人次"),
        ("粮食总产量2.1万吨。", "粮食总产量2.2吨。", "2.2吨", "2.1万吨"),
        ("农产品网络零售额4600万元。", "农产品网络零售额4600元。", "4600元", "4600万元"),
    ],
)
def test_a_forgotten_wan_is_found(first: str, second: str, less: str, more: str) -> None:
    assert alarms(first, second) == [("magnitude", less, more)]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("地区生产总值18.6亿元。", "人均地区生产总值1.8万元。"),
        ("总投资3.7万亿元。", "总投资3.7亿元。"),  # of another project
        ("有效发明专利2.3万件。", "每万人有效发明专利2.3件。"),
        ("销售收入百万元以上的企业12家。", "销售收入超百亿元的企业1家。"),
        ("粮食总产量2.1万吨。", "粮食总产量2.2万吨。"),
        ("粮食总产量2.1万吨。", "其中早稻粮食产量2吨。"),
        ("粮食总产量*万吨。", "粮食总产量2.2吨。"),
        ("完成荒山造林640万亩。", "完成荒山造林面积640平方米。"),
        ("新建高标准农田2万亩。", "新建高标准农田2亩示范片1个。"),
    ],
)
def test_different_sizes_raise_no_alarm(first: str, second: str) -> None:
    assert alarms(first, second) == []


@pytest.mark.parametrize(
    ("summary", "body", "first", "second"),
    [
        ("全年开展宣讲61场次、志愿服务78次，成效明显。", "全年开展志愿服务75次，惠及群众。", "78次", "75次"),
        ("全年举办文化活动24场次。", "全年共举办文化活动27场。", "24场次", "27场"),
        ("一年来，化解矛盾纠纷168起。", "全年化解矛盾纠纷186起。", "168起", "186起"),
        ("全年召开专题会议4次。", "全年召开专题会议5次。", "4次", "5次"),
        ("信访办结率达98.2%。", "全年信访办结率达96.2%。", "98.2%", "96.2%"),
        ("全年发放宣传资料3200份。", "全年发放宣传资料2300份。", "3200份", "2300份"),
        ("完成危房改造42户。", "全年完成危房改造45户。", "42户", "45户"),
        ("招商引资到位资金3.2亿元。", "招商引资到位资金2.3亿元。", "3.2亿元", "2.3亿元"),
    ],
)
def test_a_summary_and_the_body_say_the_same(summary: str, body: str, first: str, second: str) -> None:
    assert alarms(("preamble", summary), body) == [("conflicting_values", second, first)]


@pytest.mark.parametrize(
    ("summary", "body"),
    [
        ("全年开展志愿服务78次。", "全年开展志愿服务78次。"),
        ("全年开展志愿服务70余次。", "全年开展志愿服务78次。"),
        ("全年开展志愿服务**次。", "全年开展志愿服务78次。"),
        ("全年开展志愿服务78次。", "其中开展志愿服务75次。"),
        ("全年开展志愿服务178次。", "春节前后开展志愿服务15次。"),
        ("全年开展志愿服务78次。", "上半年开展志愿服务75次。"),
        ("五年来开展志愿服务78次。", "全年开展志愿服务75次。"),
        ("全年开展志愿服务78次。", "比上年增加志愿服务75次。"),
        ("招商引资到位资金1.2亿元。", "招商引资到位资金12263万元。"),
        ("全年召开会议4次。", "全年召开会议5次、座谈会6次，再次召开会议6次。"),
        ("新建文化广场6处。", "新建文化广场5处示范点。"),
    ],
)
def test_what_may_be_two_things_raises_no_alarm(summary: str, body: str) -> None:
    assert alarms(("preamble", summary), body) == []


def test_plans_do_not_contradict_results() -> None:
    assert alarms("全年开展志愿服务75次。", ("plans", "全年开展志愿服务78次。")) == []
    assert alarms("全年开展志愿服务75次。", ("problems", "全年开展志愿服务78次。")) == []


def test_a_check_says_what_does_not_agree_with_its_numbers() -> None:
    (check,) = checked("排查隐患120处，整改96处，整改率90%。").checks
    assert check.message == "96处占120处的80%，文中写90%"
    assert check.severity == "warning"
    assert (check.fact, check.other_fact) == (2, 0)


def test_every_kind_has_a_name_for_readers() -> None:
    assert set(codes_of("checks", "kind") or {}) == set(KINDS)


def test_a_check_is_a_row_with_both_places_and_figures() -> None:
    doc = checked("排查隐患120处，整改96处，整改率90%。")
    tables = document_columns(doc, canonical_units(lexicon.load()))
    row = {name: values[0] for name, values in tables["checks"].items()}
    facts = tables["facts"]["fact_id"]
    assert (row["fact_id"], row["other_fact_id"]) == (facts[2], facts[0])
    assert doc.text[row["start"] : row["end"]] == "90%"
    assert doc.text[row["other_start"] : row["other_end"]] == "120处"
    assert row["check_id"].startswith(f"{row['doc_id']}:share_of_parts:")


def test_the_sample_holds_its_two_deliberate_inconsistencies_and_no_other(sample) -> None:  # type: ignore[no-untyped-def]
    found: list[tuple[str, str, str]] = []
    for path in sorted(p for p in sample.rglob("*") if p.is_file()):
        doc = analyse(readers.read(path, path.name))
        found += [(path.stem[:3], doc.quote(c.other), doc.quote(c.span)) for c in doc.checks]
    assert sorted(found) == [("沙棠镇", "78次", "75次"), ("荻浦街", "413处", "97.6%")]


def valid(doc: Document, check: Check) -> bool:
    figures = range(len(doc.facts))
    spans = all(0 <= s.start < s.end <= len(doc.text) for s in (check.span, check.other))
    return spans and check.fact in figures and (check.other_fact is None or check.other_fact in figures)


FIGURES = [
    "共有",
    "党员",
    "120名",
    "130名",
    "95%",
    "102%",
    "90处",
    "整改",
    "整改率",
    "其中",
    "由",
    "提高到",
    "下降到",
    "增长",
    "-3%",
    "占",
    "，",
    "、",
    "。",
    "\n",
    "全年",
    "志愿服务",
    "78次",
    "75次",
    "3万亩",
    "3亩",
    "荒山造林",
    "**",
]


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(texts, st.lists(st.sampled_from(FIGURES), max_size=40).map("".join)))
def test_checks_point_into_the_text_and_never_at_masks(text: str) -> None:
    doc = checked(text) if text.strip() and "\n" not in text else checked("无")
    for check in doc.checks:
        assert valid(doc, check)
        for index in (check.fact, check.other_fact):
            assert index is None or not doc.facts[index].quantity.masked
    assert list(doc.checks) == sorted(doc.checks, key=lambda c: (c.span, c.other, c.kind))


def test_a_wrong_list_is_named() -> None:
    with pytest.raises(RuleError, match="exclusive"):
        knowledge(lexicon.load('[checks]\nexclusive = [["男", 1]]'))
