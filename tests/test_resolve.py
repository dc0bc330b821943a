"""What figures mean: each function of `resolve` on sentences in the manner of clerks. Longer tables: tests/cases."""

import time
from dataclasses import replace
from datetime import date

import pytest

from reporttext import lexicon
from reporttext.errors import RuleError
from reporttext.extract import figure_finder
from reporttext.fold import fold
from reporttext.model import Block, Document, Fact, Metadata, Section, Span
from reporttext.pipeline import analyse
from reporttext.resolve import resolver
from reporttext.resolve.activity import kinds
from reporttext.segment import segmenter
from reporttext.structure import split_sentences

SUMMARY = Metadata(
    doc_type="工作总结", year=2022, period_start=date(2022, 1, 1), period_end=date(2022, 12, 31)
)
GOVERNMENT = Metadata(doc_type="政府工作报告", year=2022, year_given=2023)
HALF_YEAR = Metadata(
    doc_type="工作总结", year=2022, period_start=date(2022, 1, 1), period_end=date(2022, 6, 30)
)


def facts_of(text: str, section: Section = "achievements", metadata: Metadata = SUMMARY) -> list[Fact]:
    known = lexicon.load()
    block = Block(Span(0, len(text)), "body", section=section)
    doc = Document(text, folded=fold(text), blocks=(block,), metadata=metadata)
    for stage in (split_sentences, segmenter(known), figure_finder(known), resolver(known)):
        doc = stage(doc)
    return list(doc.facts)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("全年召开专题会议6次", ["召开专题会议"]),
        ("配备1名宣传委员、2名宣传干事", ["宣传委员", "宣传干事"]),
        ("完成地区生产总值18.6亿元，同比增长8.3%", ["地区生产总值", "地区生产总值"]),
        ("发放大米4.5吨、毛毯200床", ["发放大米", "发放毛毯"]),
        ("粮食、蔬菜和水果产量分别增长5%、6%和7%", ["粮食产量", "蔬菜产量", "水果产量"]),
        ("累计开展志愿服务48次，惠及群众3200余人", ["开展志愿服务", "惠及群众"]),
        ("建成文化广场3处、健身步道2.5公里", ["建成文化广场", "建成健身步道"]),
        ("受理矛盾纠纷120件，办结118件", ["受理矛盾纠纷", "矛盾纠纷办结"]),
        ("低保标准由每月560元提高到620元", ["低保标准每月", "低保标准每月"]),
        ("推动20家小微企业入园", ["推动小微企业入园"]),
        ("组织辅导员86名，共入户2100次，入户率100%", ["组织辅导员", "入户", "辅导员入户率"]),
        ("总投资960万元的管网工程完工", ["总投资管网工程完工"]),
        ("总量居全县第四", ["总量"]),
        ("培育20家年销售收入超亿元的龙头企业", ["培育龙头企业", "年销售收入"]),
        ("培育20家年销售收入超1亿元的龙头企业", ["培育龙头企业", "年销售收入"]),
        ("20家骨干企业实现收入5亿元", ["骨干企业", "骨干企业收入"]),
        ("5户危房改造和6户改厕", ["危房改造", "改厕"]),
        ("推进污水管网工程、2个停车场项目", ["推进停车场项目"]),
        ("云陂茶旅示范片28项制度成果推广", ["制度成果推广"]),
        ("5、整治水环境，投入80万元", ["水环境投入"]),
        ("提出粮食总产量增长5%", ["粮食总产量"]),
        ("“十四五”时期农村公路里程年均增长3%", ["农村公路里程"]),
        ("作出建设30公里绿道的决策", ["建设绿道"]),
        ("城镇低保标准达到每月600元，农村达到480元", ["城镇低保标准每月", "农村低保标准每月"]),
        ("地区生产总值增长8%，投资增长11%", ["地区生产总值", "投资"]),
        ("户籍人口存贷款余额分别为3亿元和2亿元", ["户籍人口存款余额", "户籍人口贷款余额"]),
        ("住户存、贷款余额分别达3亿元、2亿元", ["住户存款余额", "住户贷款余额"]),
        ("县级示范村、镇分别达30个和2个", ["县级示范村", "县级示范镇"]),
        ("税收增长9%，总量和增幅在全县8个乡镇中分别列第二和第四", ["税收", "乡镇", "税收总量", "税收增幅"]),
        ("获得团体总分第一名", ["团体总分"]),
        ("全区8个镇街综合考核，我镇列第3位", ["镇街综合考核", "镇街综合考核"]),
        ("产值增长9%，高于全市平均水平2个百分点、居全市第3位", ["产值", "产值高于全市平均水平", "产值"]),
        ("合格率98%，高于全省95%的平均水平", ["合格率", "合格率高于全省平均水平"]),
        (
            "机插率83%，比全市62%的平均水平高21个百分点",
            ["机插率", "机插率比全市平均水平", "机插率比全市平均水平高"],
        ),
        ("出口总额8亿元，其中出口5亿元", ["出口总额", "出口"]),
        ("出口总额8亿元，增长9%，其中出口5亿元", ["出口总额", "出口总额", "出口"]),
        ("菜价涨幅逐月回落，全年涨幅为2.6%", ["菜价涨幅"]),
        ("与商铺逐户签订消防责任书，签订率99%", ["消防责任书签订率"]),
        ("实行毕业生就业实名制登记，就业率达到86%", ["毕业生就业率"]),
        ("个别村仍有抛荒地40亩", ["抛荒地"]),
        ("52家企业提供岗位640个", ["企业", "提供岗位"]),
        ("办好示范园，帮扶的农户占全镇总农户的三分之一", ["帮扶的农户占全镇总农户"]),
        ("5口水井因管道老化不能供水", ["水井不能供水"]),
        ("3名村干部被县政府授予先进称号", ["村干部授予先进称号"]),
        ("关停北窑、改造南窑共6座老旧砖窑", ["关停老旧砖窑"]),
        ("从28件候选事项中票决产生实事8件", ["候选事项", "票决产生实事"]),
        ("每人600元至1500元不等", ["每人"]),
        ("年收入4万元以下的2个薄弱村脱困", ["年收入", "薄弱村脱困"]),
        ("培育一批年销售收入超亿元的骨干企业", ["年销售收入"]),
        ("每人每月不低于60元的养老金", ["每人每月养老金"]),
        ("全面整治亩均税收1万元以下的低效企业", ["亩均税收"]),
        ("淘汰年生产规模5万吨以下的砖厂", ["生产规模"]),
        ("为8所海拔1200米以上学校供暖", ["学校供暖", "海拔"]),
        ("70周岁以上老兵用餐每餐优惠3元", ["老兵", "70周岁以上老兵用餐每餐优惠"]),
        ("3条支路年内建成通车", ["支路建成通车"]),
        ("3000元以上的支出一律集体研究", ["支出"]),
        ("亩均投入由往年的1100元提高到1400元", ["亩均投入", "亩均投入"]),
        ("霜冻造成900亩茶园受冻", ["茶园受冻"]),
        ("主要目标是产值增长9%", ["产值"]),
    ],
)
def test_an_indicator_is_made_of_the_reports_own_words(text: str, names: list[str]) -> None:
    assert [f.indicator for f in facts_of(text)] == names


@pytest.mark.parametrize(
    ("text", "change", "base"),
    [
        ("财政收入同比增长6.9%", "up", "同比"),
        ("事故起数比上年下降20%", "down", "比上年"),
        ("参保率较2020年提高3个百分点", "up", "较2020年"),
        ("新增企业20家", "up", None),
        ("年均增长5.5%", "up", "年均"),
        ("覆盖率提高到55%", None, None),
        ("企业增至83家", None, None),
        ("高于全县0.6个百分点", None, None),
        ("以15%的速度下降", "down", None),
        ("改造提升25个村", None, None),
        ("新建公厕6座", None, None),
    ],
)
def test_a_change_has_a_direction_and_a_base(text: str, change: str | None, base: str | None) -> None:
    (fact,) = facts_of(text)
    assert (fact.change, fact.change_base) == (change, base)


@pytest.mark.parametrize(
    ("text", "section", "status"),
    [
        ("完成改造312户", "achievements", "achieved"),
        ("完成改造312户", "plans", "target"),
        ("仍有47处隐患未整改", "problems", "problem"),
        ("力争引进项目10个", "achievements", "target"),
        ("已建成厂房3200平方米", "plans", "achieved"),
        ("补助标准从90元提高到110元", "plans", "achieved"),
        ("为80岁以上老人发放津贴", "achievements", "reference"),
        ("引进亿元以上项目多个", "achievements", "reference"),
        ("占年度任务400户", "achievements", "target"),
        ("完成年度任务的102.4%", "achievements", "achieved"),
        ("预期目标是：就业稳定，产值增长9%", "achievements", "target"),
        ("超额完成，目标是就业稳定，产值增长9%", "achievements", "achieved"),
        ("剩余6万人到明年3月底可全部完成", "achievements", "target"),
        ("计划新建的30公里渠道正在施工", "achievements", "target"),
        ("计划新建的30公里渠道全部完成", "achievements", "achieved"),
        ("计划生育服务的3个站点获评先进", "achievements", "achieved"),
        ("规划的12座蓄水池已有5座建成", "achievements", "target"),
        ("时限由法定的15天压缩到5天", "achievements", "reference"),
        ("高于全县96.5%的平均水平", "achievements", "reference"),
        ("先后遭遇4场台风和低温天气", "achievements", "reference"),
        ("发布3次台风预警", "achievements", "achieved"),
        ("霜冻造成900亩茶园受冻", "achievements", "reference"),
        ("全县9个乡镇综合考核，我镇列第2位", "achievements", "reference"),
        ("在全县9个乡镇中分别列第二和第四", "achievements", "reference"),
        ("解决人均住房面积8平方米以下家庭的困难", "achievements", "reference"),
        ("对营业面积60平方米以下的小店登记造册", "achievements", "reference"),
        ("新建80平方米以上的农家书屋", "achievements", "achieved"),
        ("为海拔1200米以上学校供暖", "achievements", "reference"),
        ("比上年增长8%", "plans", "target"),
    ],
)
def test_the_section_and_the_words_give_the_status(text: str, section: Section, status: str) -> None:
    assert facts_of(text, section)[0].status == status


def test_an_estimate_for_the_whole_year_is_a_target_in_the_middle_of_it() -> None:
    assert facts_of("预计全年产值可达2300万元", metadata=HALF_YEAR)[0].status == "target"
    assert facts_of("预计全年产值可达2300万元")[0].status == "achieved"
    december = replace(SUMMARY, issued_on=date(2022, 12, 28))
    assert facts_of("预计全年产值可达2300万元", metadata=december)[0].status == "achieved"
    assert facts_of("预计年底产值可达2300万元", metadata=december)[0].status == "target"
    october = replace(SUMMARY, issued_on=date(2022, 10, 28))
    assert facts_of("预计全年产值可达2300万元", metadata=october)[0].status == "target"


@pytest.mark.parametrize(
    ("text", "section", "metadata", "start", "end"),
    [
        ("召开会议2次", "achievements", SUMMARY, "2022-01-01", "2022-12-31"),
        ("召开会议2次", "plans", SUMMARY, "2023-01-01", "2023-12-31"),
        ("召开会议2次", "achievements", HALF_YEAR, "2022-01-01", "2022-06-30"),
        ("召开会议2次", "plans", HALF_YEAR, "2022-07-01", "2022-12-31"),
        ("今年以来召开会议2次", "achievements", SUMMARY, "2022-01-01", "2022-12-31"),
        ("去年召开会议2次", "achievements", SUMMARY, "2021-01-01", "2021-12-31"),
        ("去年完成投资2亿元", "achievements", GOVERNMENT, "2022-01-01", "2022-12-31"),
        ("全年完成投资2亿元", "achievements", GOVERNMENT, "2022-01-01", "2022-12-31"),
        ("今年完成投资2亿元", "plans", GOVERNMENT, "2023-01-01", "2023-12-31"),
        ("截至11月底，共办理8件", "achievements", SUMMARY, "2022-01-01", "2022-11-30"),
        ("1—9月，办理8件", "achievements", SUMMARY, "2022-01-01", "2022-09-30"),
        ("上半年办理8件", "achievements", SUMMARY, "2022-01-01", "2022-06-30"),
        ("“十三五”期间新建4所", "achievements", SUMMARY, "2016-01-01", "2020-12-31"),
        ("过去五年，累计新建4所", "achievements", SUMMARY, "2018-01-01", "2022-12-31"),
        ("今后三年，新建4所", "plans", SUMMARY, "2023-01-01", "2025-12-31"),
        ("2019—2021年新建4所", "achievements", SUMMARY, "2019-01-01", "2021-12-31"),
        ("二〇二〇年新建4所", "achievements", SUMMARY, "2020-01-01", "2020-12-31"),
        ("是去年同期的1.3倍", "achievements", SUMMARY, "2022-01-01", "2022-12-31"),
        ("是2017年的1.7倍", "achievements", SUMMARY, "2022-01-01", "2022-12-31"),
        ("比2017年的4亿元翻一番", "achievements", SUMMARY, "2017-01-01", "2017-12-31"),
        ("今明两年新建公路30公里", "plans", GOVERNMENT, "2023-01-01", "2024-12-31"),
        ("从今年起用3年时间新建公路30公里", "plans", GOVERNMENT, "2023-01-01", "2025-12-31"),
        ("完成过去两年49项任务", "achievements", GOVERNMENT, "2021-01-01", "2022-12-31"),
        ("按《某镇规划（2016—2020年）》新建4所", "achievements", SUMMARY, "2022-01-01", "2022-12-31"),
        (
            "过去五年，全镇经济稳步发展，2022年产值年均增长12%",
            "achievements",
            SUMMARY,
            "2018-01-01",
            "2022-12-31",
        ),
        ("2022年产值比2017年翻番，五年年均增长12%", "achievements", SUMMARY, "2018-01-01", "2022-12-31"),
        ("2022年同2018年相比，产值年均增长12%", "achievements", SUMMARY, "2019-01-01", "2022-12-31"),
        ("去年全部免收，五年农户共得实惠60万元", "achievements", SUMMARY, "2018-01-01", "2022-12-31"),
        ("五年新增就业900人", "achievements", SUMMARY, "2018-01-01", "2022-12-31"),
        ("三年新增就业900人", "plans", GOVERNMENT, "2023-01-01", "2025-12-31"),
        ("过去五年，全镇人均住房面积24平方米", "achievements", SUMMARY, "2022-01-01", "2022-12-31"),
        ("从今年起，每年投入80万元，用三年时间完成", "plans", GOVERNMENT, "2023-01-01", "2025-12-31"),
        ("抓好10个以上年销售收入超亿元的企业", "plans", GOVERNMENT, "2023-01-01", "2023-12-31"),
        ("全年产值增长4%，快于2020年1.8个百分点", "achievements", SUMMARY, "2022-01-01", "2022-12-31"),
        ("“十四五”发展目标作了量化，提出21个指标", "plans", SUMMARY, "2021-01-01", "2025-12-31"),
    ],
)
def test_a_period_counts_from_the_anchor_of_its_part(
    text: str, section: Section, metadata: Metadata, start: str, end: str
) -> None:
    period = facts_of(text, section, metadata)[0].period
    assert period is not None
    assert (str(period.start), str(period.end)) == (start, end)


def test_a_former_level_has_its_own_period() -> None:
    first, second = facts_of("标准由去年的90元提高到102元")
    assert first.period is not None
    assert second.period is not None
    assert (first.period.start.year, second.period.start.year) == (2021, 2022)


def test_no_year_no_period() -> None:
    assert facts_of("今年召开会议2次", metadata=Metadata())[0].period is None


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        ("每户奖励500元", "each"),
        ("各村均配备1名干事", "each"),
        ("每月检查不少于2次", "each"),
        ("全镇配备12名干事", "total"),
    ],
)
def test_what_is_said_of_each_is_not_a_total(text: str, scope: str) -> None:
    assert facts_of(text)[0].scope == scope


def test_parts_point_at_their_whole() -> None:
    whole, part = facts_of("发现隐患20处，其中重大隐患4处")
    assert (whole.part_of, part.part_of) == (None, 0)
    assert facts_of("20个村中15个完成改造")[1].part_of == 0
    assert facts_of("召开会议20次，培训4期")[1].part_of is None


def test_the_same_figure_again_repeats_the_first() -> None:
    first, other, again = facts_of("全年召开会议6次。培训3期。全年召开会议6次。")
    assert (first.repeat_of, other.repeat_of, again.repeat_of) == (None, None, 0)
    assert [f.repeat_of for f in facts_of("召开会议**次。召开会议**次。")] == [None, None]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("召开专题会议6次", "会议"),
        ("开展志愿服务6次", "志愿服务"),
        ("举办培训班4期", "培训"),
        ("走访慰问军属14户", "慰问"),
        ("拆除违建3处", "整治"),
        ("取消收费项目3个", "制度"),  # the verb tells more than 项目
        ("发放补贴40户", "帮扶"),  # the noun more than 发放
        ("建设文化活动室6间", "建设"),  # not the noun inside another
    ],
)
def test_activities_have_a_kind(text: str, kind: str) -> None:
    (fact,) = facts_of(text)
    assert (fact.activity, fact.activity_type) == (fact.indicator, kind)


@pytest.mark.parametrize(
    ("text", "indicator"),
    [
        ("组织文化、公安等部门开展联合检查4次", "开展联合检查"),
        ("16名行政村党组织书记全部作了专题述职评议报告", "行政村党组织书记作报告"),
        *(
            (f"来镇上的客人比{usual}多了两成", "来镇上的客人")
            for usual in ("平时", "往年", "以往", "常年", "此前")
        ),
        ("1、水库3座", "水库"),
        ("①水库3座", "水库"),
        ("工作回顾\n（2）山塘水库3座", "山塘水库"),
    ],
)
def test_what_says_nothing_of_the_thing_is_no_part_of_its_name(text: str, indicator: str) -> None:
    assert [fact.indicator for fact in facts_of(text)] == [indicator]


@pytest.mark.parametrize("text", ["柑橘产量1200吨", "加工业产值3.2亿元", "人均收入增长8%"])
def test_what_is_measured_is_no_activity(text: str) -> None:
    assert [(fact.activity, fact.activity_type) for fact in facts_of(text)] == [(None, None)]
    assert facts_of("生产柑橘1200吨")[0].activity_type == "生产"


def test_a_verb_of_two_kinds_is_an_error() -> None:
    with pytest.raises(RuleError, match="the verb “召开” both"):
        kinds(lexicon.load('[activities."整治"]\nverbs = ["召开"]'))


def test_a_general_word_is_one_of_its_kind() -> None:
    with pytest.raises(RuleError, match="general_verbs has “开荒”"):
        kinds(lexicon.load('[activities."整治"]\ngeneral_verbs = ["开荒"]'))


def test_masking_a_digit_changes_only_value_and_mask() -> None:
    plain, masked = facts_of("累计开展志愿服务48次")[0], facts_of("累计开展志愿服务**次")[0]
    assert masked.quantity.masked
    assert masked._replace(quantity=plain.quantity) == plain
    assert masked.quantity.unit == plain.quantity.unit


def test_an_approximator_changes_only_the_qualifier() -> None:
    plain, about = facts_of("惠及群众3200人")[0], facts_of("惠及群众约3200人")[0]
    assert about.quantity == plain.quantity._replace(qualifier="about")
    assert (about.indicator, about.status, about.change) == (plain.indicator, plain.status, plain.change)


def test_full_width_changes_nothing_but_the_quote() -> None:
    plain, wide = facts_of("惠及群众3200人，占85.5%"), facts_of("惠及群众３２００人，占８５．５％")
    assert [(f.quantity, f.kind, f.status) for f in plain] == [(f.quantity, f.kind, f.status) for f in wide]


def test_a_whole_report_keeps_its_plans_apart() -> None:
    doc = analyse(
        Document("云陂镇2022年工作总结\n\n一、主要成效\n召开会议6次。\n二、下一步打算\n召开会议8次。\n")
    )
    assert [(f.status, f.period and f.period.start.year) for f in doc.facts] == [
        ("achieved", 2022),
        ("target", 2023),
    ]


@pytest.mark.parametrize(
    ("title", "status", "year"),
    [
        ("2023年云陂镇十件民生实事", "target", 2023),
        ("2022年云陂镇民生实事完成情况", "achieved", 2022),
        ("2022年云陂镇十件民生实事", "achieved", 2022),
    ],
)
def test_an_annex_of_tasks_to_come_plans_by_its_title(title: str, status: str, year: int) -> None:
    doc = analyse(
        Document(
            "云陂镇政府工作报告\n\n——2023年1月6日在云陂镇第三届人民代表大会上\n\n一、2022年工作回顾\n召开会议6次，走访农户320户。\n"
            f"二、2023年工作安排\n召开会议8次。\n\n附件\n{title}\n1.新建停车场2处。\n2.改造水厂1座。\n"
        )
    )
    annexed = [f for f in doc.facts if f.span.start > doc.text.index("附件") + len(title) + 3]
    assert [(f.span.of(doc.text), f.status, f.period and f.period.end.year) for f in annexed] == [
        ("2处", status, year),
        ("1座", status, year),
    ]


def test_a_year_named_after_a_mean_is_the_levels_own() -> None:
    text = "五年来，全镇面貌一新。生产总值年均增长7.1%、2022年达到28亿元。"
    years = [(f.period.start.year, f.period.end.year) for f in facts_of(text) if f.period]
    assert years == [(2018, 2022), (2022, 2022)]


def test_a_span_of_years_holds_in_its_paragraph_until_a_single_year_is_named() -> None:
    text = "五年来，全镇面貌一新。累计新建道路80公里，森林覆盖率达到61%。2022年，新建公厕6座。"
    years = [(f.period.start.year, f.period.end.year) for f in facts_of(text) if f.period]
    assert years == [(2018, 2022), (2022, 2022), (2022, 2022)]


def test_a_span_of_years_in_the_heading_holds_for_the_part() -> None:
    text = (
        "云陂镇政府工作报告\n\n——2023年1月6日在云陂镇第三届人民代表大会上\n\n一、过去五年工作回顾\n新建学校12所，入学率达到99%。\n"
        "二、今后五年目标任务\n新建学校6所。\n"
    )
    doc = analyse(Document(text))
    years = [(f.period.start.year, f.period.end.year) for f in doc.facts if f.period]
    assert years == [(2018, 2022), (2022, 2022), (2023, 2027)]


@pytest.mark.parametrize(
    ("text", "indicators"),
    [
        ("产量连续两年实现翻番。", ["产量连续实现翻番"]),
        ("全镇有农家乐26家，停业的3家。", ["农家乐", "农家乐停业"]),
        ("路灯安装218盏，不亮的13盏。", ["路灯安装", "路灯不亮"]),
        ("最大的一项是集镇供水管网，投资520万元。", ["集镇供水管网投资"]),
        ("今年最难的工程是后山渠，投资90万元。", ["后山渠投资"]),
        ("品种以黄桃为主，种植2300亩，占六成。", ["黄桃种植", "黄桃种植占"]),
        ("按年龄分：30岁以下的12人，31—50岁的48人。", ["年龄", "30岁以下", "年龄", "31—50岁"]),
        (
            "按规模分，50头以下的86户、2100头，50—500头的21户。",
            ["规模", "50头以下", "50头以下", "规模", "50—500头"],
        ),
        ("村卫生室（8所）统一管理。", ["村卫生室"]),
        (
            "退役军人优待金，38户每户一年6200元，共23.56万元。",
            ["退役军人优待金", "退役军人优待金每户一年", "退役军人优待金"],
        ),
        (
            "护林员补助每人每年8000元，计20.8万元，已发15万元。",
            ["护林员补助每人每年", "护林员补助", "护林员补助已发"],
        ),
        ("危房改造47户，户均补助2.1万元，共98.7万元。", ["危房改造", "户均补助", "补助"]),
        ("县里拿60万元，镇里拿38万元。", ["县里拿", "镇里拿"]),
        ("计划修渠20公里，只修了12公里。", ["修渠", "修渠"]),
        ("比上年少跑贷款3笔，较去年多发奖金4万元。", ["少跑贷款", "多发奖金"]),
        (
            "粮食收购420吨，任务400吨，完成105%；较上年少12吨。",
            ["粮食收购", "粮食收购任务", "粮食收购任务完成", "粮食收购"],
        ),
        ("县里考核，我镇在18个乡镇中列第五位，去年是第九位。", ["乡镇", "县里考核", "县里考核"]),
        ("合格率88%，低于市里95%的标准。", ["合格率", "合格率市里标准"]),
        (
            "新建2个国家级、5个省级和12个市级茶叶基地。",
            ["新建国家级茶叶基地", "新建省级茶叶基地", "新建市级茶叶基地"],
        ),
        ("服务质量在全县9个镇街综合考评中列第3位。", ["镇街", "服务质量"]),
        ("受理信访200件，来信80件，来访120件，下降5%。", ["受理信访", "来信", "来访", "受理信访"]),
        ("受理信访200余件，来信80件，来访120件，下降5%。", ["受理信访", "来信", "来访", "来访"]),
        (
            "公开信息241条，离年初定下的250条还差9条。",
            ["公开信息", "公开信息年初定下", "公开信息年初定下还差"],
        ),
        ("聘请老艺人5名，在小学开课，每周2节。", ["聘请老艺人", "每周"]),
        ("路面硬化率离县里85%的要求还差9个百分点。", ["路面硬化率县里要求", "路面硬化率差"]),
        ("与商场、超市等7家单位签订购销合同1100吨。", ["单位签订购销合同", "签订购销合同"]),
        ("成立宣讲队12支（村级9支、校园3支）。", ["成立宣讲队", "宣讲队村级", "宣讲队校园"]),
        ("食堂日均接待老人300人次。", ["日均接待老人"]),
        ("每名护林员联系不超过9名农户。", ["每名护林员联系农户"]),
        ("排查出危房47户，已改造39户。", ["排查出危房", "危房改造"]),
        ("养殖面积1.2万亩，减幅9%；户均17亩。", ["养殖面积", "养殖面积减幅", "养殖面积户均"]),
        ("产值310万元，户均0.6万元。", ["产值", "产值户均"]),
        ("已办证明68份，办证率96%。", ["已办证明", "办证率"]),
        ("在校学生1200人，其中小学680人。", ["在校学生", "在校学生小学"]),
        ("结算年度（去年十月至今年九月）内，出生69人。", ["出生"]),
        ("教材1.2万册由老师送到户。", ["教材"]),
        ("年底在保405户811人。", ["在保", "在保"]),
        ("深松整地6000亩，每亩补贴40元，共24万元。", ["深松整地", "每亩补贴", "补贴"]),
        ("老人每餐付6元，镇里补4元。", ["老人每餐付", "镇里补"]),
        ("危桥改造3座，最长的一座46米，总投资138万元。", ["危桥改造", "最长的一座", "危桥总投资"]),
        ("养老金由月均1680元调到1785元。", ["养老金月均", "养老金月均"]),
        ("考上大学的11名学生每人资助3000元。", ["考上大学学生", "每人资助"]),
        ("支持农户820户，不良率1.2%。", ["支持农户", "不良率"]),
        ("用三年时间打通50条断头路。", ["打通断头路", "打通断头路"]),
        ("用两年时间打通断头路9条。", ["打通断头路", "打通断头路"]),
        ("6月8日至10日排查隐患18处。", ["排查隐患"]),
        ("固定电话从“八五”期末的3200户增加到9100户。", ["固定电话", "固定电话"]),
        ("赴省城、州府等地招商21批次。", ["招商"]),
        ("占“十五”时期公路投资总额的31%。", ["占“十五”时期公路投资总额"]),
        ("2012年总产4.6万吨。", ["总产"]),
        ("“改薄”[41]300所。", ["“改薄”"]),
        ("新签约项目15个，其中亿元以上的占6个。", ["新签约项目", "新签约项目", "新签约项目亿元以上"]),
        ("林业用地19万亩，其中公益林10万亩、商品林9万亩。", ["林业用地", "公益林", "商品林"]),
        ("19个扶贫项目中，至今有3个没有完工。", ["扶贫项目", "扶贫项目没有完工"]),
        ("新修机耕路9条约14公里。", ["新修机耕路", "新修机耕路"]),
        ("全镇41户96人监测对象消除风险。", ["监测对象消除风险", "监测对象消除风险"]),
        ("开工建设6条500千伏输电线路。", ["开工建设输电线路", "开工建设输电线路"]),
        ("5年内化解全部村级债务，先化解30%。", ["化解全部村级债务", "全部村级债务化解"]),
        ("选派医生进修8人次，每期不少于20天。", ["选派医生进修", "选派医生进修每期"]),
        ("城市污水处理率达到92%、县城达到85%。", ["城市污水处理率", "县城污水处理率"]),
        ("启动四类重点对象农村危房改造，完成300户。", ["启动四类重点对象农村危房改造"]),
        ("养老服务设施覆盖70%的城市社区。", ["养老服务设施覆盖城市社区"]),
        ("通过集中授课、现场观摩等方式培训农民320人次。", ["培训农民"]),
        ("通过“一卡通”发放补贴19项。", ["发放补贴"]),
        ("通过“卫生村”验收3个。", ["通过“卫生村”验收"]),
        ("有12个村基本达到卫生保健标准。", ["村达到卫生保健标准"]),
        ("6家企业在境内外上市。", ["企业在境内外上市"]),
        ("另有3个社区至今租房办公。", ["社区租房办公"]),
        ("2个村、700余人未通自来水。", ["村未通自来水", "未通自来水"]),
        ("适龄儿童612人无一失学。", ["适龄儿童"]),
        ("春节期间在11个路口设卡。", ["路口设卡"]),
        ("成功应对4次强降雨。", ["应对强降雨"]),
        ("改厕230户（旱厕改水厕150户）。", ["改厕", "旱厕改水厕"]),
        ("排查隐患自建房18栋（商用5栋），拆除6栋。", ["排查隐患自建房", "隐患自建房商用", "隐患自建房拆除"]),
        ("推动解决停车难、漏水等问题45件。", ["解决问题"]),
        ("开展义诊、义剪、代买代办等志愿服务12次。", ["开展志愿服务"]),
        ("发放粮食直补、良种补贴等惠农资金386.5万元。", ["发放惠农资金"]),
        ("一般事项5天内办结。", ["一般事项办结"]),
        ("成员平均年龄39岁，比上届下降3岁。", ["成员平均年龄", "成员平均年龄"]),
        ("推行“红色讲堂”活动，全年共开展26场次。", ["“红色讲堂”活动开展"]),
        ("改厕年度任务300户，仅完成210户。", ["改厕年度任务", "改厕完成"]),
        ("“春晖”主题讲座开展26场次。", ["主题讲座开展"]),
        (
            "城镇收入2119元，农村收入1359元，两者分别增长9%和7%。",
            ["城镇收入", "农村收入", "城镇收入", "农村收入"],
        ),
        ("亏损额20亿元，减亏30%；但比上年增加5亿元。", ["亏损额", "亏损额", "亏损额"]),
        ("出口结构改善，累计出口313亿美元。", ["出口"]),
        ("2个村被评为市级示范村。", ["村被评为市级示范村"]),
        ("109个贫困村出列、10万人脱贫。", ["贫困村出列", "脱贫"]),
        ("撰写文章9篇，有两篇获二等奖。", ["撰写文章", "文章获二等奖"]),
        ("11个行政村有10个通了车。", ["行政村", "行政村通了车"]),
        ("全镇12个村，有3个小组通水。", ["村", "小组通水"]),
        ("高龄老人612名全部登记造册。", ["高龄老人全部登记造册"]),
        ("60周岁以上的721名老人领到养老金。", ["老人", "老人领到养老金"]),
        ("组织反恐防暴应急演练，150人参演。", ["反恐防暴应急演练参演"]),
        ("安全感96%，比上半年提升2个百分点。", ["安全感", "安全感"]),
        ("房地产开发投资1.1亿元，降幅38%。", ["房地产开发投资", "房地产开发投资降幅"]),
        (
            "总投资3亿元的轴承项目达产后可年产轴承12万套。",
            ["总投资轴承项目达产", "年产轴承"],
        ),
        ("仅用5天就抢通道路。", ["抢通道路"]),
        ("排查排污口312个，溯源率100%。", ["排查排污口", "排污口溯源率"]),
        ("安置人员31名，失业率3%。", ["安置人员", "失业率"]),
        ("生产总值46亿元（预计数，下同），增长9%。", ["生产总值", "生产总值"]),
        ("生产总值历史性迈上万亿元台阶，增长12%。", ["生产总值", "生产总值"]),
        (
            "城镇收入2735元，农村收入1130元，实际增长9%和8%。",
            ["城镇收入", "农村收入", "城镇收入", "农村收入"],
        ),
        ("城镇收入2735元、1130元，增长9%和8%。", ["城镇收入", "城镇收入", "城镇收入", "城镇收入"]),
        ("建成“乡贤调解室”3个。", ["建成“乡贤调解室”"]),
        ("推行“春风向阳”主题党日，共开展12场次。", ["主题党日开展"]),
        ("抢通塌方道路6处共1.4公里。", ["抢通塌方道路", "抢通塌方道路"]),
        ("粮食产量连续3年稳定在2万吨以上。", ["粮食产量连续稳定", "粮食产量连续稳定"]),
        ("选送12人参加县里培训。", ["选送参加县里培训"]),
        ("镇人大代表中，妇女23名；党员40名。", ["镇人大代表妇女", "党员"]),
        ("物业工单14件，响应率、解决率依次为100%、89%。", ["物业工单", "物业工单响应率", "物业工单解决率"]),
        ("接收退役士兵29名，已就业25名，就业率86%。", ["接收退役士兵", "退役士兵就业", "退役士兵就业率"]),
        ("人口自然增长率5‰；参合率95%。", ["人口自然增长率", "参合率"]),
        ("举办农机手培训2期，计86人次。", ["举办农机手培训", "举办农机手培训"]),
        ("推进50项投资5亿元以上的强链项目。", ["推进强链项目", "投资"]),
        ("在全省技能大赛中获得金牌3枚。", ["获得金牌"]),
        ("在村级考核中的分值由3分提高到5分。", ["村级考核中的分值", "村级考核中的分值"]),
        ("总产值先后跨上50亿元和100亿元两个台阶。", ["总产值", "总产值"]),
        ("志愿者人均服务时长26小时。", ["志愿者人均服务时长"]),
        ("新建仓库1座，库容900立方米。", ["新建仓库", "仓库库容"]),
        ("合作医疗筹资标准由原来每人35元提高到每人48元。", ["合作医疗筹资标准每人"] * 2),
        ("免费体检年龄由66—70岁扩面到60—70岁。", ["免费体检年龄"] * 2),
        ("小学和职业学校招生，分别增长7.5%和6.1%。", ["小学学校招生", "职业学校招生"]),
        ("全县21个水利、道路等民生工程全部开工。", ["水利、道路等民生工程开工"]),
        ("4个乡镇、2所学校先后被评为省级节水单位。", ["乡镇被评为省级节水单位", "学校被评为省级节水单位"]),
        ("信访案件中，已经办结的占83%。", ["信访案件办结的占"]),
        ("新建3个国家级、12个省级茶叶示范基地", ["新建国家级茶叶示范基地", "新建省级茶叶示范基地"]),
        (
            "推进1个国家级和16个省级服务业综合改革试验区建设",
            ["国家级服务业综合改革试验区建设", "推进省级服务业综合改革试验区建设"],
        ),
        ("城乡低保标准提高到每人每月520元，医保补助标准统一提高到人均60元", ["城乡低保标准", "医保补助标准"]),
        ("基础养老金最低标准达105元", ["基础养老金最低标准"]),
        ("生产总值在上年增长12%的基础上又增长11.5%", ["生产总值", "生产总值"]),
        ("整治机场周边36个城中村，建设湖滨地区5条绿道", ["整治城中村", "建设绿道"]),
        ("居民平均寿命达76岁，高于全国平均水平，居中部第3位", ["居民平均寿命", "居民平均寿命"]),
        ("规划指标提前一年完成。", ["规划指标提前完成"]),
        ("八是提前两个月实现村村通路。", ["提前实现村村通路"]),
        ("麦收较常年推迟5天结束。", ["麦收较常年推迟结束"]),
        ("存贷比达到86%，城乡收入比缩小到2.1倍。", ["存贷比", "城乡收入比"]),
        ("粮食产量比上年增长5%。", ["粮食产量"]),
        ("争取50家农信社改制组建农商行或达到组建标准。", ["农信社改制组建农商行"]),
        ("对东盟、欧盟进出口总额分别增长10.4%、12.1%。", ["东盟进出口总额", "欧盟进出口总额"]),
        (
            "出台促进民营经济发展18条措施，办好改善民生十件实事。",
            ["出台促进民营经济措施", "办好改善民生实事"],
        ),
        ("全面完成26项民心工程，圆满完成征兵任务。", ["民心工程"]),
        ("新增上市公司3家、“新三板”挂牌企业5家。", ["新增上市公司", "新增“新三板”挂牌企业"]),
        ("电动汽车占比达4.2%、高出全国水平1.3个百分点。", ["电动汽车占比", "电动汽车占比高出全国水平"]),
        ("一产、二产、三产增加值分别增长6%、8%、5%。", ["一产增加值", "二产增加值", "三产增加值"]),
        ("加快推进6个百万羽蛋鸡养殖项目。", ["推进蛋鸡养殖项目"] * 2),
        ("实施60个“能力提升”项目，扶持9家“机器换人”企业。", ["实施“能力提升”项目", "扶持“机器换人”企业"]),
        ("财政收入跃上3亿元新台阶，经济总量有望突破20亿元。", ["财政收入", "经济总量"]),
        ("税收和产值分别增长5%、5. 4%。", ["税收", "产值"]),
    ],
)
def test_an_indicator_has_no_word_too_many_or_too_few(text: str, indicators: list[str]) -> None:
    assert [f.indicator for f in facts_of(text)] == indicators


def test_a_change_from_the_year_before_is_of_one_year_and_tasks_of_a_plan_of_all_its_years() -> None:
    text = (
        "云陂镇政府工作报告\n\n——2023年1月6日在云陂镇第三届人民代表大会上\n\n一、过去五年工作回顾\n营业收入同比增加1200万元，建成道路80公里。\n"
        "二、全面推进“十四五”主要任务\n年均造林20亩。\n"
    )
    years = [(f.period.start.year, f.period.end.year) for f in analyse(Document(text)).facts if f.period]
    assert years == [(2022, 2022), (2018, 2022), (2021, 2025)]


def test_an_estimate_looks_ahead_until_the_year_is_over() -> None:
    given = "云陂镇2023年工作总结\n一、工作成效\n预计全年接待游客9万人次。\n云陂镇人民政府\n{}\n"
    within, after = (
        analyse(Document(given.format(day))).facts[0] for day in ("2023年11月26日", "2024年1月5日")
    )
    assert (within.status, after.status) == ("target", "achieved")


def test_the_aims_of_several_years_go_on_under_headings_without_a_year() -> None:
    text = (
        "云陂镇政府工作报告\n\n——2023年1月6日在云陂镇第三届人民代表大会上\n\n一、工作回顾\n新建学校12所。\n二、全面落实新要求\n"
        "今后五年的目标是：\n粮食产量年均增长2%。\n三、加快发展现代农业\n新建大棚60个。\n四、扎实做好2023年工作\n新建学校1所。\n"
    )
    years = [(f.period.start.year, f.period.end.year) for f in analyse(Document(text)).facts if f.period]
    assert years == [(2022, 2022), (2023, 2027), (2023, 2027), (2023, 2023)]


def test_a_year_that_the_part_is_not_about_ends_no_span() -> None:
    text = "五年来，全镇面貌一新。2020年产值3亿元，比2015年增长14%。新建道路80公里。"
    years = [(f.period.start.year, f.period.end.year) for f in facts_of(text) if f.period]
    assert years[-1] == (2018, 2022)


def years_of(text: str, section: Section = "achievements", metadata: Metadata = SUMMARY) -> list[int]:
    """The years in which the periods of a text's figures begin."""
    return [f.period.start.year for f in facts_of(text, section, metadata) if f.period]


_TERM = """云陂镇政府工作报告

——2023年1月6日在云陂镇第三届人民代表大会上

一、{heading}
{text}
二、今后五年的目标
新建学校6所。
"""


def years_of_a_term(text: str, heading: str = "过去五年工作回顾", year: int = 2022) -> list[int]:
    """The first years of the figures of a review that is given in January after `year`."""
    report = _TERM.replace("2023", str(year + 1))
    doc = analyse(Document(report.format(heading=heading, text=text)))
    return [f.period.start.year for f in doc.facts if f.period][:-1]


@pytest.mark.parametrize(
    "text",
    [
        "刚刚过去的2022年，全镇上下齐心。产值增长14%，水耗、能耗分别下降4%和5%。",
        "各位代表！2022年，全镇上下齐心。产值增长14%，水耗、能耗分别下降4%和5%。",
        "过去的一年，全镇上下齐心。产值增长14%，水耗、能耗分别下降4%和5%。",
        "全镇上下齐心。初步核算，产值增长14%，水耗、能耗分别下降4%和5%。",
    ],
)
def test_the_last_year_told_by_itself_ends_the_span_of_a_review(text: str) -> None:
    assert years_of_a_term(text) == [2022, 2022, 2022]


def test_what_opens_a_paragraph_holds_for_those_after_it() -> None:
    text = "新建学校12所。\n刚刚过去的2022年，全镇上下齐心。\n（一）农业稳步发展。新建大棚60个。\n各位代表！2022年成绩不小。五年来，我们埋头苦干。\n修路40公里。"
    assert years_of_a_term(text) == [2018, 2022, 2018]
    text = "过去五年，全镇面貌一新。\n——农业稳步发展。新建大棚60个。\n2022年，我们埋头苦干。\n新建学校1所。"
    assert years_of_a_term(text, "2022年和过去五年工作回顾") == [2018, 2022]
    assert years_of_a_term(text, "本届政府工作回顾") == [2018, 2022]


@pytest.mark.parametrize(
    ("heading", "year"),
    [
        ("“十三五”经济社会发展取得显著成就", 2020),
        ("“十三五”规划完成情况及2020年工作回顾", 2020),
        ("“十三五”重大成就及“十四五”主要目标", 2020),
        ("抢抓机遇、开拓奋进的五年", 2020),
        ("四次会议确定任务完成情况和五年工作回顾", 2020),
    ],
)
def test_a_heading_names_the_five_years_that_its_review_is_of(heading: str, year: int) -> None:
    body = "全镇面貌一新。\n人民生活明显改善。城镇新增就业500人，养老机构达到3家。"
    assert years_of_a_term(body, heading, year) == [year - 4, year]


def test_a_plan_that_only_began_is_no_span_of_its_review() -> None:
    body = "全镇面貌一新。\n人民生活明显改善。城镇新增就业500人。"
    assert years_of_a_term(body, "“十三五”实现良好开局", 2016) == [2016]
    assert years_of_a_term(body, "2020年工作回顾", 2020) == [2020]


def test_paragraphs_of_a_mixed_review_say_that_they_are_of_five_years() -> None:
    """The year comes first, the five years where a paragraph says so."""
    heading = "2020年和“十三五”工作回顾"
    body = "2020年是不平凡的一年。新增就业90人。\n各位代表！2020年成绩不小。全镇备受鼓舞！五年来，我们埋头苦干。\n（一）民生持续改善。新增就业500人。"
    assert years_of_a_term(body, heading, 2020) == [2020, 2016]
    body = "2020年是不平凡的一年。新增就业90人。\n这是民生改善最快的五年。新增就业500人，农户达到40户。"
    assert years_of_a_term(body, heading, 2020) == [2020, 2016, 2020]


def test_what_is_summed_over_five_years_is_no_level_though_it_reached() -> None:
    assert years_of("五年来，全镇面貌一新，旅游收入累计达到9万元") == [2018]
    assert years_of("过去五年，全镇丰收，五年粮食产量达540吨，其中") == [2018]
    assert years_of("五年来，累计新建道路20公里、总里程达到80公里") == [2018, 2022]
    text = "全镇产值年均增长7%、2022年达到28万元；能耗、水耗分别累计下降22%、23%。"
    assert years_of_a_term(text) == [2018, 2022, 2018, 2018]


def test_an_estimate_that_opens_a_paragraph_says_nothing_of_the_next() -> None:
    text = "初步统计，2022年全镇产值3亿元。\n新建学校12所。"
    assert years_of_a_term(text) == [2022, 2018]


def test_what_is_summed_up_after_a_single_year_is_of_the_span_again() -> None:
    assert years_of_a_term("外贸扩大。2022年出口3亿元。累计批准项目90个，利用外资40万元。") == [
        2022,
        2018,
        2018,
    ]
    assert years_of_a_term("2022年，外贸扩大。累计批准项目90个。") == [2022]


def test_a_level_held_against_the_year_before_a_span_is_of_its_last_year() -> None:
    assert years_of_a_term("投资80万元，销售额46万元，分别是2017年的4倍和2倍。")[:2] == [2022, 2022]
    assert years_of_a_term("累计投资80万元，比2017年多3倍。建房60套。")[::2] == [2018, 2018]


def test_a_level_named_for_growth_is_of_the_last_year_of_a_span() -> None:
    assert years_of_a_term("人口自然增长率4‰，PM2.5年均浓度31微克。") == [2022, 2022]


def test_a_mean_of_the_plans_is_of_the_years_that_they_name() -> None:
    text = (
        "云陂镇政府工作报告\n\n——2023年1月6日在云陂镇第三届人民代表大会上\n\n一、工作回顾\n新建学校12所。\n二、奋斗目标\n"
        "今后五年，是加快发展的时期。\n三、加快发展现代农业\n力争产值年均增长9%，新建大棚60个。\n"
    )
    mean, plain = analyse(Document(text)).facts[1:]
    assert mean.period is not None
    assert plain.period is not None
    assert (mean.change_base, mean.period.start.year, mean.period.end.year) == ("年均", 2023, 2027)
    assert (plain.period.start.year, plain.period.end.year) == (2023, 2023)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("平均响应时间由3.2小时压缩到1.6小时。", "平均响应时间"),
        ("平均响应时间由3.2小时压缩至1.6小时。", "平均响应时间"),
        ("志愿服务队由12支发展到20支。", "志愿服务队"),
        ("志愿服务队由原来的12支发展壮大到现在的20支。", "志愿服务队"),
        ("种植面积从300亩扩展到500亩。", "种植面积"),
        ("营业时间由8小时延长到10小时。", "营业时间"),
        ("服务队由12支拓展到20支。", "服务队"),
        ("党员由12名壮大为20名。", "党员"),
        ("办理时间由平均3.2小时，压缩到1.6小时。", "办理时间"),
        ("志愿服务队由12支到20支。", "志愿服务队"),  # no word of the list
    ],
)
def test_of_two_levels_the_first_is_past(text: str, name: str) -> None:
    former, reached = facts_of(text)
    assert (former.period, former.indicator, reached.indicator) == (None, name, name)
    assert reached.period is not None


def test_a_figure_before_another_is_no_former_level() -> None:
    first, _ = facts_of("由3个部门牵头到12户企业走访。")
    assert first.period is not None


def test_a_former_level_without_a_time_has_no_period() -> None:
    first, second = facts_of("持证人员由9名增至15名")
    assert first.period is None
    assert second.period is not None


def test_a_stated_year_is_a_period_even_where_the_report_shows_none() -> None:
    period = facts_of("2019年新建公厕6座", metadata=Metadata())[0].period
    assert period is not None
    assert period.start == date(2019, 1, 1)


def test_what_a_span_sums_goes_on_through_its_list_but_a_second_mention_stays_in_its_clause() -> None:
    assert years_of("三年累计新建公厕60座，改造农房18户；修路4公里。") == [2020, 2020, 2022]
    assert years_of("新建公厕6座，三年累计60座，改造农房18户。") == [2022, 2020, 2022]
    assert years_of("就业规模扩大，五年新增就业260人，其中女工120人，开办工厂2家。")[:2] == [2018, 2018]
    assert years_of("两年平均增长5%，投资增长6%。") == [2021, 2022]


def test_what_is_summed_over_a_span_is_no_level_of_its_last_year() -> None:
    assert years_of("2022年产值3亿元；五年实际利用外资达40万元，2022年增长26%。") == [2022, 2018, 2022]
    assert years_of("力争五年新增就业达到300人", "plans", GOVERNMENT) == [2023]
    assert years_of("入学率五年分别提高2%和3%") == [2018, 2018]


@pytest.mark.parametrize(
    "piece",
    [
        "1次，",
        "1次、",
        "其中1次",
        "由1次增至2次",
        "2022年1次",
        "(1次",
        "分别1次、",
        "新增1个的",
        "每户每年1元，",
        "按每亩1元标准收取",
        "离年初定下的20家还差8家，",
        "国家级3个、",
        "以茶为主的10个、",
        "在全县12个乡镇中排第3，",
        "实行24小时值守、",
        "确定3个村为示范点，",
    ],
)
def test_a_line_of_ten_thousand_figures_is_resolved_in_linear_time(piece: str) -> None:
    text = piece * 10_000
    started = time.process_time()
    facts = facts_of(text)
    assert time.process_time() - started < 30
    assert len(facts) >= 9_000


def test_a_minus_belongs_to_the_figure() -> None:
    doc = analyse(Document("工作总结\n\n一、成效\n工业增加值增长-2.4%，最低气温零下3℃，减负500万元。\n"))
    assert [(doc.quote(f.span), float(f.quantity.low or 0), f.change) for f in doc.facts] == [
        ("-2.4%", -2.4, "up"),
        ("零下3℃", -3, None),
        ("500万元", 5_000_000, "down"),
    ]


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("镇党委召开会议6次", "镇党委"),
        ("班子成员带队检查68次", "班子成员"),
        ("召开会议6次", None),
        ("粮食总产量达到8120吨", None),
        ("人居环境整治项目投入96万元", None),
    ],
)
def test_an_actor_is_named_only_where_the_clause_names_one(text: str, actor: str | None) -> None:
    assert facts_of(text)[0].actor == actor


def test_a_base_of_time_holds_only_for_its_clause() -> None:
    base, now = facts_of("在2020年5个村达标的基础上，又有10个村达标")
    assert base.period is not None
    assert now.period is not None
    assert (base.period.start.year, now.period.start.year) == (2020, 2022)


def test_a_verb_of_reaching_that_the_segmenter_joins_is_no_part_of_the_name() -> None:
    assert [f.indicator for f in facts_of("全镇国际友城达12对，开展改革的村达52.8%")] == [
        "国际友城",
        "开展改革的村",
    ]


@pytest.mark.parametrize(
    ("text", "statuses"),
    [
        # 目标是 announces aims, a turn of phrase does not
        ("主要预期目标是：生产总值增长9%，财政收入增长8%。", ["target", "target"]),
        ("经济增长目标为9%。", ["target"]),
        ("主要目标是生产总值增长9%，财政收入增长8%。", ["target", "target"]),
        ("坚持以目标为导向，建成广场3个，投入资金12万元。", ["achieved", "achieved"]),
        ("我们的目标是让群众满意，建成便民点12个。", ["achieved"]),
        ("紧盯任务是否落实，开展督查12次。", ["achieved"]),
        ("目标是否达到，看12个村。", ["achieved"]),
        # how often a storm came, not drills and works against it
        ("先后遭遇3场台风和雨雪冰冻灾害。", ["reference"]),
        ("开展2次地震、火灾应急演练，新建3处山洪、滑坡监测站。", ["achieved", "achieved"]),
        ("新建桥梁3座\n暴雨影响下，群众安全转移。", ["achieved"]),
        ("全县9个\n乡镇考核，我镇第2名。", ["achieved", "achieved"]),
        # a bound of size, wherever its clause begins
        ("50平方米以下的小店关停120家。", ["reference", "achieved"]),
        ("清理店铺，50平方米以下的小店关停120家。", ["reference", "achieved"]),
        # what is left is still to be done, or is done by now
        ("剩余6万人到3月底可全部完成。", ["target"]),
        ("剩余6万人可领补助已全部完成。", ["achieved"]),
        ("剩余3家企业可贷资金全部到位。", ["achieved"]),
        # a bound of those who are counted, and of the things it is told of
        ("3年以上未复吸16人。", ["reference", "achieved"]),
        ("服务满3年以上，培训120人。", ["achieved", "achieved"]),
        ("产品64种，增速在20%以上的有28种。", ["achieved", "reference", "achieved"]),
        ("存栏500头以上的养殖场12个。", ["reference", "achieved"]),
        ("培训100人以上。", ["achieved"]),
        ("涉案金额1亿元以上、参与人数1000人以上的案件下降。", ["reference", "reference"]),
        ("50万元以上工程一律送审。", ["reference"]),
        ("对人均纯收入低于6200元、有返贫风险的农户开展走访。", ["reference"]),
        ("农民人均纯收入不低于6200元。", ["achieved"]),
        # the weather, and what it did
        (
            "遭遇最强降雨，过程雨量286毫米，3个村受灾，冲毁道路4公里。",
            ["reference", "reference", "reference"],
        ),
        ("汛期暴雨频繁，修复冲毁道路4公里。", ["achieved"]),
        ("遭受冰雹袭击，农作物受灾1.2万亩，其中绝收180亩。", ["reference", "reference"]),
        ("遭受冰雹袭击，补助农作物受灾户120户。", ["achieved"]),
        ("防灾减灾有力，死亡事故起数下降3%。", ["achieved"]),
        ("投入强度2.9%，高于全国平均2.6%的水平。", ["achieved", "reference"]),
        ("占比15.3%，比区里定的13%高出2个百分点。", ["achieved", "reference", "achieved"]),
        ("项目达产后可年产轴承12万套、新增就业200人。", ["target", "target"]),
        ("建成后的广场3个。", ["achieved"]),
        ("为0—36个月儿童建卡1322张。", ["reference", "achieved"]),
        ("建百亩以上蔬菜小区6—8个。", ["reference", "achieved"]),
        ("在全县14个乡镇水利考核中我乡排第5。", ["reference", "achieved"]),
        ("遭受暴雨袭击，全镇受灾人口320人。", ["reference"]),
        ("扩建等2件因征地受阻，至今未能完成。", ["problem"]),
        ("消除隐患82处，尚未消除的正在整改。", ["achieved"]),
        ("上级下达的安置移民560人的任务也圆满完成。", ["achieved"]),
        # by when is no bound of a class
        ("3小时内转移危险地段群众52户。", ["achieved", "achieved"]),
        ("受理信访21件，其中3日内上门核实的19件。", ["achieved", "reference", "achieved"]),
        ("短视频播放量过10万次的仅6条，每月值班不足2次的岗亭有3个。", ["reference", "achieved"] * 2),
        ("计划到2025年，绿化率提高到48%，人口突破3万人。", ["target", "target"]),
        ("力争引进企业3家，实现税收800万元。", ["target", "target"]),
        ("9个村的第一书记全部进入专班。", ["achieved"]),
        ("发案数列全区9个镇由低到高第三位。", ["reference", "achieved"]),
        ("年度改厕任务260户，已完成185户。", ["target", "achieved"]),
        ("发生事故4起，直接经济损失37万元。", ["achieved", "achieved"]),
        ("遭遇强降雨，农作物受灾900亩，直接经济损失37万元。", ["reference", "reference"]),
        ("因灾直接经济损失37万元。", ["reference"]),
        # what a rule asks
        ("按照收集率不低于15%的规定严格验收。", ["reference"]),
    ],
)
def test_a_word_of_status_counts_only_where_it_says_so(text: str, statuses: list[str]) -> None:
    assert [f.status for f in facts_of(text)] == statuses


@pytest.mark.parametrize(
    ("text", "indicators"),
    [
        ("从20所中小学中选出3所。", ["中小学", "中小学选出"]),
        ("从35名中青年干部中选拔12名。", ["中青年干部", "中青年干部选拔"]),
        ("省级示范村、镇分别达到30个和2个。", ["省级示范村", "省级示范镇"]),
        ("脱贫人口、户分别为3200人、900户。", ["脱贫人口", "户"]),
        ("合格率比全省70%的平均水平高22个百分点。", ["合格率", "合格率比全省平均水平高"]),
        ("装备制造、食品加工产值分别完成31亿元、9亿元。", ["装备制造产值", "食品加工产值"]),
        ("失业保险、医疗保险参保人数分别达到270人、285人。", ["失业保险参保人数", "医疗保险参保人数"]),
        ("粮食、油料播种面积分别达到3万亩、2万亩。", ["粮食播种面积", "油料播种面积"]),
        ("钢材、水泥、玻璃产量分别增长12%、6%和下降2%。", ["钢材产量", "水泥产量", "玻璃产量"]),
        ("批次、人次分别下降9%和22%。", ["批次", "人次"]),
    ],
)
def test_names_share_only_what_they_have_in_common(text: str, indicators: list[str]) -> None:
    assert [f.indicator for f in facts_of(text)] == indicators


def test_a_long_way_from_a_mean_to_its_difference_makes_no_name() -> None:
    text = "合格率比全省70%的平均水平在全体干部职工的共同努力之下又大幅度提高22个百分点。"
    assert all(len(f.indicator or "") < 20 for f in facts_of(text))


@pytest.mark.parametrize(
    ("text", "indicators"),
    [
        (
            "财政总收入3268万元，为年初预算的97.2%，同比下降1.6%。",
            ["财政总收入", "财政总收入为年初预算", "财政总收入"],
        ),
        ("到位资金2.3亿元，完成全年目标的115%，增长8%。", ["到位资金", "到位资金完成全年目标", "到位资金"]),
        ("新建安置房500套，占年计划的83%。", ["新建安置房", "新建安置房占年计划"]),
        ("改造厕所300座，为年初计划的75%。", ["改造厕所", "改造厕所为年初计划"]),
    ],
)
def test_a_share_of_a_task_is_told_of_what_was_done(text: str, indicators: list[str]) -> None:
    assert [f.indicator for f in facts_of(text)] == indicators


def test_a_bound_of_spending_names_a_class() -> None:
    assert facts_of("5000元以上开支由班子会研究。")[0].status == "reference"


@pytest.mark.parametrize("goal", ["任务", "目标"])
def test_the_cue_of_an_announced_aim_is_the_word_as_written(goal: str) -> None:
    facts = facts_of(f"全年重点{goal}是：新建水库5座，改造公路12公里。")
    assert [(f.status, f.status_cue) for f in facts] == [("target", goal)] * 2


def test_a_plan_that_a_meeting_adopted_is_aimed_at_until_its_result_is_told() -> None:
    text = "三届一次会议通过的2022年全镇发展的主要指标是：产值增长8%，收入增长5%；执行的结果是：产值增长10%，收入增长4%。"
    assert [(f.status, f.status_cue) for f in facts_of(text)] == [("target", "指标")] * 2 + [
        ("achieved", None)
    ] * 2
    assert {f.status for f in facts_of("考核的主要指标是：产值增长8%")} == {"achieved"}


@pytest.mark.parametrize(
    ("text", "bases", "indicators"),
    [
        ("人均收入14546元，增长10.4%，扣除价格上涨因素实际增长7.4%", [None, None, "real"], ["人均收入"] * 3),
        ("人均收入增长10.4%，扣除价格因素，实际增长7.4%", [None, "real"], ["人均收入"] * 2),
        ("粮食产值2亿元，按可比价格计算增长9%", [None, "real"], ["粮食产值"] * 2),
        ("粮食产值增长9%（按可比价计算）", ["real"], ["粮食产值"]),
        ("镇村居民收入分别实际增长9%和8%", ["real", "real"], ["镇村居民收入"] * 2),
        ("财政收入名义增长8%", ["nominal"], ["财政收入"]),
        ("财政收入同口径增长8%", ["same_scope"], ["财政收入"]),
        ("按可比口径，财政收入增长8%，商品销售额增长9%", ["same_scope", None], ["财政收入", "商品销售额"]),
        ("实际利用外资增长8%", [None], ["实际利用外资"]),
        ("人均收入实际达到90元", [None], ["人均收入"]),
    ],
)
def test_a_growth_is_told_in_real_or_nominal_terms(
    text: str, bases: list[str | None], indicators: list[str]
) -> None:
    found = facts_of(text)
    assert [f.growth_basis for f in found] == bases
    assert [f.indicator for f in found] == indicators


@pytest.mark.parametrize("set_by_law", ["法定", "法定的"])
def test_what_the_law_sets_is_reference(set_by_law: str) -> None:
    facts = facts_of(f"办结时限由{set_by_law}20天压缩到8天。")
    assert [f.status for f in facts] == ["reference", "achieved"]


@pytest.mark.parametrize(
    ("text", "indicators"),
    [
        (
            "开办烟花销售人员“持证上岗”培训班3期，培训64人，取证58人，取证率90.6%。",
            [
                "开办烟花销售人员培训班",
                "烟花销售人员培训班培训",
                "烟花销售人员培训班取证",
                "烟花销售人员培训班取证率",
            ],
        ),
        ("受理来信41件（其中重点件6件、重复件3件）。", ["受理来信", "受理来信重点件", "受理来信重复件"]),
        ("排查问题35个，整改到位31个，未完成的4个。", ["排查问题", "问题整改到位", "问题未完成"]),
        (
            "接到群众举报18条，发放奖励2600元，办结率100%。",
            ["接到群众举报", "发放奖励", "接到群众举报办结率"],
        ),
        (
            "评审修缮工程26个，送审金额1900万元，审减率7.2%。",
            ["评审修缮工程", "送审金额", "评审修缮工程审减率"],
        ),
        (
            "新增监测户24户，其中因病、因灾分别占62.5%和37.5%。",
            ["新增监测户", "新增监测户因病占", "新增监测户因灾占"],
        ),
        (
            "外出务工1530人，完成年度任务的102%，其中省外870人、县内410人。",
            ["外出务工", "外出务工完成年度任务", "外出务工省外", "外出务工县内"],
        ),
        (
            "产业资金支出640万元，占衔接资金总量(900万元)的71.1%。",
            ["产业资金支出", "衔接资金总量", "产业资金支出占衔接资金总量"],
        ),
        (
            "安装护栏512米，完成全年任务（800米）的64%。",
            ["安装护栏", "安装护栏全年任务", "安装护栏完成全年任务"],
        ),
        ("新增纳税超百万元企业4户。", ["纳税", "新增纳税超百万元企业"]),
        ("班子成员到包联社区督导26次。", ["班子成员督导"]),
        (
            "与9个村、31家企业和7所学校、幼儿园签订责任书47份。",
            ["村签订责任书", "企业签订责任书", "学校签订责任书", "签订责任书"],
        ),
        ("第三届“稻浪”山歌节吸引18支队伍参赛，观众逾8000人次。", ["吸引队伍参赛", "山歌节观众"]),
        (
            "举办青溪桃花节，吸引城里客人6000人次，全年接待游客3.2万人次。",
            ["青溪桃花节吸引城里客人", "接待游客"],
        ),
        (
            "在邻县举办“走进青溪”招商推介会，现场签约6个、金额3.1亿元。",
            ["招商推介会现场签约", "招商推介会现场签约金额"],
        ),
        ("“洁净家园”活动清运垃圾320吨，农户参与率85%。", ["清运垃圾", "洁净家园农户参与率"]),
        ("召开警示教育大会2场，640人次受教育。", ["召开警示教育大会", "警示教育大会受教育"]),
        (
            "推送信息260条，被县级以上媒体采用34条，其中省级5条。",
            ["推送信息", "信息县级以上媒体采用", "信息县级以上媒体采用省级"],
        ),
        (
            "发展合作社7家，入社农户410户，占全村农户的四成。",
            ["发展合作社", "合作社入社农户", "入社农户占全村农户"],
        ),
        ("关闭养殖场11家，涉及生猪1800头。", ["关闭养殖场", "养殖场涉及生猪"]),
        (
            "投资36万元为5个村配齐消防装备，新增水带900米、灭火器120具。",
            ["投资配齐消防装备", "村配齐消防装备", "新增水带", "新增灭火器"],
        ),
        ("拨付村级运转经费312万元，村均24万元。", ["拨付村级运转经费", "村级运转经费村均"]),
        ("10件实事全部办结，完成投资860万元。", ["实事办结", "实事完成投资"]),
        ("群众满意率96%，全县环境考核由第9名上升到第4名。", ["群众满意率", "环境考核", "环境考核"]),
        ("现有省级乡村振兴重点帮扶村2个。", ["省级乡村振兴重点帮扶村"]),
        ("排查一般隐患320处，限期整改45处，整改率98%。", ["排查一般隐患", "限期整改", "一般隐患整改率"]),
        ("举办“履职大讲堂”3期，培训代表150人次。", ["举办“履职大讲堂”", "履职大讲堂培训代表"]),
        ("发放粮食补贴126万元，惠及农户3100户。", ["发放粮食补贴", "粮食补贴惠及农户"]),
        ("解决了4个村860人季节性缺水问题。", ["解决村季节性缺水问题", "季节性缺水问题"]),
        ("全年有5名代表在全县“最美代表”评选中上榜。", ["代表上榜"]),
        # what measures of those counted are is told of them, unless it says which they are
        ("全乡16个村集体经济总收入920万元。", ["村", "村集体经济总收入"]),
        (
            "28家规上企业产值9亿元，8个乡镇（街道）财政收入3亿元。",
            ["规上企业", "规上企业产值", "乡镇（街道）", "乡镇（街道）财政收入"],
        ),
        ("有3个村经营性收入不足5万元。", ["村经营性收入", "村经营性收入"]),
        ("9个项目总投资6亿元，完成投资2亿元。", ["项目", "项目总投资", "项目完成投资"]),
        ("60万农村低收入人口人均收入增加到2258元。", ["农村低收入人口", "农村低收入人口人均收入"]),
        # of one list with a preposition before it
        (
            "年初与12个村、30家企业、4所学校签订责任状46份。",
            ["村签订责任状", "企业签订责任状", "学校签订责任状", "签订责任状"],
        ),
        ("先后与6家银行达成30亿元授信。", ["银行达成", "授信"]),
        ("对9家涉氨、有限空间企业开展体检。", ["涉氨、有限空间企业体检"]),
        ("对全镇36家“九小场所”进行摸底，建档率100%。", ["“九小场所”摸底", "“九小场所”建档率"]),
        # by when, and from which level
        ("贷款支出率11月底前达到90%。", ["贷款支出率"]),
        ("批发价由去年的每公斤22元涨到30元，产值600万元。", ["批发价每公斤", "批发价每公斤", "产值"]),
        ("商品销售总额1.2亿元，利润260万元。", ["商品销售总额", "利润"]),
        ("选派第一书记和驻村队员14名。", ["选派第一书记和驻村队员"]),
        ("机关和村干部开展走访慰问56次。", ["开展走访慰问"]),
        # what money was spent on, behind its parts
        ("投入90万元，其中上级补助40万元，完成管网改造6公里。", ["投入管网改造", "投入上级补助", "管网改造"]),
        (
            "整合120万元，其中县补60万元、自筹60万元，新建便民桥3座。",
            ["整合新建便民桥", "整合县补", "整合自筹", "新建便民桥"],
        ),
        # what an occasion came to
        ("举办企业安全员培训班4期，218人次参训。", ["举办企业安全员培训班", "企业安全员培训班参训"]),
        ("“金秋邻里节”办了12场活动，上万人次参加。", ["金秋邻里节活动", "金秋邻里节参加"]),
        ("乡村采茶节举办了6场演出。", ["乡村采茶节演出"]),
        # ranks and bounds of what was told before
        ("在全市9个县区的综合考评中，我县名列第二。", ["县区", "综合考评"]),
        (
            "村集体经营性收入820万元，50万元以上的村3个。",
            ["村集体经营性收入", "村集体经营性收入", "50万元以上的村"],
        ),
        # who does it so long, by what means, about what, together, with what they are like left out
        ("16名工作人员连续值守27天，3名教师支教2年。", ["工作人员", "工作人员连续值守", "教师支教"]),
        ("采用实地核查的办法复核全部在册对象，清退32户。", ["在册对象清退"]),
        ("围绕乡村振兴、深入实施“百千工程”等课题开展专题调研6次。", ["开展专题调研"]),
        ("理事会、乡贤共同上门劝导62次。", ["上门劝导"]),
        ("两名在抗旱一线表现突出的青年干部走上领导岗位。", ["青年干部走上领导岗位"]),
        ("5户老人经过反复动员搬进新居。", ["老人"]),
        ("半年来新接收9人，经核查发现隐患12处。", ["新接收", "发现隐患"]),
        ("纠正内容陈旧、语句不通、用图不规范等问题12个。", ["纠正问题"]),
        ("建设创业孵化基地、返乡创业园等载体40家。", ["建设载体"]),
        ("“红帆”志愿队入选全市最佳组织，队员由32人发展到115人。", ["“红帆”志愿队队员", "“红帆”志愿队队员"]),
        ("落实村干部每人每月200元补助。", ["落实村干部每人每月补助"]),
        ("营养餐计划按每生每天4元、全年200天计。", ["营养餐计划每生每天", "营养餐计划每生每天"]),
        ("新发贷款86户，不良率控制在0.3%以内。", ["新发贷款", "不良率"]),
        ("帮助3名妇女申请贴息贷款20万元。", ["帮助妇女申请贴息贷款", "帮助妇女申请贴息贷款"]),
        ("每万人警情数列全区9个镇（街道）由低到高第三位。", ["镇（街道）", "每万人警情数"]),
        ("发现隐患61条，督促整改到位58条，整改率95%。", ["发现隐患", "督促整改到位", "隐患整改率"]),
        ("争取上级资金90万元，其中水利资金60万元、其他资金30万元。", ["上级资金", "水利资金", "其他资金"]),
        ("新增公路80公里，其中高速公路23公里。", ["新增公路", "新增高速公路"]),
        ("补助资金78万元，户均2.9万元。", ["补助资金", "补助资金户均"]),
        ("对86户监测对象逐户制定措施。", ["监测对象"]),
        # behind a size of theirs
        ("建成占地900平方米的广场1处。", ["建成占地广场", "建成广场"]),
        ("对9座老旧水库进行了除险加固。", ["老旧水库除险加固"]),
        ("对接湖南、广东等地企业18家。", ["对接企业"]),
        ("计生办编制12个，空编3个。", ["计生办编制", "计生办空编"]),
    ],
)
def test_what_a_figure_is_of_is_told_before_it(text: str, indicators: list[str]) -> None:
    assert [f.indicator for f in facts_of(text)] == indicators


@pytest.mark.parametrize("amount", ["5000至7000元", "****至****元"])
def test_a_range_of_money_bounds_a_class(amount: str) -> None:
    bound = facts_of(f"人均纯收入{amount}的脱贫户有21户。", "problems")[0]
    assert (bound.indicator, bound.status) == ("人均纯收入", "reference")


def names_of_lines(lines: str) -> list[tuple[str | None, str]]:
    return [(fact.indicator, fact.status) for fact in analyse(Document(lines)).facts]


@pytest.mark.parametrize("heading", ["（1）云帆新材料产业园项目。", "（1）云帆新材料产业园项目\n"])
def test_a_project_that_heads_its_paragraph_has_its_sums_and_sizes(heading: str) -> None:
    names = names_of_lines(
        f"一、项目进展情况\n{heading}总投资9亿元，占地200亩，已完成投资4亿元，安装设备12台。\n"
    )
    whose = "云帆新材料产业园项目"
    assert [name for name, _ in names] == [f"{whose}总投资", f"{whose}占地", f"{whose}完成投资", "安装设备"]


@pytest.mark.parametrize(
    "heading", ["（1）推进重点项目。", "（1）招商项目。", "（1）做优环境，服务重点工程。"]
)
def test_a_heading_of_several_projects_owns_nothing(heading: str) -> None:
    names = names_of_lines(f"一、项目进展情况\n{heading}总投资9亿元，占地200亩。\n")
    assert [name for name, _ in names] == ["总投资", "占地"]


def test_a_glossary_behind_a_report_tells_rules() -> None:
    report = "青禾镇2022年工作报告\n一、2022年工作回顾\n召开会议6次。\n二、2023年工作安排\n新建公厕5座。\n各位代表，让我们共同努力！\n"
    names = names_of_lines(f"{report}名词解释：“双联系”制度，指代表联系8至10户选民。\n")
    assert names[0][1] == "achieved"
    assert names[-1][1] == "reference"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        # a stage climbed is not what is counted, nor a subject
        ("全县工业产值先后跨上10亿元和20亿元两个台阶，去年达到24亿元，比五年前增长1.4倍", ["工业产值"] * 4),
        ("财政收入突破5亿元大关，达到5.2亿元", ["财政收入"] * 2),
        ("存款余额跃上百亿元新台阶，增长12%", ["存款余额"] * 2),
        ("地区生产总值增长9%，总量迈上千亿新台阶，达到1080亿元", ["地区生产总值", "地区生产总值总量"]),
        # 第一、二、三产业 and what the second rate lends
        ("第一、二、三产业分别增长4%、12%和9%", ["第一产业", "第二产业", "第三产业"]),
        ("一、二、三产业增加值分别增长4%、12%、9%", ["一产业增加值", "二产业增加值", "三产业增加值"]),
        (
            "农村污水、生活垃圾处理率和林木覆盖率分别达到60%、85%和31%",
            ["农村污水处理率", "生活垃圾处理率", "林木覆盖率"],
        ),
        # 还 in 还草 is no adverb
        ("退耕还林还草12万亩，退牧还草30万亩", ["退耕还林还草", "退牧还草"]),
        # when, how long and against what a subject was told
        ("全县人口出生率多年来一直低于全省平均水平，去年为9.1‰，比前年低0.4个千分点", ["人口出生率"] * 2),
        ("人均产值2010年基本达到全省平均水平，2015年超过3万元", ["人均产值"]),
        ("人均住房面积到“十五”期末超过22平方米", ["人均住房面积"]),
        ("人均纯收入第一次超过2000元，城镇化率力求提高2个百分点", ["人均纯收入", "城镇化率"]),
        ("五年间全县粮食总产量增加3万吨，五年中财政收入累计完成40亿元", ["粮食总产量", "财政收入"]),
        ("百亿企业实现零的突破、达到2家", ["百亿企业"]),
        # a rate owns no sum, a mere deed no investment
        ("企业经济效益综合指数提高6个百分点，实现利润3亿元", ["企业经济效益综合指数", "利润"]),
        ("优化流程，提速推进建设，完成投资20亿元", ["完成投资"]),
        ("加工产值占总产值的比重达到16%，而我省只占5%", ["加工产值占总产值的比重"] * 2),
        # 级 behind a size, 中 of a word
        ("建成百万千瓦级光伏基地，培育千亿元级产业集群", ["建成光伏基地", "培育产业集群"]),
        ("新建6家中试基地，扶持80家中小企业", ["新建中试基地", "扶持中小企业"]),
        ("国有股比重由目前的72%降到50%以下", ["国有股比重"] * 2),
        ("建成以柑橘、茶叶为主的10个出口商品基地", ["建成出口商品基地"]),
        ("外贸总额增长速度高于财政收入增长速度，达到9%", ["外贸总额增长速度"]),
        # what a list says but once, and what is said of both
        (
            "养老、失业和医疗保险参保人数分别达到4万人、1万人和5万人",
            [f"{one}保险参保人数" for one in ("养老", "失业", "医疗")],
        ),
        ("城镇和农村居民人均收入分别增长7%、8%", ["城镇居民人均收入", "农村居民人均收入"]),
        ("城镇居民人均可支配收入和农民人均纯收入均增长7%", ["城镇居民人均可支配收入和农民人均纯收入"]),
        ("按时办复代表建议23件、委员提案48件", ["办复代表建议", "办复委员提案"]),
        (
            "两年内在全省率先基本解决饮水安全问题，建设5个在全国有影响的专业市场",
            ["解决饮水安全问题", "建设专业市场"],
        ),
        ("造林面积完成计划的111%，植树完成年度计划的98%", ["造林面积完成计划", "植树完成年度计划"]),
        (
            "普通高中在校学生由4千人增加到5千人，普通高校在校学生由2000年的3万人增加到9万人",
            ["普通高中在校学生"] * 2 + ["普通高校在校学生"] * 2,
        ),
        ("城镇居民人均可支配收入和农民人均纯收入分别增长7%以上", ["城镇居民人均可支配收入和农民人均纯收入"]),
        ("建成云溪至青禾33万伏输变电线路", ["输变电线路"]),
        ("扶持30个发展潜力大、承载能力强的县城，关闭20户浪费资源、污染严重的企业", ["扶持县城", "关闭企业"]),
        ("地区生产总值跨越千亿元台阶，初步核算2017年达到1200亿元", ["地区生产总值"] * 2),
        ("健全5项培训制度，做强6个产业集群，划定8处保护区", ["健全培训制度", "做强产业集群", "划定保护区"]),
        ("优化结构，确保全社会固定资产投资达到80亿元", ["全社会固定资产投资"]),
    ],
)
def test_names_in_the_manner_of_older_reports(text: str, names: list[str]) -> None:
    assert [fact.indicator for fact in facts_of(f"{text}。")] == names


def test_the_level_that_a_plan_goes_to_is_a_target() -> None:
    facts = facts_of("扶贫专项资金由去年的3亿元增加到5亿元。", "plans")
    assert [fact.status for fact in facts] == ["achieved", "target"]


def test_what_is_passed_bounds_a_class() -> None:
    facts = facts_of("培育年销售收入过10亿元的企业3家，过5亿元的企业8家，财政收入超过6亿元。", "plans")
    assert [fact.status for fact in facts] == ["reference", "target", "reference", "target", "target"]
    assert facts[0].indicator == "年销售收入"


@pytest.mark.parametrize("term", ["12．“气十条”：指治理大气的十项措施。", "3.两保障：即保障20%的农户用水。"])
def test_an_explained_term_tells_a_rule(term: str) -> None:
    assert facts_of(term, "back")[-1].status == "reference"


@pytest.mark.parametrize(("text", "change"), [("出台稳增长65条措施。", None), ("销量平稳增长65台。", "up")])
def test_a_growth_aimed_at_is_no_change(text: str, change: str | None) -> None:
    assert [fact.change for fact in facts_of(text)] == [change]
