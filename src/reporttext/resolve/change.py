"""Whether a figure is a change, in which direction, and from what: 同比增长6.2%, 新增20家, 减少5起, 较2020年提高3个百分点.

A level reached is none (提高到55%, 增至83个), nor a difference from somebody else (高于全县0.6个百分点).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from reporttext.lexicon import Lexicon, check_keys, texts
from reporttext.model import Change
from reporttext.resolve.context import CIRCUMSTANCES, Passage, Surroundings
from reporttext.resolve.gate import Gate
from reporttext.rule.tries import ahead, trie

_SINCE: Final = re.compile(
    r"(?:比|较|在|是|相当于)((?:19|20)\d\d年(?:末|底|初)?(?:同期)?|“?[一二三四五六七八九十]{1,3}五”?(?:末|期末|时期|期间)?"
    r"|[上前]个?[一二三四五六七八九十\d]{1,2}年|[一二三四五六七八九十\d]{1,2}年前)(?:的)?[^,;。]{0,16}\Z"
)
_NEXT_ITEM: Final = re.compile(
    r"[^,;:。\d]{0,24}、[^,;:。\d]{0,20}"
)  # 新增企业5家、合作社3家; 新增5家企业、3家合作社
# 比年度目标多12条, 比全县平均水平少2万元: a difference from what is no time before.
_FROM_OTHERS: Final = re.compile(
    "[比较][^,;。、\\d]{0,8}(?:目标|计划|任务|标准|要求|平均水平|平均值|平均数|全[国省市县区](?:平均)?)[^,;。、\\d]{0,4}\\Z"
)
# 比上年少生14人, 同比多收5吨: what was done more or less than before
_DONE_MORE: Final = re.compile(
    "(?:[比较](?:上年|去年|前年|上季度?|上月)(?:同期)?|同比|环比)([多少])[\u4e00-\u9fff]{1,2}\\Z"
)
_SCORES: Final = ("位", "分")  # units of what is improved without being made
_LEVEL: Final = re.compile("[达到至为]|总(?:里程|规模|量|数|额|长|面积|装机)")
_ROUND: Final = re.compile("|".join(CIRCUMSTANCES))  # 在播种面积减少的情况下总产量753万吨


_ACTS: Final = re.compile("[、和](?:改造|改建|新建|扩建|建成|建设|修建|完成|提升|发展|续建|翻新|整治)")
_AIMED: Final = re.compile(r"(?:(?<![平企趋])稳|[促保])\Z")  # 稳(增长)65条措施
_THINGS: Final = ("count", "measure")  # 新增水带1600米、灭火器20具


class Moved:
    """A change with its base and the words that show it; `shared` ones stand at the figure before."""

    __slots__ = ("base", "change", "shared", "words")

    def __init__(
        self,
        change: Change | None = None,
        base: str | None = None,
        words: str | None = None,
        *,
        shared: bool = False,
    ) -> None:
        self.change, self.base, self.words, self.shared = change, base, words, shared


_UNMOVED: Final = Moved()


@dataclass(frozen=True)
class Moves:
    """Patterns anchored at the figure's start with the characters that they can end in, and the bases by their name."""

    directions: tuple[tuple[Change, re.Pattern[str]], ...]
    closing: frozenset[str]
    bases: tuple[tuple[str, re.Pattern[str]], ...]
    any_base: re.Pattern[str]
    opens: re.Pattern[str]
    opens_up: frozenset[str]
    opening: Gate  # where `opens` can find something
    cut: re.Pattern[str]
    speed: re.Pattern[str]
    improving: tuple[str, ...]


_LISTS = (
    "up", "down", "difference", "between", "moving", "opens_up", "opens_down", "speeds", "improving", "not_after", "bases", "growth",
)  # fmt: skip


@cache
def moves(lexicon: Lexicon) -> Moves:
    table = lexicon["changes"]
    check_keys("changes", table, _LISTS)
    up, down = texts("changes.up", table["up"]), texts("changes.down", table["down"])
    close = texts("changes.between", table["between"])
    between = rf"(?:{trie(close)}){{0,3}} ?-?\Z"
    bases = {name: texts(f"changes.bases.{name}", ways) for name, ways in table["bases"].items()}
    inside = "".join([f"(?<!{re.escape(word)})" for word in texts("changes.not_after", table["not_after"])])
    signs = "".join(
        sorted(word for word in texts("changes.difference", table["difference"]) if len(word) == 1)
    )
    compared = f"(?<![{re.escape(signs)}])" if signs else ""
    longer = rf"{inside}(?<!自然(?=增长率)){compared}"
    opens_up, opens_down = (texts(f"changes.{name}", table[name]) for name in ("opens_up", "opens_down"))
    opening = (*opens_up, *opens_down)
    return Moves(
        directions=(
            ("up", re.compile(rf"{ahead(up)}{longer}{trie(up)}{between}")),
            ("down", re.compile(rf"{ahead(down)}{longer}{trie(down)}{between}")),
        ),
        closing=frozenset(word[-1] for word in (*up, *down, *close, " ", "-")),
        bases=tuple((name, re.compile(trie(ways))) for name, ways in bases.items()),
        any_base=re.compile(trie(way for ways in bases.values() for way in ways)),
        opens=re.compile(rf"{trie(opening)}(?![到至值下])"),
        opens_up=frozenset(opens_up),
        opening=Gate(opening),
        cut=re.compile(rf"{trie(opens_down)}[^占率达为到比重的]*\Z"),  # 压减“三公”经费8%
        speed=re.compile(rf"的{trie(texts('changes.speeds', table['speeds']))}([增递上下减])"),
        improving=texts("changes.improving", table["improving"]),
    )


def changes(passage: Passage, known: Moves) -> list[Moved]:
    """For each figure of the passage its change and the base it is counted from."""
    found: list[Moved] = []
    opens = known.opening.opens(passage.near)
    for i, figure in enumerate(passage.figures):
        moved = _read(passage, figure, known, opens=opens)
        moved = _UNMOVED if moved.words and _is_off(passage.text, figure, moved.words) else moved
        if moved is _UNMOVED and i and found[-1] is not _UNMOVED:
            before = found[-1]
            if _continues(passage.text, figure, passage.figures[i - 1]):
                moved = Moved(before.change, before.base, before.words, shared=True)
        found.append(moved)
    return found


def _read(passage: Passage, figure: Surroundings, known: Moves, *, opens: bool) -> Moved:
    text, kind, start, left = passage.text, figure.kind, figure.start, figure.left
    if kind == "rank":
        return _UNMOVED
    if text.startswith("的", figure.end):
        speed = known.speed.match(text, figure.end)
        if speed:
            return Moved("up" if speed[1] in "增递上" else "down", _base(passage, figure, known), speed[0])
    if text[start - 1 : start] in known.closing:
        for direction, pattern in known.directions:
            moved = pattern.search(text, max(left, start - 12), start)
            aim = moved and kind == "count" and _AIMED.search(text, left, moved.start())
            if moved and not aim and not _is_level(moved[0], kind, figure.unit, known):
                return Moved(direction, _base(passage, figure, known), moved[0])
    more = _DONE_MORE.search(text, left, start) if text[start - 2 : start].isalpha() else None
    if more:
        return Moved("up" if more[1] == "多" else "down", _base(passage, figure, known), more[1])
    opened = _opened(text, left, start, known) if opens else None
    if (
        opened
        and start - opened.end() <= 24
        and (kind != "ratio" or known.cut.match(text, opened.start(), start))
    ):
        change: Change = "up" if opened[0] in known.opens_up else "down"
        return Moved(change, _base(passage, figure, known), opened[0])
    return _UNMOVED


def _is_level(words: str, kind: str, unit: str, known: Moves) -> bool:
    """Words of change that tell of none: 改造提升25个 improves them, 涨幅控制在3% bounds a rate, 高于收入增幅3个百分点 compares."""
    if words[1:2] == "幅":
        return "在" in words or unit.endswith("百分点")
    if kind != "ratio" and words.endswith("为"):
        return True  # 由每月7起降为2起
    return kind == "count" and unit not in _SCORES and words.startswith(known.improving)


def _is_off(text: str, figure: Surroundings, words: str) -> bool:
    """比年度目标多12条: how far off an aim or a mean it is; `words` are those of change straight before it."""
    end = figure.start - len(words)
    return words[0] in "多少" and _FROM_OTHERS.search(text, figure.left, end) is not None


def _opened(text: str, begin: int, end: int, known: Moves) -> re.Match[str] | None:
    """The word of change that opens the action before a figure."""
    around = _ROUND.search(text, begin, end)
    return known.opens.search(text, around.end() if around else begin, end)


def _base(passage: Passage, figure: Surroundings, known: Moves) -> str | None:
    text, begin, end = passage.text, figure.clause_start, figure.start
    if known.any_base.search(text, begin, end):
        for name, pattern in known.bases:
            if pattern.search(text, begin, end):
                return name
    if "年" not in passage.near and "五" not in passage.near:
        return None
    since = _SINCE.search(text, begin, end)
    return f"较{since[1]}" if since else None


def _continues(text: str, figure: Surroundings, previous: Surroundings) -> bool:
    """分别增长5%、6%和7%; 新增企业135家、合作社3380家: an item of the list that the word of change opened."""
    if figure.joined:
        return (
            figure.left == figure.start  # 新增30户92人
            or figure.unit == previous.unit
            or "分别" in text[figure.clause_start : previous.start]
        )
    if not (figure.kind in _THINGS and previous.kind in _THINGS):
        return False
    if _ACTS.match(text, previous.end):
        return False
    between = text[previous.end : figure.start]
    return bool(_NEXT_ITEM.fullmatch(between)) and not _LEVEL.search(between)
