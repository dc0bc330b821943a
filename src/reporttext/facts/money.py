"""Money: 3.5亿元, 近1.2万元, 680万美元, 元/吨, 百万余元; the value in plain units of the currency, exact."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from reporttext.lexicon import Lexicon, texts
from reporttext.rule.finding import Finding
from reporttext.rule.kind import Passage, Rule
from reporttext.rule.tries import trie


@cache
def _per_output(lexicon: Lexicon) -> re.Pattern[str]:
    """万元生产总值能耗: the sum is the base of a rate and belongs to its name."""
    table = lexicon["units"]["money"]
    of, outputs = (trie(texts(f"units.money.{name}", table[name])) for name in ("outputs_of", "outputs"))
    return re.compile(rf"(?:{of})?{outputs}")


def accept(finding: Finding, passage: Passage) -> bool:
    bare = finding.number in ("万", "亿", "百", "千")
    return not (bare and _per_output(passage.lexicon).match(passage.text, finding.end))


RULE: Final = Rule(
    title="money 金额",
    units="money",
    accept=accept,
    refuses="a sum that is the base of a rate (万元生产总值能耗)",
    examples=(
        ("争取上级资金1,234.5万元", "1,234.5万元"),
        ("村集体经营性收入超过３０万元", "超过３０万元"),
        ("募集善款××万余元", "××万余元"),
        ("户均增收2.1万元至2.3万元", "2.1万元至2.3万元"),
        ("实际利用外资680万美元", "680万美元"),
        ("引进外资港币约3000万元", "港币约3000万元"),
        ("出口创汇US$500万元", "US$500万元"),
    ),
    silent=("开元路改造完成", "万元地区生产总值能耗下降", "在第3元素检测中"),
)
