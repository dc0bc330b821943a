"""Money: 3.5亿元, 近1.2万元, 680万美元, 元/吨, 百万余元; the value in plain units of the currency, exact."""

from __future__ import annotations

from reporttext.rule import Rule

RULE = Rule(
    title="money 金额",
    units="money",
    examples=(
        ("争取上级资金1,234.5万元", "1,234.5万元"),
        ("村集体经营性收入超过３０万元", "超过３０万元"),
        ("募集善款××万余元", "××万余元"),
        ("户均增收2.1万元至2.3万元", "2.1万元至2.3万元"),
        ("实际利用外资680万美元", "680万美元"),
    ),
    silent=("开元路改造完成", "在第3元素检测中"),
)
