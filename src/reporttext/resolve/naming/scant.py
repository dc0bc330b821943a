"""Names that say too little to stand alone: a rate (每户每年), one verb (已发), who pays (镇里拿)."""

from __future__ import annotations

import re
from typing import Final

from reporttext.resolve.context import Surroundings
from reporttext.resolve.naming.names import Named

# 每户每年, 平均每户, 每人一年: how a rate is told, not of what
PER: Final = re.compile(
    "(?:平均)?(?:每[人户名个亩头只次场期套座村组生天月年周件季棵株吨艘台辆栋间口眼份家所]|每季度|每学期){1,3}(?:一[年月天季次])?\\Z"
)
_SUMS: Final = ("共", "计", "合计", "总计", "一共", "小计")
_MEAN: Final = re.compile("(?:户均|人均|亩均|村均|平均每?[户人亩村]?|每[户人亩名头只座艘台])(?=.)")
# 已(发)2.8万元, (花)12万元: a verb of one character says too little
SCANT: Final = re.compile("[已仅只实共]?([花发拿付交领收用卖买听走跑修建种办差补贴])了?")
_ONLY: Final = frozenset("仅只实")
_PAYER: Final = re.compile(
    "(?:[省市县区镇乡村组]里|(?:[省市县区镇乡村]级?)?财政|群众|农户|个人|企业)[拿出付交补贴]\\Z"
)
_TIMES: Final = frozenset("年月天周季")


def told_again(named: Named, text: str, figure: Surroundings, previous: Named, unit: str) -> Named | None:
    """What one verb says of what was told before (`previous`, counted in `unit`): 计划修渠20公里，(只修了)12公里; 县里拿60万元，(镇里拿)38万元."""
    scant = SCANT.fullmatch(named.text)
    if scant is None:
        return None
    if figure.unit == unit and scant[1] in previous.text and named.text[0] in _ONLY:
        return previous.by("inherited")
    payer = _PAYER.search(text, figure.left, figure.start)
    return Named(payer[0], "", payer[0]) if payer else None


def how_often(name: str) -> bool:
    """Whether a name is a rate by time alone: 每周."""
    return PER.match(name) is not None and name[1] in _TIMES


def sum_of(known: Named, text: str, figure: Surroundings) -> Named:
    """What a rate comes to is named as the rate is, without 每户: 奖励费每户120元，(共)2.9万元."""
    if not text.startswith(_SUMS, figure.left):
        return known
    per, mean = PER.search(known.text), _MEAN.match(known.text)
    if per is None and mean is None:
        return known
    whole = known.text[: per.start()] or known.noun if per else known.text[mean.end() if mean else 0 :]
    return Named(whole, "", whole) if whole else known
