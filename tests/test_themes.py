"""Themes of paragraphs and sentences: the tree of words, what counts as being about something, and the evidence."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import ROOT
from reporttext import lexicon, pipeline, readers
from reporttext.errors import RuleError
from reporttext.model import Document
from reporttext.tables.rows import document_columns
from reporttext.themes import finder, tree
from reporttext.units import canonical_units

SHIPPED = tree(lexicon.load())
NAMES = [name for _, name in SHIPPED.themes]


def analysed(text: str, rules: str | None = None) -> Document:
    return pipeline.analyse(Document(text), pipeline.Settings(rules))


def themes_of(paragraph: str, rules: str | None = None) -> tuple[str, ...]:
    """The themes of a paragraph that stands alone."""
    return analysed(f"各位代表：\n{paragraph}\n", rules).blocks[-1].themes


# --- What a paragraph is about ---

ONE_THEME = {
    "党的建设": "全镇设党支部53个，落实三会一课，发展党员27名，整顿软弱涣散村1个。",
    "党风廉政": "严格执行中央八项规定精神，驰而不息纠治“四风”，查处群众身边腐败问题4起。",
    "意识形态": "网评员队伍扩充到18名，全年处置网上舆情21件，舆情处置率100%。",
    "理论学习": "党委理论学习中心组学习12次，班子成员讲党课22堂，开展宣讲68场次。",
    "统战民族宗教": "全面贯彻党的民族政策，依法管理宗教事务，巩固民族团结进步成果。",
    "群团工作": "支持工会、共青团、妇联开展工作，保障妇女儿童权益。",
    "民主政治": "办理人大代表建议43件、政协提案12件，自觉接受人大监督和政协民主监督。",
    "精神文明": "新建新时代文明实践站4个，开展志愿服务112次，红白理事会上门劝导71次。",
    "文化": "镇文化站免费开放，农家书屋补充图书640册，送戏下乡12场，修缮文物保护单位2处。",
    "旅游": "古堰景区接待游客26.4万人次，旅游综合收入增长四成，新增民宿7家。",
    "体育": "举办首届全民健身运动会，新建健身步道3公里，学校体育场馆全部开放。",
    "经济": "全年地区生产总值增长6.1%，经济运行稳中向好，三次产业结构不断优化。",
    "工业": "规模以上工业增加值增长8%，新增规上企业3家，技改投资增长两成，产业集群初具规模。",
    "商贸服务": "社会消费品零售总额增长7%，发放消费券300万元，建成电商服务点12个，现代物流业加快发展。",
    "金融": "年末存贷款余额58亿元，银企对接签约授信3亿元，帮助企业融资1.2亿元。",
    "财政": "一般公共预算收入3940万元，税收占比八成，国库集中支付全面推行，财政支出重点保三保。",
    "项目建设": "重点项目完成投资6亿元，新开工项目12个，固定资产投资增长11%。",
    "营商环境": "深化放管服改革，推行一网通办，新登记市场主体213户，营商环境持续优化。",
    "改革": "国企改革扎实推进，完成事业单位改革，各项改革任务落地见效。",
    "开放": "外贸进出口增长12%，招商引资到位资金5亿元，实际利用外资2000万美元。",
    "科技创新": "高新技术企业增加到9家，研发投入增长两成，转化科技成果3项，建成重点实验室1个。",
    "人才": "实施人才强镇战略，引进高层次人才12名，建成人才公寓40套。",
    "数字化": "建成5G基站9个，政务云平台上线，大数据中心投入使用，数字乡村试点推开。",
    "农业农村": "粮食播种面积1.86万亩，建成高标准农田1500亩，发展农民专业合作社13家。",
    "乡村振兴": "新识别监测对象7户，坚决守住不发生规模性返贫底线，脱贫户人均增收两成。",
    "生态环境": "河长巡河320次，断面水质稳定在Ⅲ类以上，植树造林650亩，整治污染点19处。",
    "住房城建": "改造老旧小区6个、棚户区220户，铺设污水管网8公里，新增停车位300个，市政设施日益完善。",
    "交通": "新改建农村公路12.4公里，改造危桥2座，高速公路连接线建成通车。",
    "水利": "除险加固病险水库2座，新修渠系，农村饮水安全工程惠及3100户，灌区改造完工。",
    "能源": "光伏电站并网发电，装机容量3万千瓦，农村电网改造全面完成。",
    "自然资源": "完成不动产登记1200宗，查处违法用地9宗，闲置土地处置率九成，编制国土空间规划。",
    "民生": "十件民生实事全部办成，民生支出占比76%，居民人均可支配收入增长7.8%。",
    "教育": "中心小学综合楼投入使用，新增学位180个，普惠性幼儿园占比八成，义务教育巩固率99%。",
    "卫生健康": "镇卫生院门诊楼改造完工，家庭医生签约服务覆盖率八成半，公共卫生服务扎实推进。",
    "就业": "城镇新增就业236人，零就业家庭动态清零，开展技能培训5期，农民工欠薪案件全部办结。",
    "社会保障": "发放低保金268万元，临时救助94人次，城乡居民养老保险参保率98%，敬老院改造完工。",
    "人口": "落实三孩政策，新增普惠托位60个，人口出生率止跌，出生缺陷防治有力。",
    "退役军人国防": "退役军人服务站实现全覆盖，完成民兵整组和征兵任务，双拥工作扎实开展。",
    "安全生产": "排查重大事故隐患7处，全部整改销号，开展消防安全检查，安全生产形势平稳。",
    "应急": "成功应对台风3次，转移受灾群众418人，防汛抗旱物资储备充足，地质灾害隐患点减少5处。",
    "平安综治": "扫黑除恶常态化推进，矛盾纠纷调解成功率97%，电信网络诈骗警情下降三成。",
    "信访": "领导接访42批次，化解信访积案6件，越级上访批次下降四成。",
    "法治": "行政复议案件全部办结，综合行政执法规范有序，八五普法扎实开展，法律顾问实现全覆盖。",
    "基层治理": "全镇划分网格47个，推行板凳议事会，网格化管理和市域社会治理创新取得成效。",
    "市场监管": "食品安全抽检合格率99%，查处假冒伪劣案件9起，市场价格保持稳定。",
    "政府自身建设": "政务公开不断深化，机关效能建设持续加强，行政问责从严，政府执行力和公信力明显提升。",
}  # fmt: skip


def test_there_is_an_example_of_every_theme() -> None:
    assert set(ONE_THEME) == set(NAMES)


@pytest.mark.parametrize(("theme", "paragraph"), ONE_THEME.items(), ids=ONE_THEME)
def test_the_first_theme_of_a_plain_paragraph(theme: str, paragraph: str) -> None:
    assert themes_of(paragraph)[:1] == (theme,)


def test_a_passing_mention_is_no_theme() -> None:
    farming = (
        "粮食播种面积1.86万亩，总产量8120吨，建成高标准农田1500亩，发展农民专业合作社13家，农机装备明显改善。"
    )
    assert themes_of(f"{farming}学校组织学生到田间参观。") == ("农业农村",)


def test_a_sentence_of_its_own_in_a_long_paragraph_is_no_passing_mention() -> None:
    long = (
        "粮食播种面积稳定，高标准农田建成1500亩，农机装备改善，畜牧业和水产养殖业增产，农产品加工业产值增长，农民专业合作社发展到13家，"
        "家庭农场发展到40家。义务教育巩固率99%，普惠性幼儿园占比八成，新增学位180个。"
    )
    assert themes_of(long) == ("农业农村", "教育")


@pytest.mark.parametrize(
    "text",
    [
        "在此，我代表镇人民政府，向人大代表、政协委员，向各民主党派、工商联、人民团体，向驻地人民解放军、武警官兵表示衷心的感谢！",
        "现在，我代表自治区人民政府向大会报告工作，请予审议。",
        "各位代表！让我们锐意进取、奋发有为，为谱写云陂新篇章而努力奋斗！",
        "群众的获得感、幸福感、安全感不断增强。",
    ],
)
def test_set_phrases_are_about_nothing(text: str) -> None:
    assert themes_of(text) == ()


def test_the_longest_word_counts() -> None:
    assert themes_of("组织党员干部观看警示教育片，开展警示教育3次。") == ("党风廉政",)
    assert themes_of("开展爱国主义教育，加强思想道德建设。") == ("精神文明",)


def test_width_does_not_matter() -> None:
    assert themes_of("ＰＭ２．５平均浓度下降５％。") == themes_of("PM2.5平均浓度下降5%。") == ("生态环境",)


# --- Headings and title ---

REPORT = """苎坪乡2022年工作总结

一、主要做法
（一）加强安全生产
开展“拉网行动”4轮，逐户上门，发现问题一律限期改正。
持续压实责任，粮食收购点由专人看守，粮食产量稳定。
（二）其他
全乡上下齐心协力，成绩来之不易。
"""


def test_a_paragraph_without_words_takes_the_theme_of_its_heading() -> None:
    doc = analysed(REPORT)
    by_text = {doc.quote(block.span)[:4]: block.themes for block in doc.blocks}
    assert by_text["（一）加"] == by_text["开展“拉"] == ("安全生产",)
    assert by_text["持续压实"] == ("农业农村",), "its own words come first"
    assert by_text["全乡上下"] == ()
    lent = next(
        theme for theme in doc.themes if doc.quote(doc.blocks[theme.paragraph].span).startswith("开展“拉")
    )
    assert [doc.quote(word) for word in lent.evidence] == ["安全生产"]


def test_a_title_with_one_subject_lends_its_theme() -> None:
    doc = analysed(
        "苎坪乡2022年意识形态工作责任制报告\n\n一、主要做法\n乡里年初签订责任书9份，年底逐村过堂。\n"
    )
    assert doc.blocks[-1].themes == ("意识形态",)
    assert "意识形态" not in themes_of("乡里年初签订责任书9份，年底逐村过堂。")


# --- Evidence, sentences, tables ---


def test_evidence_points_at_the_words() -> None:
    doc = analysed("各位代表：\n河长巡河320次，断面水质良好。河长制全面落实，植树造林650亩。\n")
    (theme,) = doc.themes
    assert (theme.name, theme.branch) == ("生态环境", "生态")
    assert [doc.quote(word) for word in theme.evidence] == [
        "河长",
        "巡河",
        "断面",
        "水质",
        "河长制",
        "植树造林",
    ]
    listed = lexicon.load()["themes"]["tree"]["生态"]["生态环境"]
    weight = {word: float(key) for key, words in listed.items() for word in words}
    assert theme.score == sum(weight[doc.quote(word)] for word in theme.evidence)


def test_a_word_counts_once_in_a_sentence() -> None:
    once, twice, two = (
        analysed(f"各位代表：\n{text}\n").themes[0].score
        for text in ("断面水质达标。", "断面水质达标，水质好。", "断面水质达标。水质好。")
    )
    assert once == twice < two


def test_facts_take_the_themes_of_their_sentence_or_paragraph() -> None:
    doc = analysed(
        "各位代表：\n粮食播种面积1.86万亩，建成高标准农田1500亩，农民专业合作社发展到13家。新改建农村公路12公里。比上年多3处。\n"
    )
    facts = document_columns(doc, canonical_units(lexicon.load()))["facts"]
    themes = dict(zip(facts["quote"], facts["themes"], strict=True))
    assert doc.blocks[-1].themes == ("农业农村",)
    assert (themes["1500亩"], themes["12公里"], themes["3处"]) == (("农业农村",), ("交通",), ("农业农村",))


@given(
    st.lists(
        st.sampled_from(
            [*ONE_THEME.values(), "一、主要工作", "存在问题", "", "\ud800环保", "１．加强安全生产。是。"]
        ),
        max_size=8,
    )
)
def test_what_holds_of_any_text(lines: list[str]) -> None:
    doc = analysed("\n".join(lines))
    assert doc == analysed("\n".join(lines))
    for theme in doc.themes:
        assert theme.evidence
        assert all(doc.quote(word).strip() for word in theme.evidence)
        assert theme.name in doc.blocks[theme.paragraph].themes
    listed = Counter(theme.paragraph for theme in doc.themes)
    assert listed == Counter({i: len(block.themes) for i, block in enumerate(doc.blocks) if block.themes})
    assert all(len(set(block.themes)) == len(block.themes) for block in doc.blocks)


# --- The gold of the sample ---


def test_the_sample_is_labelled_as_its_gold_says() -> None:
    """Themes that an expert gives the paragraphs of the sample, written before the program's were seen; see corpora/gold."""
    with (ROOT / "corpora/gold/themes.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    right = given_ = wanted = 0
    for source in sorted({row["source"] for row in rows}):
        doc = pipeline.analyse(readers.read(Path(ROOT / "corpora/sample" / source)))
        found = {
            " ".join(doc.quote(b.span).split())[:24]: set(b.themes) for b in doc.blocks if b.role == "body"
        }
        for row in rows:
            if row["source"] == source:
                gold = set(filter(None, row["themes"].split(";")))
                themes = found[row["paragraph"]]
                right, given_, wanted = right + len(gold & themes), given_ + len(themes), wanted + len(gold)
    assert wanted == 401
    assert right / given_ >= 0.82
    assert right / wanted >= 0.90


# --- The tree ---


def test_a_users_own_theme_and_words() -> None:
    mine = '[themes.tree."本地"."堰文化"]\n3 = ["古堰"]\n[themes.tree."民生"."教育"]\n3 = ["四点半课堂"]\n2 = ["!学校"]'
    assert themes_of("古堰清淤完工。", mine) == ("堰文化",)
    assert themes_of("开办四点半课堂。", mine) == ("教育",)
    assert themes_of("开办四点半课堂。") == ()
    assert themes_of("推进义务教育。", '[themes.silent]\nwords = ["义务教育"]') == ()
    assert themes_of("推进义务教育。", "[themes.scoring]\nleast = 9") == ()


def test_no_word_stands_twice_or_silent_and_showing() -> None:
    table = lexicon.load()["themes"]
    for branch in table["tree"].values():
        for name, weights in branch.items():
            words = Counter(word for listed in weights.values() for word in listed)
            assert [word for word, count in words.items() if count > 1] == [], name
    shown = {
        word
        for branch in table["tree"].values()
        for theme in branch.values()
        for ws in theme.values()
        for word in ws
    }
    assert shown.isdisjoint(table["silent"]["words"])
    assert len(NAMES) >= 40
    assert len(shown) >= 3000


@pytest.mark.parametrize(
    ("rules", "message"),
    [
        ('[themes.tree."民生"."教育"]\n"0" = ["夜校班"]', "a number above 0"),
        ('[themes.tree."民生"."教育"]\nstrong = ["夜校班"]', "a number above 0"),
        ('[themes.tree."民生"."教育"]\n3 = ["夜"]', "2 characters or more"),
        ('[themes.tree."民生"."教育"]\n3 = [" 夜校"]', "no blanks around it"),
        ('[themes.tree."民生"."教育"]\n1 = ["义务教育"]', "under two weights"),
        ('[themes.tree."本地"."教育"]\n3 = ["夜校班"]', "twice"),
        ('[themes.tree."本地"."甲;乙"]\n3 = ["夜校班"]', "cannot hold a ;"),
        ('[themes.tree]\n"本地" = 3', "must be a table of themes"),
        ('[themes.tree."本地"]\n"堰" = ["古堰"]', "must be a table of weights"),
        ("[themes.scoring]\nleast = -1", "a number from 0 up"),
        ("[themes.scoring]\nmost = 1", "it must be one of"),
        ("[themes.other]\nx = 1", "it must be one of"),
    ],
)
def test_a_faulty_entry_is_named(rules: str, message: str) -> None:
    with pytest.raises(RuleError, match=message):
        finder(lexicon.load(rules))


def test_time_is_linear() -> None:
    """Nothing but words of the tree, without a stop and with a stop at each: seconds, not hours, whatever the length."""
    known = lexicon.load()
    stages = (
        pipeline.fold_text,
        pipeline.structure.find_blocks(known),
        pipeline.structure.split_sentences,
        finder(known),
    )
    for unit in ("义务教育学校", "义务教育学校。"):
        doc = Document("一、义务教育\n" + unit * 60_000)
        for stage in stages:
            doc = stage(doc)
        assert doc.blocks[-1].themes == ("教育",)
