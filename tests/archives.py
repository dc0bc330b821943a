"""Small archives of reports, runs over them, and what the tables then hold."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

import reporttext as rt
from reporttext.tables import schema, tables

REPORT = """{place}2022年工作总结

一、主要工作
（一）加强宣传教育。全年开展宣讲活动{n}场次，惠及群众**余人次，印发《{place}安全手册》{n}00册。
（二）改善民生。新修道路{n}.5公里，投入资金{n}20万元，完成年度任务的9{n}%。
二、存在问题
仍有{n}户危房没有改造。
三、下一步打算
力争2023年开展培训1{n}期。
"""


def write(folder: Path, *names: str, copies: int = 1) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for i, name in enumerate(names):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(
            REPORT.format(place=f"{'东西南北中'[i % 5]}岗镇", n=i + 2) * copies, "utf-8"
        )
    return folder


def run(*paths: Path, out: Path, **options: Any) -> rt.Result:
    return rt.run(paths, out, **{"formats": (), "workers": 0, **options})


def contents(out: Path) -> dict[str, list[dict[str, Any]]]:
    """Every table but `runs`, with the schema checked."""
    found = {}
    for name in tables():
        if name != "runs":
            rows = pq.read_table(out / "tables" / f"{name}.parquet")
            assert rows.schema.equals(schema(name))
            found[name] = rows.to_pylist()
    return found


def same_as_fresh(out: Path, *paths: Path) -> bool:
    """Whether the tables equal those of a fresh run, and the store holds the same as the Parquet tables."""
    fresh = out.parent / f"{out.name} fresh"
    shutil.rmtree(fresh, ignore_errors=True)
    run(*paths, out=fresh)
    with rt.open(out) as reports:
        for name, rows in contents(out).items():
            assert len(reports.table(name)) == len(rows)
    return contents(out) == contents(fresh)
