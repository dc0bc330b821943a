"""What decides about a figure from its surroundings: quotes, titles, longer words, furniture, heading numbers."""

from decimal import Decimal

import pytest

from reporttext import lexicon
from reporttext.extract import find_in
from reporttext.fold import INVISIBLE
from reporttext.model import Document
from reporttext.pipeline import analyse
from reporttext.units import canonical_units


def quotes(text: str) -> list[str]:
    return [f.span.of(text) for f in find_in(text, lexicon.load())]


@pytest.mark.parametrize(
    "text",
    [
        "深入学习党的二十大和十九届六中全会精神",
        "落实“一岗双责”和“第一责任人”职责",
        "开展“三下乡”“两学一做”“五老”关爱活动",
        "一把手负总责，进一步压实责任",
        "《习近平谈治国理政》第四卷",
        "《关于“甲乙”“丙丁”“戊己”三个行动5个项目的通知》",
        "印发《云陂镇三年行动方案》（云政〔2022〕15号）",
        "2022年4月12日上午9时30分",
        "一是抓学习，二是抓落实，三要抓督查",
        "“十四五”规划开局，“八五”普法启动",
        "召开云陂镇第十八届人大三次会议",
        "**镇人民政府、**村党支部、某镇某村",
        "打造一支队伍，形成一套机制，办好一批实事",
        "重点抓好三个方面的工作",
        "二期工程已开工，一期项目投产",
        "12345热线、5G网络、4A级景区、3D打印",
        "建党100周年、世界500强、3号机组",
        "电话0571-88886666，邮编310000",
    ],
)
def test_what_counts_nothing_is_no_figure(text: str) -> None:
    assert quotes(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("组织“三下乡”演出4场", ["4场"]),
        ("办结率达“100%”", ["100%"]),
        ("**村、**村共投入**万元，惠及***余人", ["**万元", "***余人"]),
        ("先后5、6、8名干部下沉", ["5", "6", "8名"]),
        ("全镇辖12个行政村、3个社区", ["12个", "3个"]),
        ("投资额由1.2亿元增至1.5亿元", ["1.2亿元", "1.5亿元"]),
        ("召开会议2 次，参会 1 300 余人", ["2 次", "1 300 余人"]),
        ("参会1 200人，建成管网12 345.5公里", ["1 200人", "12 345.5公里"]),
        ("每户1 200元、1 500元，第3组 4 200元", ["1 200元", "1 500元", "200元"]),
        ("共投入 1 000元、12 345 678元", ["1 000元", "12 345 678元"]),
        ("全镇动员。3 050余人参加，1 200 000元到位", ["3 050余人", "1 200 000元"]),
        ("总投资2. 12亿元", ["2. 12亿元"]),
        ("每户奖励500元，连续3年", ["500元", "3年"]),
        (
            "违法率连续3年不足1%，连续5年不到三成，职工10人不到",
            ["3年", "不足1%", "5年", "不到三成", "10人不到"],
        ),
    ],
)
def test_figures_keep_to_their_place(text: str, expected: list[str]) -> None:
    assert quotes(text) == expected


def test_a_heading_number_is_not_part_of_a_figure() -> None:
    doc = analyse(Document("工作总结\n\n一、主要工作\n1.3个村完成改造。\n2、5户脱贫。\n"))
    assert [doc.quote(f.span) for f in doc.facts] == ["3个", "5户"]


def test_titles_signatures_and_furniture_hold_no_figures() -> None:
    text = "关于云陂镇完成10项工作的报告\n\n一、工作情况\n全年办理事项8件。\n\n云陂镇人民政府\n2022年12月3日\n浏览次数：236次\n"
    doc = analyse(Document(text))
    assert [doc.quote(f.span) for f in doc.facts] == ["8件"]


def test_masked_figures_never_have_a_value() -> None:
    masks = ["*", "**", "×", "××", "XX", "xx", "○○", "__", "若干", "1×", "**.*", "×.×"]
    units = lexicon.load()["units"]
    for kind in ("count", "ratio", "money", "measure"):
        for unit in units[kind]["units"]:
            for mask in masks:
                for found in find_in(f"共完成{mask}{unit}。", lexicon.load()):
                    assert found.quantity.masked, (mask, unit)
                    assert found.quantity.low is None
                    assert found.quantity.high is None
    assert find_in("投入**万元", lexicon.load())[0].quantity.mask_width == 2


def test_values_are_exact_decimals() -> None:
    found = find_in("投入0.1万元、0.2亿元、1,234.56元", lexicon.load())
    assert [f.quantity.low for f in found] == [Decimal(1000), Decimal(20_000_000), Decimal("1234.56")]


_BLANKS = [*"■△○〇＊×Хх", "□□", "●●", "〇〇", "？？", "##", "**", "__", "（）", "（　）", "（__）", "[]"]
_REMAINS = [
    *"？#…—-/％$NnД）]】",
    "……",
    "——",
    ".....",
    "多少",
    "1.2.3",
    "3.",
    ".5",
    "12，34",
    "1,234,5",
    "9。5",
]
_SCALES = ["", "万", "亿", "千", "百", "百万", "十万", "万亿", "余万"]


@pytest.mark.parametrize("sign", [*_BLANKS, *_REMAINS])
def test_a_blank_or_a_piece_is_never_a_number(sign: str) -> None:
    known = lexicon.load()
    units = [
        unit for kind in ("count", "ratio", "money", "measure") for unit in known["units"][kind]["units"]
    ]
    lines = [
        f"共投入{sign}{blank}{scale}{unit}。" for unit in units for scale in _SCALES for blank in ("", " ")
    ]
    found = find_in("\n".join(lines), known)
    assert [figure for figure in found if not figure.quantity.masked] == []


@pytest.mark.parametrize("blank", _BLANKS)
def test_a_blank_before_a_unit_is_a_masked_figure(blank: str) -> None:
    for unit in ("户", "万元", "余人", "%", "千多名", "亿立方米"):
        (found,) = find_in(f"惠及{blank}{unit}。", lexicon.load())
        assert (found.quantity.masked, found.quantity.low) == (True, None), unit


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("万人参加，近 万户受益", ["万人", "近 万户"]),
        ("“四风”十项举措，签约6个（亿元以上2个）", ["十项", "6个", "亿元以上", "2个"]),
        ("——百名干部下乡\n12.千户改造", ["百名", "千户"]),
        ("□3个村完成整治\n●人大工作", ["3个"]),
        ("总量居全县第4，21个村入选", ["全县第4", "21个"]),
        ("其余百人离岗", ["百人"]),
        ("收入比缩小至2.54。30个村达标", ["30个"]),
        ("增长9。5%，利润1275，9亿元", []),
    ],
)
def test_what_lets_a_lone_scale_or_a_numeral_behind_a_stop(text: str, expected: list[str]) -> None:
    assert quotes(text) == expected


@pytest.mark.parametrize("sign", INVISIBLE)
def test_what_has_no_width_is_passed_over(sign: str) -> None:
    plain = "走访12户，投入约1,200.5万元，参会三百余人次，惠及**余人。"
    text = sign + sign.join(plain) + sign
    spread = find_in(text, lexicon.load())
    assert [f.span.of(text).replace(sign, "") for f in spread] == quotes(plain)
    assert [f.quantity for f in spread] == [f.quantity for f in find_in(plain, lexicon.load())]
    assert not any(f.span.of(text).startswith(sign) or f.span.of(text).endswith(sign) for f in spread)


@pytest.mark.parametrize("sign", INVISIBLE)
def test_a_figure_with_what_has_no_width_keeps_its_place_in_a_report(sign: str) -> None:
    doc = analyse(
        Document(f"松岗镇2022年工作总结\n\n一、工作回顾\n开展宣讲5{sign}次，惠及1{sign}2{sign}0人。\n")
    )
    found = [(doc.quote(f.span), f.quantity.low, f.quantity.unit) for f in doc.facts]
    assert found == [(f"5{sign}次", 5, "次"), (f"1{sign}2{sign}0人", 120, "人")]


@pytest.mark.parametrize(
    ("text", "quote", "unit"),
    [
        ("引进外资港币3000万元", "港币3000万元", "港币"),
        ("引进外资约港币3,000万元", "约港币3,000万元", "港币"),
        ("创汇美元500万元", "美元500万元", "美元"),
        ("创汇US$500万元", "US$500万元", "US$"),
        ("获捐＄５万元", "＄５万元", "$"),
        ("获捐HK$ 5万元", "HK$ 5万元", "HK$"),
        ("获捐€5万元至8万元", "€5万元至8万元", "€"),
        ("创汇（美元）500万元", "（美元）500万元", "美元"),
        ("引进外资3000万元港币", "3000万元港币", "元港币"),
        ("投入￥5万元", "5万元", "元"),
        ("投入¥5万元", "5万元", "元"),
        ("创汇折合人民币650万元", "650万元", "元"),
        ("外汇收入500万元", "500万元", "元"),
        ("欧元区捐赠500万元", "500万元", "元"),
        ("每吨补贴（按100美元计）7元", "7元", "元"),
        ("兑换时1美元7.2元", "7.2元", "元"),
    ],
)
def test_a_currency_before_the_number_is_its_unit(text: str, quote: str, unit: str) -> None:
    assert (quote, unit) in [(f.span.of(text), f.quantity.unit) for f in find_in(text, lexicon.load())]


def test_signs_of_currencies_are_known_by_their_names() -> None:
    rules = lexicon.load()
    known = canonical_units(rules)
    names = {known[sign][0] if sign in known else sign for sign in rules["units"]["money"]["before"]}
    assert names <= set(rules["units"]["money"]["units"])
