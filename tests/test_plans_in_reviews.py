"""What a review tells of its plans is a target, what it tells of their outcome is achieved."""

from __future__ import annotations

import pytest

import reporttext as rt


def told_of(sentence: str) -> list[tuple[str | None, str | None]]:
    return [
        (f.indicator, f.status) for f in rt.analyse(f"松岗镇2022年工作总结\n一、工作回顾\n{sentence}").facts
    ]


@pytest.mark.parametrize(
    ("sentence", "statuses"),
    [
        ("今年计划新建公路5公里。", ["target"]),
        ("今年计划新建公路5公里，总投资300万元，已完成3公里。", ["target", "target", "achieved"]),
        ("确保年底前完成改厕300户。", ["target"]),
        ("确保9月底前完成改厕300户。", ["target"]),
        ("力争全年接待游客10万人次，实现旅游收入2000万元。", ["target", "target"]),
        ("力争全年接待游客10万人次，已实现旅游收入2000万元。", ["target", "achieved"]),
        ("今年拟新建公园2个，正在建设3个，建成4个。", ["target", "achieved", "achieved"]),
        ("拟建公园2个，在建3个，建成4个。", ["target", "achieved", "achieved"]),
        ("超额完成年度任务11.5个百分点。", ["achieved"]),
        ("下达年度任务400户，完成率78%。", ["target", "achieved"]),
        # No plan of the figure's own
        ("确保了300户群众用水。", ["achieved"]),
        ("确保12个小区按时供暖。", ["achieved"]),
        ("按计划完成改造5处。", ["achieved"]),
        ("推进计划生育服务站3个。", ["achieved"]),
        ("今年计划新建的5公里公路已全部完工。", ["achieved"]),
        ("计划总投资3亿元的园区已完成投资2亿元。", ["target", "achieved"]),
    ],
)
def test_what_a_review_plans(sentence: str, statuses: list[str]) -> None:
    assert [status for _, status in told_of(sentence)] == statuses


def test_what_is_being_built_is_of_what_was_planned() -> None:
    named = [name for name, _ in told_of("今年拟新建公园2个，正在建设3个，建成4个。")]
    assert named == ["新建公园", "公园正在建设", "公园建成"]
    assert told_of("新建公园2个，在建3个，建成4个。")[2][0] == "公园建成"
