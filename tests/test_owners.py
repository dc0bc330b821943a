"""Whose a figure is that says only an aspect, a mean, or stands in a row behind an item mark."""

from __future__ import annotations

import pytest

import reporttext as rt
from reporttext.model import Fact


def facts_of(sentence: str) -> tuple[Fact, ...]:
    return rt.analyse(f"松岗镇2022年工作总结\n一、工作回顾\n{sentence}").facts


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("粮食播种面积3.42万亩，总产量1.58万吨。", ["粮食播种面积", "粮食总产量"]),
        ("香菇栽培面积300亩，产量60吨，产值500万元。", ["香菇栽培面积", "香菇产量", "香菇产值"]),
        ("茶园面积3000亩，总产值900万元。", ["茶园面积", "茶园总产值"]),
        ("烤烟移栽面积1.2万亩，减幅9%。", ["烤烟移栽面积", "烤烟移栽面积减幅"]),
        ("每村补助5万元，户均增收1200余元。", ["每村补助", "户均增收"]),
        ("（一）全镇生猪出栏、存栏分别达3万头、2万头。", ["生猪出栏", "存栏"]),
        ("（二）全镇茶叶和水果产值5万元和6万元。", ["茶叶产值", "水果产值"]),
        ("一、二、三产业增加值分别增长4%、5%、6%。", ["一产业增加值", "二产业增加值", "三产业增加值"]),
        ("1.全镇生猪出栏、存栏分别达3万头、2万头。", ["生猪出栏", "存栏"]),
    ],
)
def test_an_aspect_is_of_what_grows_and_no_name_holds_an_item_mark(sentence: str, names: list[str]) -> None:
    assert [f.indicator for f in facts_of(sentence)] == names


@pytest.mark.parametrize(
    ("sentence", "scopes"),
    [
        ("每村补助5万元，户均增收1200余元。", ["each", "each"]),
        ("拨付经费312万元，村均24万元。", ["total", "each"]),
        ("120户均领取棉被300床。", ["total", "total"]),
    ],
)
def test_a_mean_of_households_or_villages_is_of_each(sentence: str, scopes: list[str]) -> None:
    assert [f.scope for f in facts_of(sentence)] == scopes
