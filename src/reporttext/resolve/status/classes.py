"""Whether a figure only says which ones are meant, not how many: 80岁以上老人, 投资5000万元以上的项目, 千亿元产业."""

from __future__ import annotations

import re
from typing import Final

from reporttext.resolve.context import Surroundings
from reporttext.resolve.status.cues import Cues

_TIMES: Final = frozenset(("年", "个月", "天", "日", "周", "个工作日", "工作日", "小时", "个小时", "分钟"))
_WITHIN: Final = ("内", "以内", "之内")
_LOOSE: Final = (None, "余", "多")  # what tells no bound
_DEFINES: Final = frozenset(("money", "measure"))
_POWERS: Final = frozenset("十百千万亿")
_COUNTED_NEXT: Final = re.compile(r"\d{1,9} ?[个家名户人项所]")
_PERSONS_NEXT: Final = re.compile(r"[^,;。、\d*×]{0,8}[\d*×]{1,9} ?[名户人]")  # 戒断3年以上(未复吸12人)
# 一小时内(到场核实的19件)
_TIMED_NEXT: Final = re.compile(
    r"[^,;。、\d]{2,10}的(?:有|仅|只有)?[约近超逾]?[\d*×xX○_]{1,7} ?[余多]?[件户个起人名处次]"
)
# 播放量过10万次(的仅6条), 每月开放不足2次(的联络点有3个)
_ONLY_NEXT: Final = re.compile(
    r"的[^,;。、\d]{0,6}?(?:仅|只|尚|还)?有?(?<!的)[约近超逾]?\d{1,6} ?[余多]?[个家名户人条件所处篇]"
)
# 增速在20%以上(的有28种)
_SHARED_NEXT: Final = re.compile(r"的(?:有|[^,;。、\d]{1,6})\d{1,9} ?[个家名户人项所种]")
_NEXT: Final = {"count": _ONLY_NEXT, "ratio": _SHARED_NEXT}
# 百亩以上(蔬菜小区6个)
_COUNTED_SOON: Final = re.compile(r"[^,;。、的\d]{2,8}\d{1,4}(?:[-—至到]\d{1,4})?[个家处座户所片]")
# 人均收入6000至8000元(的脱贫户)
_RANGED: Final = re.compile(
    r"的[^,;。、\d的]{0,6}?(?:户|人口|家庭|企业|项目|村|店|单位)(?![\u4e00-\u9fff]?[每均])"
)
# 10亩以下的(118户), 10—30亩的(527户), 600分以上的(26人)
_CLASSED_NEXT: Final = re.compile(
    r"的(?:有|仅|只有)?[约近超逾]?[\d一二三四五六七八九十百千*×xX○_]{1,7} ?[余多]?[户个人家名所座]"
)
_SCORES: Final = ("分",)
# 年销售收入过10亿元的企业、(过)5亿元的企业
_PASSED: Final = re.compile("(?:收入|产值|投资|资产|销售|规模|[额税值、和及,])过\\Z")
_PASSING: Final = ("过", "达", "上", "超")
_MEASURE: Final = re.compile("、[^,;。、的\\d]{2,8}")
# 超30万人口的城市, 50万人以上城市
_INHABITED: Final = re.compile("(?:人?口)?的?(?:[大中小特]*城[市镇]|县城|集镇)")
_LEVEL: Final = re.compile("(?:收入|投资|产值|营收|税收|资产|销售额)[^,;。\\d]{0,4}\\Z")
_OBJECT: Final = re.compile("[对将把为向]")  # 对人均纯收入低于6200元、有返贫风险的(农户)开展帮扶


def defines_class(text: str, figure: Surroundings, known: Cues) -> bool:
    """80岁以上老人, 投资5000万元以上的项目: the bound says which ones, not how many."""
    _, high, unit, qualifier, masked, _ = figure.fact.quantity
    ranges = high is not None or (masked and "至" in text[figure.start : figure.end])
    if qualifier is None and not ranges:
        return _is_power(text, figure, known) or _is_passed(
            text, figure
        )  # neither a bound nor a range: most figures
    if high is not None and (unit in known.ages or unit == "个月"):  # 80至89周岁的老年人, 0—36个月儿童
        return bool(known.classes.match(text, figure.end))
    if (figure.kind == "measure" or unit in _SCORES or unit in known.size_units) and _CLASSED_NEXT.match(
        text, figure.end
    ):
        return ranges or (qualifier in ("over", "under") and figure.fact.qualifier_text not in _LOOSE)
    if ranges and figure.kind == "money":
        return (
            bool(_RANGED.match(text, figure.end))
            and _LEVEL.search(text, figure.clause_start, figure.start) is not None
        )
    bound = qualifier in ("over", "under") and figure.fact.qualifier_text not in _LOOSE
    if bound and unit in known.ages:
        return known.mean_ages.search(text, figure.clause_start, figure.start) is None
    inhabited = unit == "人" and _INHABITED.match(text, figure.end) is not None
    return bound and (inhabited or _bounds_size(text, figure, known) or _bounds_amount(text, figure, known))


def shares_bound(text: str, figure: Surroundings, following: Surroundings) -> bool:
    """Whether two bounds stand in one list, so that what the second defines the first does too: (涉案1亿元以上)、1000人以上的案件."""
    bounds = figure.fact.qualifier_text, following.fact.qualifier_text
    if not text.startswith("、", figure.end):
        return False
    if bounds[0] == bounds[1] and bounds[0] not in _LOOSE:
        return True
    # 销售上亿元、创汇超500万美元的企业: each by its own measure
    bounded = bounds[0] not in _LOOSE or text.endswith(_PASSING, 0, figure.start)
    own = (
        bounded
        and text.startswith("的", following.end)
        and _MEASURE.fullmatch(text, figure.end, following.start)
    )
    return bool(own) and figure.kind in _DEFINES


def _bounds_size(text: str, figure: Surroundings, known: Cues) -> bool:
    """Whether how many, how large or how long is told of those that follow: (20户以上)自然村, (500头以上)的养殖场, (110千伏以上)线路."""
    unit, end = figure.unit, figure.end
    if unit in known.size_units:
        return known.counted_things.match(text, end) is not None
    if unit == "户":
        return known.hamlets.match(text, end) is not None
    if figure.kind in _NEXT or _is_term(figure):
        return (_TIMED_NEXT if _is_term(figure) else _NEXT[figure.kind]).match(text, end) is not None
    if unit in known.lasting_units:
        return _PERSONS_NEXT.match(text, end) is not None
    return figure.kind == "measure" and bool(known.plant.match(text, end) or _how_high(text, figure, known))


def _bounds_amount(text: str, figure: Surroundings, known: Cues) -> bool:
    """Whether a sum or a measure is told of the things that follow: (亿元以上)项目."""
    end = figure.end
    if figure.kind not in _DEFINES or _is_term(figure):
        return False
    if _COUNTED_SOON.match(text, end):
        return True
    if figure.unit in known.amount_units:  # 营业面积50平方米以下的小店, but 种植100亩以上
        begin = max(figure.clause_start - 1, 0)
        sized = figure.start == 0 or known.sizes.search(text, begin, figure.start)
        return bool(sized and known.sized_things.match(text, end))
    return bool(
        known.classes.match(text, end)
        or (_OBJECT.match(text, figure.clause_start) and known.whom.match(text, end))
        or _COUNTED_NEXT.match(text, end)
        or known.class_things.match(text, end)
    )


def _is_term(figure: Surroundings) -> bool:
    """2小时内转移群众, 两年内村支书平均年龄降到45岁以下: by when, and not which ones."""
    return figure.unit in _TIMES and figure.fact.qualifier_text in _WITHIN


def _how_high(text: str, figure: Surroundings, known: Cues) -> bool:
    """海拔(1500米以上)学校: straight before what lies so high."""
    return text.endswith(known.heights, figure.left, figure.start) and figure.end < figure.right


def _is_passed(text: str, figure: Surroundings) -> bool:
    """年销售收入(过10亿元)的企业."""
    if text[figure.start - 1 : figure.start] != "过":
        return False
    if figure.kind == "count":
        return _ONLY_NEXT.match(text, figure.end) is not None
    if figure.kind != "money":
        return False
    return text.startswith("的", figure.end) and bool(
        _PASSED.search(text, max(0, figure.start - 4), figure.start)
    )


def _is_power(text: str, figure: Surroundings, known: Cues) -> bool:
    """千亿元产业, 百万亩造林工程: a bare power of ten names a class or a scheme, unless money is spent or a step reached."""
    if figure.kind not in _DEFINES or text[figure.start] not in _POWERS:
        return False
    number = text[figure.start : figure.end - len(figure.unit)]
    return (
        number != "十"
        and _POWERS.issuperset(number)
        and known.schemes.match(text, figure.end) is not None
        and not known.amounts.match(text, figure.end)
        and not known.spent_or_reached.search(text, figure.clause_start, figure.start)
    )
