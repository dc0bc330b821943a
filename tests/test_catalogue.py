"""The catalogue of indicators: wordings of one thing get one id, figures of other bodies and other things none."""

from __future__ import annotations

from time import process_time

import pytest

from reporttext import analyse, lexicon
from reporttext.catalogue import Figure, Owner, aligner, catalogue
from reporttext.catalogue.own import Own
from reporttext.errors import RuleError

KNOWN = catalogue(lexicon.load())
ALIGN = aligner(lexicon.load())


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
        ("登记在册经营主体", "market_subjects", False),
        ("提请审议地方性法规草案", "laws_proposed", False),
        ("综合治理水土流失面积", "erosion", False),
        ("科技对经济增长的贡献率", "technology_share", False),
        ("民生实事全面完成", "livelihood_projects", False),
        ("高新技术产业实现增加值", "new_high_technology_value_added", False),
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
        "(一)生产总值",
        "(12)全省生产总值",
        "①生产总值",
        "三、生产总值",
        "三是生产总值",
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


@pytest.mark.parametrize(
    ("before", "indicator", "id"),
    [
        ("城镇和农村居民人均可支配收入分别增长7%和", "农村居民人均可支配收入", "rural_income"),
        ("全省城镇居民、农村居民人均可支配收入分别增长7%、", "农村居民人均可支配收入", "rural_income"),
        (
            "学前三年毛入园率、高中阶段和高等教育毛入学率分别达到80%、90%和",
            "高等教育毛入学率",
            "higher_education",
        ),
        ("金融机构存款余额6千亿元、贷款余额", "贷款余额", "loans"),
        ("其中各项贷款余额", "贷款余额", "loans"),
        ("继续完善路网,新改建农村公路", "改建农村公路", "rural_roads"),
        ("今年新开工建设保障性住房", "开工建设保障性住房", "social_housing_begun"),
        ("今年新改造农村危房", "改造农村危房", "renovated_dwellings"),
        ("肉、蛋、奶产量分别达到3万吨、2万吨、", "奶产量", "dairy"),
    ],
)
def test_a_name_that_a_list_goes_on_with(before: str, indicator: str, id: str) -> None:
    unit = next(iter(KNOWN.entries[id].units))
    assert of(before, indicator=indicator, unit=unit, changed=unit == "%") == id


@pytest.mark.parametrize(
    ("before", "indicator"),
    [
        ("对东盟进出口、出口总额分别为8亿元、", "出口总额"),
        ("东湖市固定资产投资、社会消费品零售总额分别增长5%、", "社会消费品零售总额"),
        ("今年新认定科技型企业、高新技术企业", "高新技术企业"),
        ("道路交通事故起数下降5%、死亡人数下降", "死亡人数"),
        ("蜜柚产值增长9%、出口增长", "出口"),
        ("去年库区5县地方财政收入和税收收入分别达6亿元、", "税收收入"),
    ],
)
def test_a_list_that_speaks_of_something_else(before: str, indicator: str) -> None:
    match = KNOWN.match(indicator)
    assert match is not None
    assert of(before, indicator=indicator, unit=match.entry.units[0]) is None


def test_what_is_counted_together_is_of_neither() -> None:
    both = "提请审议地方性法规草案和制定政府规章"
    assert of(both, indicator="制定政府规章", unit="件") is None
    assert of("提请审议地方性法规草案9件和制定政府规章", indicator="制定政府规章", unit="件") == "rules_made"
    assert of(both + "分别为9件和", indicator="制定政府规章", unit="件") == "rules_made"


@pytest.mark.parametrize(
    ("before", "spoken_of"),
    [
        ("强化企业创新主体地位,生产总值", False),
        ("民营企业达到11万户,生产总值", False),
        ("国家级自然保护区增加到9个,生产总值", False),
        ("帮助企业渡过难关,东湖集团实力增强,生产总值", True),
        ("民营企业11万户,生产总值", True),
        ("县域经济加快发展,生产总值", True),
    ],
)
def test_bodies_that_only_something_is_done_to(before: str, spoken_of: bool) -> None:
    assert of(before) == (None if spoken_of else "gdp")


def test_figures_of_the_parts_after_respectively() -> None:
    income = "城乡居民人均可支配收入"
    assert of(income + "分别增长", indicator=income, unit="%", changed=True) == "urban_income"
    assert of(income + "分别增长7%和", indicator=income, unit="%", changed=True) == "rural_income"
    third = income + "分别达到4万元和2万元、增长"
    assert of(third, indicator=income, unit="%", changed=True) == "urban_income"
    assert of(income + "均增长", indicator=income, unit="%", changed=True) == "urban_and_rural_income"
    assert of(income + "增长", indicator=income, unit="%", changed=True) is None, "of which is not said"
    assert of("财政收入分别增长", indicator="财政收入", unit="%", changed=True) is None


def test_the_unit_may_be_that_of_a_neighbour() -> None:
    days = "空气质量优良天数"
    assert of(days + "达到", indicator=days, unit="天") == "good_air_days"
    assert of(days + "达到", indicator=days, unit="%") == "good_air_share"


def test_what_is_gained_and_what_there_is() -> None:
    gained = "新增上市公司"
    assert of(gained, indicator=gained, unit="家", changed=True) == "new_listed_companies"
    assert of(gained + "10家、达到", indicator=gained, unit="家") == "listed_companies"
    assert of("新增托位4万个,累计达到", indicator="新增托位", unit="个") is None
    assert of("全省新增上市公司10家,总数达到", indicator="上市公司", unit="家") == "listed_companies"
    assert of("累计上市公司达到", indicator="上市公司", unit="家") == "listed_companies"
    loans = "新增贷款"
    assert of(loans + "4千亿元,增长", indicator=loans, unit="%", changed=True) == "new_loans"
    assert of(loans + "4千亿元,比上年多增", indicator=loans, changed=True) is None
    housing = "筹集保障性租赁住房"
    assert of(housing, indicator=housing, unit="套") == "rental_housing"
    assert of(housing + "7万套、累计达到", indicator=housing, unit="套") is None
    power = "电力装机容量"
    after_roads = "全年新增高速公路180公里,电力装机容量"
    assert of(after_roads, indicator=power, unit="千瓦") is None
    assert of(after_roads + "达到", indicator=power, unit="千瓦") == "power_capacity"
    assert of(after_roads, indicator=power, unit="千瓦", qualified=True) == "power_capacity"


def test_words_between_the_parts_of_a_name() -> None:
    assert of("办理全国政协提案", indicator="办理政协提案", unit="件") is None
    assert of("办理省政协提案", indicator="办理省政协提案", unit="件") == "cppcc_proposals"
    assert of("招商引资累计到位资金", indicator="招商引资到位资金") is None


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
    doc = analyse(
        "临溪省2021年政府工作报告\n一、2020年工作回顾\n城镇、农村居民人均可支配收入分别增长4.8%、7%。新增市场主体9万户、达80万户。\n"
    )
    assert [f.indicator_id for f in doc.facts] == [
        "urban_income",
        "rural_income",
        "new_market_subjects",
        "market_subjects",
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
        ('name = "x"\nstock = 1', "stock must be true or false"),
        ('name = "x"\ntotal = "y"', "names y, which is no entry"),
        ('name = "x"\nparts = ["y"]', "names y, which is no entry"),
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


@pytest.mark.parametrize(
    "piece",
    ["新增高新技术企业1家，", "高新技术企业12家，发电装机3万千瓦，", "城镇、农村居民人均可支配收入5%、"],
)
def test_a_sentence_without_an_end_is_read_in_linear_time(piece: str) -> None:
    """Four times the text, about four times the time."""

    def spent(times: int) -> float:
        doc = analyse(f"一、工作回顾\n{piece * times}。\n")
        began = process_time()
        ALIGN(doc)
        return process_time() - began

    spent(10)
    small, large = min(spent(800), spent(800)), min(spent(3200), spent(3200))
    assert large < 0.2 or large < 8 * small


def test_a_place_of_many_peoples_is_read_in_linear_time() -> None:
    assert Own(["族" * 400 + "县"]).stretches("族" * 399 + "县", 0, 400) == []
