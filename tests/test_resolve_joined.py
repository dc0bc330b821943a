"""What figures mean where several things stand together: lists with their number, bounds in a row, shares and what grows."""

import pytest

from reporttext.model import Section
from test_resolve import facts_of


@pytest.mark.parametrize(
    ("text", "indicators"),
    [
        # a share changes by points, so what grows behind it is the level
        (
            "茶产业完成增加值12亿元，占全县生产总值的6%，增长7%。",
            ["茶产业完成增加值", "茶产业完成增加值占全县生产总值", "茶产业完成增加值"],
        ),
        (
            "工业投资60亿元，占投资的42%，提高3个百分点。",
            ["工业投资", "工业投资占投资", "工业投资占投资"],
        ),
        ("稻香镇产值12亿元；利润占全县的51%，增长9%。", ["稻香镇产值", "利润占", "利润占"]),
        # the kind of what is listed, with its number
        ("发展输变电、数控机床和船舶及配套件制造四个优势行业。", ["发展优势行业"]),
        ("培育茶叶、柑橘、生猪和竹木四类产品。", ["培育产品"]),
        ("抓好山区、平原、河谷三道屏障建设。", ["抓好屏障建设"]),
        ("推进居住、产业、公共服务等五类改造。", ["改造"]),
        ("筑牢准入、干预和退出三道防线。", ["防线"]),
        # bounds in a row before one noun
        (
            "培育9家销售收入上亿元、出口创汇超300万美元的龙头企业。",
            ["培育龙头企业", "销售收入", "出口创汇"],
        ),
        ("培育5家产值过10亿元、税收超5000万元的骨干企业。", ["培育骨干企业", "产值", "税收"]),
        ("新增销售过亿元的龙头企业15家。", ["销售", "新增龙头企业"]),
        ("支持10个县城成为超30万人口的城市。", ["支持县城", "人口"]),
        # what is measured of those counted behind it has no owner before
        ("推动装备产业带建设，首批总投资31亿元的13个项目开工。", ["总投资", "项目开工"]),
        # who set them is not what is counted
        ("省政府确定的12项任务全面完成。", ["任务全面完成"]),
        # what became of those counted
        ("12个乡镇全部有了文化站，86个村都通了公交。", ["乡镇有了文化站", "村通了公交"]),
        # one noun of two things
        ("推进8个地区的道路及客运系统建设。", ["推进地区的道路及客运系统建设"]),
        ("实施30个供水及污水处理设施改造项目。", ["实施供水及污水处理设施改造项目"]),
        ("实施10个重大专项和一批科技项目。", ["实施重大专项"]),
        # whose they are, and a number that opens a name
        ("建设9个市、州、地传染病医院。", ["建设传染病医院"]),
        ("与6个市、州建立友城关系。", ["市建立友城关系"]),
        ("新增9项973首席科学家项目。", ["新增973首席科学家项目"]),
        ("30个政府与社会资本合作项目落地。", ["政府与社会资本合作项目落地"]),
        # households and their people
        ("居住在高山的200户、800名群众搬迁。", ["高山群众搬迁"] * 2),
        ("对有风险的33户124人实行帮扶。", ["风险", "风险"]),
        # the last of a list may be a verb
        ("推进产业园、燃煤发电等5个项目。", ["推进项目"]),
        ("镇敬老院扩建等2件因征地受阻。", ["扩建因征地受阻"]),
        ("完成改造任务，27户居住品质得到提升。", ["居住品质"]),
        # what went on for so long, and from one level to another
        ("连续10年提高退休人员养老金。", ["连续提高退休人员养老金"]),
        ("贷款率由50%放大到80%，降幅由3%收窄到1%。", ["贷款率"] * 2 + ["贷款率降幅"] * 2),
        ("使用外资7亿美元，约合50亿元。", ["使用外资"] * 2),
        # each plant with what it makes
        (
            "加快甲城6万吨乙烯、临江石化集团3万吨铜箔、云溪电气2万吨负极材料等项目建设。",
            ["甲城乙烯", "临江石化集团铜箔", "云溪电气负极材料"],
        ),
        ("改造30公里管网、新建5公里道路。", ["改造管网", "新建道路"]),
        # how much a plant makes
        ("加快年产120万吨氧化铝扩建工程。", ["年产氧化铝扩建工程"]),
    ],
)
def test_what_stands_together_is_told_apart(text: str, indicators: list[str]) -> None:
    assert [f.indicator for f in facts_of(text)] == indicators


@pytest.mark.parametrize(
    "text",
    [
        "二、三类工业用地收储加快。",
        "围绕生态和文化两条主线，打造景区。",
        "发展一、二、三类产品。",
        "茶叶、柑橘二类产品热销，生猪三类上市。",
    ],
)
def test_a_class_or_a_theme_is_no_count(text: str) -> None:
    assert [f for f in facts_of(text) if f.quantity.low != 2] == []


@pytest.mark.parametrize(
    ("text", "statuses"),
    [
        ("培育9家销售收入上亿元、创汇超300万美元的企业。", ["target", "reference", "reference"]),
        ("支持10个县城成为超30万人口的城市。", ["target", "reference"]),
        ("发挥两个国家级开发区的作用，新建园区3个。", ["achieved", "target"]),
        ("发挥好现有48家开发区作用。", ["achieved"]),
        ("发展48家作用突出的企业。", ["target"]),
    ],
)
def test_what_bounds_and_what_is_there_is_no_aim(text: str, statuses: list[str]) -> None:
    plans: Section = "plans"
    assert [f.status for f in facts_of(text, plans)] == statuses


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("开通43条内外贸航线。", "43条"),
        ("发生12次余震。", "12次"),
        ("举办2届内蒙古奶业大会。", "2届"),
        ("12天内完成。", "12天内"),
    ],
)
def test_a_word_that_opens_like_an_approximator_is_none(text: str, quote: str) -> None:
    assert [text[f.span.start : f.span.end] for f in facts_of(text)] == [quote]


def test_a_single_way_inland_is_no_count() -> None:
    assert facts_of("走出一条内陆地区开放之路，培育一批内外贸企业。") == []
