"""Words of time that belong together: from one day to another, several years one by one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import reporttext as rt
from reporttext.model import Fact

ROOT = Path(__file__).parent.parent


def facts_of(sentence: str) -> tuple[Fact, ...]:
    return rt.analyse(f"松岗镇2022年工作总结\n一、工作回顾\n{sentence}").facts


def periods_of(sentence: str) -> list[str]:
    return [(f.period and f"{f.period.start}/{f.period.end}") or "" for f in facts_of(sentence)]


@pytest.mark.parametrize(
    ("sentence", "period"),
    [
        ("6月1日-6月30日排查隐患5处。", "2022-06-01/2022-06-30"),
        ("7月15日至20日举办培训班3期。", "2022-07-15/2022-07-20"),
        ("7月15—20日清运垃圾30吨。", "2022-07-15/2022-07-20"),
        ("3月至5月20日植树300亩。", "2022-03-01/2022-05-20"),
        ("6月1日起至8月31日止，劝离游泳人员120人次。", "2022-06-01/2022-08-31"),
        ("9月28日～10月8日接待游客3万人次。", "2022-09-28/2022-10-08"),
        ("2021年10月1日－7日接待游客3万人次。", "2021-10-01/2021-10-07"),
        ("2021年12月20日至2022年1月10日走访群众300户。", "2021-12-20/2022-01-10"),
        ("2021年12月—2022年2月发放补贴20万元。", "2021-12-01/2022-02-28"),
        ("去年12月至今年2月发放补贴20万元。", "2021-12-01/2022-02-28"),
        ("2021年12月25日至次年1月5日检查商户20家。", "2021-12-25/2022-01-05"),
        ("2021年11月至3月巡山60次。", "2021-11-01/2022-03-31"),
        ("截至11月底，改厕300户。", "2022-01-01/2022-11-30"),
        ("4月23日到村入户走访20户。", "2022-04-23/2022-04-23"),
    ],
)
def test_from_one_day_or_month_to_another_is_one_period(sentence: str, period: str) -> None:
    assert periods_of(sentence) == [period]


@pytest.mark.parametrize("sentence", ["12月25日至1月5日检查商户20家。", "11月至3月巡山60次。"])
def test_over_new_year_no_year_is_guessed(sentence: str) -> None:
    assert periods_of(sentence) == ["2022-01-01/2022-12-31"]


def test_what_lasts_over_new_year_is_no_span_of_years() -> None:
    text = "2021年12月20日至2022年1月10日参保人数达到300人。全年走访群众50户。"
    assert periods_of(text) == ["2021-12-20/2022-01-10", "2022-01-01/2022-12-31"]


def test_an_event_lasts_from_its_first_day_to_its_last() -> None:
    report = rt.analyse("松岗镇2022年工作总结\n一、工作回顾\n6月1日-6月30日开展“安全生产月”活动。")
    (event,) = report.events
    assert event.period is not None
    assert f"{event.period.start}/{event.period.end}" == "2022-06-01/2022-06-30"


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("2020年、2021年、2022年分别建成公路1公里、2公里、3公里。", ["建成公路 2020", "建成公路 2021", "建成公路 2022"]),
        ("2020、2021、2022年分别建成公路1公里、2公里、3公里。", ["建成公路 2020", "建成公路 2021", "建成公路 2022"]),
        ("2021年和2022年，分别新建公园2个、3个。", ["新建公园 2021", "新建公园 2022"]),
        ("去年和今年粮食产量分别达到3万吨、4万吨。", ["粮食产量 2021", "粮食产量 2022"]),
        ("2021年和2022年财政收入依次为1.2亿元和1.5亿元。", ["财政收入 2021", "财政收入 2022"]),
    ],
)  # fmt: skip
def test_years_one_by_one_are_of_as_many_figures(sentence: str, found: list[str]) -> None:
    told = [f"{f.indicator} {f.period.end.year}" for f in facts_of(sentence) if f.period]
    assert told == found


@pytest.mark.parametrize(
    ("sentence", "periods"),
    [
        ("3月和5月分别培训30人、40人。", ["2022-03-01/2022-03-31", "2022-05-01/2022-05-31"]),
        ("3、5月份分别培训30人、40人。", ["2022-03-01/2022-03-31", "2022-05-01/2022-05-31"]),
        ("2021年3、5月分别培训30人、40人。", ["2021-03-01/2021-03-31", "2021-05-01/2021-05-31"]),
        ("2021年3月和5月分别培训30人、40人。", ["2021-03-01/2021-03-31", "2021-05-01/2021-05-31"]),
        ("7月12日、8月3日分别举办讲座1场、2场。", ["2022-07-12/2022-07-12", "2022-08-03/2022-08-03"]),
        ("2022年2月27日、3月31日分别培训30人、40人。", ["2022-02-27/2022-02-27", "2022-03-31/2022-03-31"]),
        ("2020年12月20日至次年1月10日、3月分别走访30户、40户。", ["2020-12-20/2021-01-10", "2020-03-01/2020-03-31"]),
        ("一、二、三季度分别修路1公里、2公里、3公里。", ["2022-01-01/2022-03-31", "2022-04-01/2022-06-30", "2022-07-01/2022-09-30"]),
        ("2021年三、四季度共培训60人。", ["2021-07-01/2021-12-31"]),
        # as many nouns could be meant, or not as many figures: of all
        ("去年和今年，茶叶、水果产量分别增长5%、6%。", ["2021-01-01/2022-12-31"] * 2),
        ("茶叶、水果产量去年和今年分别增长5%、6%。", ["2021-01-01/2022-12-31"] * 2),
        ("2020年、2021年、2022年分别建成公路1公里、2公里。", ["2020-01-01/2022-12-31"] * 2),
        ("3月和5月共培训60人。", ["2022-03-01/2022-05-31"]),
        # a base is no time of the figures
        ("比2020年和2021年分别增长5%、6%，接待游客60人次。", ["2022-01-01/2022-12-31"] * 3),
        # another time begins before 分别
        ("2021年和2022年开局良好，今年茶叶、水果产量分别增长5%、6%。", ["2022-01-01/2022-12-31"] * 2),
    ],
)  # fmt: skip
def test_times_in_a_row(sentence: str, periods: list[str]) -> None:
    assert periods_of(sentence) == periods


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("2021年7月1日至2022年6月30日植树300亩。", ["植树"]),
        ("去年12月至今年2月发放补贴20万元。", ["发放补贴"]),
        ("粮食、蔬菜产量去年和今年分别达到3万吨、4万吨。", ["粮食产量", "蔬菜产量"]),
        ("自2019年起3年内建成5座。", ["建成", "建成"]),
        ("2021年三、四季度分别培训30人、40人。", ["培训", "培训"]),
        ("第一、二季度培训30人。", ["培训"]),
        ("农资店五年投入改造资金210万元。", ["农资店投入改造资金"]),
        ("砂石浓度与上半年相比下降21.7%。", ["砂石浓度"]),
        ("干线客流由1月份下降31.1%转为全年增长11.3%。", ["干线客流", "干线客流"]),
        ("收购价由去年的每公斤9元涨到11元。", ["收购价每公斤", "收购价每公斤"]),
        ("合作社近两年来新增工资总额7万元。", ["合作社新增工资总额"]),
        ("订单量五年翻一番，达到310单。", ["订单量"]),
        ("2022.05完成清淤3处。", ["清淤"]),
        # What only looks like a time, or is part of what is named
        ("第四年脱贫93人。", ["第四年脱贫"]),
        ("重新竞标后年租金3800元。", ["年租金"]),
        ("占“十五”时期公路投资总额的31%。", ["占“十五”时期公路投资总额"]),
        ("举办“2022年春风行动”招聘会3场。", ["举办“2022年春风行动”招聘会"]),
    ],
)
def test_no_name_holds_a_time(sentence: str, names: list[str]) -> None:
    assert [f.indicator for f in facts_of(sentence)] == names


HOSTILE = (
    "2022年3月—5月2022年茶叶2021年产量2020年至2022年达到5吨。",
    "3月3日3时3批3人次3年内建成3座。",
    "自2019年起至2022年底，2020年、2021年3、5月，新建2022年度广场2个、路灯2022盏。",
    "1—9月1-6月上半年全年今年去年投资12月31日完成5万元，1月1日至1月2日比2021年同期增长5%。",
    "截至2022年11月30日止，截至目前“十四五”期间三年来累计新增12户。",
    "2022.05-2022.07完成清淤3处，2022年5月起分3批验收。",
)


def test_names_hold_no_written_time_whatever_stands_round_it() -> None:
    texts = [f"松岗镇2022年工作总结\n一、工作回顾\n{sentence}" for sentence in HOSTILE]
    texts += [p.read_text("utf-8") for p in sorted((ROOT / "corpora" / "fresh").glob("*.txt"))]
    dated = re.compile(r"(?:19|20)\d\d年|\d{1,2}月(?!\w*”)|\d{1,2}日|(?:19|20)\d\d\.\d")
    for text in texts:
        for fact in rt.analyse(text).facts:
            name = re.sub("“[^”]*”", "", fact.indicator or "")
            assert not dated.search(name), (fact.indicator, fact.span.of(text))
