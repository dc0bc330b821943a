"""Page furniture: whole short lines of navigation, print buttons, page numbers."""

import pytest

from reporttext import lexicon
from reporttext.errors import RuleError
from reporttext.fold import fold
from reporttext.furniture import furniture

IS_FURNITURE = furniture(lexicon.load())

FURNITURE = [
    "当前位置：首页 ＞ 政府信息公开 ＞ 年度报告", "您的位置：首页>>工作总结", "【打印本页】　【关闭窗口】", "【字号：大 中 小】", "浏览次数：236", "— 5 —", "－ 12 －", "- 3 -",
    "7", "第3页", "第 3 页 共 9 页", "3/12", "（下转第四版）", "上接第一版", "上一篇：某镇召开会议", "责任编辑：王某", "版权所有：某镇人民政府", "闽ICP备12345678号",
    "一、主要做法……………………3", "二、存在问题...........12", "打印", "【关闭】", "目　录", "（此页无正文）", "抄送：县委办。", "扫一扫在手机打开当前页", "Page 2 of 9", "——————", "来源：某日报",
]  # fmt: skip
TEXT = [
    "1994", "2022年", "一、主要做法", "全年浏览量突破10万人次，点击数大幅增长，群众对政务公开的满意度明显提高，网站首页设置专栏6个，累计发布信息1200余条，答复群众留言300余件，办结率达到百分之百，位居全县前列。",
    "下转型升级的决心。", "分3期完成", "各位代表！", "促进大中小企业协调发展", "网站浏览次数达到2万次。", "打印设备更新12台。", "第一页翻开新篇章", "三", "大力发展旅游业", "——产业提质", "5个村完成改造", "编印宣传册3000份",
]  # fmt: skip


@pytest.mark.parametrize("line", FURNITURE)
def test_furniture(line: str) -> None:
    assert IS_FURNITURE(fold(line).strip())


@pytest.mark.parametrize("line", TEXT)
def test_text(line: str) -> None:
    assert not IS_FURNITURE(fold(line).strip())


def test_the_user_adds_a_line() -> None:
    assert furniture(lexicon.load('[furniture]\nstarts = ["网友评论"]'))("网友评论:很好")


@pytest.mark.parametrize("rules", ["[furniture]\nbegins = ['x']", "[furniture]\nstarts = ['']"])
def test_a_bad_table_is_refused(rules: str) -> None:
    with pytest.raises(RuleError, match="furniture"):
        furniture(lexicon.load(rules))


@pytest.mark.parametrize("piece", ["-", ".", "…", "1", " ", "—1"])
def test_hostile_repetition_is_linear(piece: str) -> None:
    IS_FURNITURE(piece * 1_000_000)
    IS_FURNITURE(piece * 60)
