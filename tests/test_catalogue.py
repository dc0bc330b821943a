"""The catalogue of indicators: wordings of one thing get one id, figures of other bodies and other things none."""

from __future__ import annotations

import pytest

from reporttext import analyse, lexicon
from reporttext.catalogue import Figure, Owner, catalogue
from reporttext.catalogue.own import Own
from reporttext.errors import RuleError

KNOWN = catalogue(lexicon.load())


@pytest.mark.parametrize(
    ("text", "id", "rate"),
    [
        ("地区生产总值", "gdp", False),
        ("国内生产总值", "gdp", False),
        ("生产总值（GDP）", "gdp", False),
        ("预计全年生产总值突破", "gdp", False),
        ("地区生产总值增速", "gdp", True),
        ("居民消费价格涨幅", "consumer_prices", True),
        ("人口自然增长率", "population_growth", False),
        ("地方财政一般预算收入", "general_budget_revenue", False),
        ("地方公共财政预算收入", "general_budget_revenue", False),
        ("财政总收入", "total_fiscal_revenue", False),
        ("地方财政收入", "local_fiscal_revenue", False),
        ("进出口总额出口", "exports", False),
        ("召开意识形态专题会议", "ideology_meetings", False),
        ("专题研究意识形态工作", "ideology_meetings", False),
        ("召开专题会议研究意识形态工作", "ideology_meetings", False),
        ("农民人均纯收入", "rural_net_income", False),
        ("农村居民人均可支配收入", "rural_income", False),
    ],
)
def test_wordings_of_one_indicator(text: str, id: str, rate: bool) -> None:
    match = KNOWN.match(text)
    assert match is not None
    assert (match.entry.id, match.rate) == (id, rate)


@pytest.mark.parametrize(
    "text",
    [
        "军工生产总值",
        "服务业增加值占",
        "临溪市生产总值",
        "地区生产总值连跨",
        "意识形态工作专题培训会",
        "一般公共预算收入税收占",
        "项目",
        "地区生产总值" * 20,
        "",
    ],
)
def test_what_is_no_indicator_of_the_catalogue(text: str) -> None:
    assert KNOWN.match(text) is None


PROVINCE = Owner(KNOWN, ("临溪省", None, None, None, "临溪省"))
TOWN = Owner(KNOWN, ("临溪省", "东湖市", "平岭县", "松岗镇", "松岗镇"))


def of(
    before: str, owner: Owner = PROVINCE, indicator: str = "生产总值", unit: str = "元", **more: bool
) -> str | None:
    return owner.identify(indicator, Figure(unit, 5.0, before, **more))


@pytest.mark.parametrize(
    "before",
    [
        "全省生产总值达到",
        "生产总值",
        "初步核算,2020年全省生产总值突破",
        "临溪省生产总值",
        "临溪生产总值",
        "东湖市发展加快,全省生产总值",
        "固定资产投资增长5%,生产总值",
        "财政总收入和生产总值分别达到",
        "地区经济平稳,生产总值",
        "",
    ],
)
def test_figures_of_the_place_itself(before: str) -> None:
    assert of(before) == "gdp"


@pytest.mark.parametrize(
    "before",
    [
        "东湖市生产总值达到",
        "其中东湖市生产总值",
        "东湖新区建设加快,完成生产总值",
        "县域生产总值",
        "12个县市生产总值",
        "全国生产总值",
        "我国经济发展,生产总值",
        "占全省生产总值",
        "非公有制经济生产总值",
        "生产总值先后突破",
        "全省生产总值累计完成",
        "海洋经济壮大,海洋生产总值",
        "军工发展加快,军工生产总值",
    ],
)
def test_figures_of_others_have_no_id(before: str) -> None:
    assert of(before) is None


def test_a_town_and_its_county() -> None:
    assert of("全镇生产总值", TOWN) == "gdp"
    assert of("松岗镇生产总值", TOWN) == "gdp"
    assert of("全国生产总值", TOWN) is None


def test_unit_and_change_decide() -> None:
    assert of("全省生产总值", unit="%") is None
    assert of("全省生产总值增长", unit="%", changed=True) == "gdp"
    assert of("全省生产总值增速", unit="%", indicator="生产总值增速") == "gdp"
    assert of("全省生产总值高于", unit="百分点") is None
    assert of("城镇登记失业率", unit="%", indicator="城镇登记失业率") == "registered_unemployment"
    prices = "居民消费价格指数"
    assert PROVINCE.identify(prices, Figure("%", 103.2, prices)) is None, "an index"
    assert (
        PROVINCE.identify("居民消费价格", Figure("%", 3.2, "居民消费价格上涨", changed=True))
        == "consumer_prices"
    )


def test_the_run_fills_ids() -> None:
    doc = analyse(
        "临溪省2021年政府工作报告\n一、2020年工作回顾\n全省生产总值达到3000亿元，增长8%。东湖市生产总值突破500亿元。\n"
    )
    assert [(doc.quote(f.span), f.indicator_id) for f in doc.facts] == [
        ("3000亿元", "gdp"),
        ("8%", "gdp"),
        ("突破500亿元", None),
    ]


def test_a_projects_own_catalogue() -> None:
    mine = """
    [catalogue.entries.bridges]
    name = "改造旧桥"
    variants = ["改造旧桥", "旧桥改造"]
    units = ["座"]
    [catalogue.entries.gdp]
    variants = ["!GDP"]
    """
    known = catalogue(lexicon.load(None, mine))
    match = known.match("完成旧桥改造")
    assert match is not None
    assert match.entry.name == "改造旧桥"
    assert known.match("GDP") is None
    assert known.names["旧桥改造"] == "bridges"


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ('variants = ["GDP"]\nname = "x"', "which \\[catalogue.entries.gdp\\] has too"),
        ('variants = ["路"]', "needs a name"),
        ('name = "x"\nmeasure = "speed"', "measure is one of"),
        ('name = "x"\nspeed = 1', "“speed”"),
        ('name = "x"\nconvert = { "斤" = 2 }', "units and factors"),
        ('name = "x"\nbelow = "a"', "below must be a number"),
        ('name = "x"\nsum = 1', "sum must be true or false"),
    ],
)
def test_slips_in_a_catalogue_are_told(entry: str, told: str) -> None:
    with pytest.raises(RuleError, match=told):
        catalogue(lexicon.load(f"[catalogue.entries.x]\n{entry}"))


def test_names_are_data_of_ours_and_unique() -> None:
    names = [entry.name for entry in KNOWN.entries.values()]
    assert len(set(names)) == len(names)
    for entry in KNOWN.entries.values():
        match = KNOWN.match(entry.name)
        assert match is None or match.entry.id == entry.id, f"{entry.name} is a wording of {match}"


@pytest.mark.parametrize(
    ("names", "text", "expected"),
    [
        (
            ("浙东省", "禾塘市", None, None, None),
            "禾塘市经济、全市经济、市经济、省经济",
            ["禾塘市", "全市", "市"],
        ),
        (("浙东省", None, None, None, None), "浙东经济高于浙东省外", ["浙东", "浙东省"]),
        (("浙东省", None, None, None, None), "省级和我省", ["我省"]),
        ((None, None, None, "云陂街道", None), "我街道、我镇", ["我街道"]),
        ((None, None, None, None, None), "全县、我镇、省", ["全县", "我镇"]),
        ((None, "市北市", None, None, None), "市北市经济", ["市"]),
    ],
)
def test_words_of_the_own_place(names: tuple[str | None, ...], text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in Own(names).stretches(text, 0, len(text))] == expected


def test_a_place_of_many_peoples_is_read_in_linear_time() -> None:
    assert Own(["族" * 400 + "县"]).stretches("族" * 399 + "县", 0, 400) == []
