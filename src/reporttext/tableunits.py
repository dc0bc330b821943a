"""The units that captions (单位：万元) and heads (面积（亩）) of tables say: of reports and of forms alike.

All texts are folded; what counts as a unit is the caller's to say.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import takewhile

#: Whether a text is a unit.
IsUnit = Callable[[str], bool]

# Offices are called 单位 too: 填报单位, 责任单位.
_CAPTION = re.compile(
    r"(?<!填报)(?<!填表)(?<!报送)(?<!责任)(?<!编制)(?<!制表)(?<!牵头)单\s?位\s?:\s{0,4}(?P<units>[^\s:。()]{1,40})"
)
_ANY_CAPTION = re.compile(r"\(?[\u4e00-\u9fff]{0,4}单\s?位\s?:")
_MONEY = "人民币"
_PARTS = re.compile("[、,和]")
_HEAD = re.compile(
    r"[(\[〔【](?:(?:计量)?单位:?)?\s?(?P<inside>[^()\[\]〔〕【】]{1,12})[)\]〕】]\s*\Z"
    r"|[,;、/]?\s?(?:计量)?单位:\s?(?P<said>[^:/\s]{1,12})\Z"
    r"|[/:]\s?(?P<behind>[^/:\s]{1,12})\Z"
    r"|(?P<sign>%)\Z"
)


def is_caption(text: str) -> bool:
    """Whether a cell says whose a table is or what its figures are in: 填报单位：财政所, （单位：万元）."""
    return _ANY_CAPTION.match(text) is not None


def caption_units(text: str, is_unit: IsUnit) -> tuple[str, ...]:
    """The units a caption names, whatever else stands beside them: 单位：万元、亩　制表人：李四 says 万元 and 亩.

    编制单位：县委办公室 names none, nor does a list with anything else in it.
    """
    for found in _CAPTION.finditer(text):
        groups = (_parts(group, is_unit) for group in found["units"].split(";"))
        # 单位：万元；制表人：李四
        if units := [unit for group in takewhile(bool, groups) for unit in group]:
            return tuple(units)
    return ()


def _parts(text: str, is_unit: IsUnit) -> list[str]:
    """The units of a list; none where a part is no unit. 元/人 is one, 万元/亩 are two."""
    listed = _PARTS.split(text.rstrip(",、"))
    parts = [part for one in listed for part in ([one] if is_unit(one) else one.split("/"))]
    parts = [part.removeprefix(_MONEY) for part in parts]
    return parts if all(map(is_unit, parts)) else []


def head_unit(text: str, is_unit: IsUnit) -> tuple[str, str | None]:
    """The name in a head and its unit: 粮食产量（万吨）, 财政收入/万元, 面积，单位：亩, 占比%. One that says no unit is whole."""
    found = _HEAD.search(text)
    unit = next(filter(None, found.groups()), None) if found else None
    if found is None or unit is None:
        return text, None
    unit = unit.removeprefix(_MONEY)
    return (text[: found.start()].rstrip(), unit) if is_unit(unit) else (text, None)
