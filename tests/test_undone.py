"""What is not done keeps its 未, 不 or 没 in the name: characters may be left out of a column head, its meaning may not turn."""

from __future__ import annotations

import pytest

import reporttext as rt


def names_of(sentence: str) -> list[str | None]:
    return [f.indicator for f in rt.analyse(f"松岗镇2022年工作总结\n一、工作回顾\n{sentence}").facts]


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("对未消除风险的33户落实监测帮扶。", "未消除风险落实监测帮扶"),
        ("未按期办结的工单12件。", "未办结的工单"),
        ("未能及时化解的纠纷2起。", "未能化解的纠纷"),
        ("未办理登记的企业8家。", "未办理登记的企业"),
        ("整改不到位问题3个。", "整改不到位问题"),
        ("没有落实责任人的河段4条。", "没有落实责任人的河段"),
        ("对暂不具备改造条件的12户发放补助。", "不具备改造条件发放补助"),
        ("对没有劳动能力的45人实行兜底保障。", "没有劳动能力实行兜底保障"),
        ("督促未接种疫苗的老人300人接种。", "未接种疫苗的老人"),
        ("对尚未改造的27所卫生院全面改造。", "尚未改造卫生院全面改造"),
        # What is done about them says enough without the attribute.
        ("清退不符合条件的低保对象15户。", "清退低保对象"),
        ("约谈履责不到位的网格员2名。", "约谈网格员"),
        # No denial
        ("不因困难退缩建成水渠3条。", "建成水渠"),
        ("群众没有怨言，自愿拆除围墙20处。", "拆除围墙"),
        ("不断完善网格30个。", "不断完善网格"),
        ("按时处置工单34件，未按时处置1件。", "处置工单"),
        ("全镇未发生较大事故，发生一般事故1起。", "发生一般事故"),
    ],
)
def test_what_is_undone_stays_undone(sentence: str, name: str) -> None:
    assert names_of(sentence)[0] == name
