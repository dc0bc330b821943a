"""Three short reports of two fictional townships, and the output folder of a run over them."""

from __future__ import annotations

from pathlib import Path

import reporttext as rt

_TEXT = """{place}{year}年工作总结

一、主要成效
{done}

二、存在的问题
{problem}

三、{next}年工作计划
{planned}
"""
_REPORTS = (
    ("云陂镇", 2021, "全年实现一般公共预算收入3724万元，召开专题会议6次，开展志愿服务**次。", "力争一般公共预算收入增长5%，召开专题会议8次。", "个别干部作风不够扎实。"),
    ("云陂镇", 2022, "全年实现一般公共预算收入3940万元，召开专题会议8次，开展志愿服务近90次。", "召开专题会议10次。", "个别干部作风不够扎实。"),
    ("沙棠镇", 2022, "全年召开专题会议0次，开展志愿服务75次。全年开展志愿服务80次。", "召开专题会议12次。", "=SUM(A1)是不对的写法。"),
)  # fmt: skip


def run(folder: Path, *, formats: tuple[str, ...] = ()) -> Path:
    """Read the three reports; returns the output folder."""
    archive = folder / "archive"
    archive.mkdir()
    for place, year, done, planned, problem in _REPORTS:
        text = _TEXT.format(
            place=place, year=year, next=year + 1, done=done, planned=planned, problem=problem
        )
        (archive / f"{place}{year}.txt").write_text(text, "utf-8")
    rt.run([archive], folder / "out", workers=1, formats=formats)
    return folder / "out"
