"""Whether a figure is a change, in which direction, and from what: 同比增长6.2%, 新增20家, 减少5起, 较2020年提高3个百分点.

A level reached is none (提高到55%, 增至83个), nor a difference from somebody else (高于全县0.6个百分点).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from reporttext.lexicon import Lexicon, check_keys, texts
from reporttext.model import Change
from reporttext.resolve.context import Passage, Surroundings
from reporttext.rule import trie

_SINCE = re.compile(
    r"(?:比|较|在|是|相当于)((?:19|20)\d\d年(?:末|底|初)?(?:同期)?|“?[一二三四五六七八九十]{1,3}五”?(?:末|期末|时期|期间)?"
    r"|[上前]个?[一二三四五六七八九十\d]{1,2}年|[一二三四五六七八九十\d]{1,2}年前)(?:的)?[^,;。]{0,16}\Z"
)
_NEXT_ITEM = re.compile(
    r"[^,;:。\d]{0,24}、[^,;:。\d]{0,20}"
)  # 新增企业5家、合作社3家; 新增5家企业、3家合作社
_CUT = re.compile(r"(?:压减|削减|减少)[^占率达为到比重的]*\Z")  # 压减“三公”经费8%
_SPEED = re.compile(r"的(?:速度|幅度|增速)([增递上下减])")


class Moved(NamedTuple):
    """A change with its base and the words that show it; `shared` ones stand at the figure before."""

    change: Change | None = None
    base: str | None = None
    words: str | None = None
    shared: bool = False


_UNMOVED = Moved()


@dataclass(frozen=True)
class Words:
    """Patterns anchored at the figure's start, and the bases by their name."""

    up: re.Pattern[str]
    down: re.Pattern[str]
    opens: re.Pattern[str]
    bases: tuple[tuple[str, re.Pattern[str]], ...]


@cache
def _words(lexicon: Lexicon) -> Words:
    table = lexicon["changes"]
    check_keys("changes", table, ("up", "down", "difference", "between", "bases"))
    up, down = texts("changes.up", table["up"]), texts("changes.down", table["down"])
    between = rf"(?:{trie(texts('changes.between', table['between']))}){{0,3}} ?\Z"
    longer = rf"(?<![{''.join(sorted({w[0] for w in table['difference'] if len(w) == 1}))}])"
    return Words(
        up=re.compile(rf"{longer}{trie(up)}{between}"),
        down=re.compile(rf"{longer}{trie(down)}{between}"),
        opens=re.compile(r"(?:新增|净增|增加|减少|压减|削减)(?![到至值])"),
        bases=tuple(
            (name, re.compile(trie(texts(f"changes.bases.{name}", ways))))
            for name, ways in table["bases"].items()
        ),
    )


def changes(passage: Passage, lexicon: Lexicon) -> list[Moved]:
    """For each figure of the passage its change and the base it is counted from."""
    words, found = _words(lexicon), list[Moved]()
    for i, figure in enumerate(passage.figures):
        moved = _read(passage, figure, words)
        if moved.change is None and i and _continues(passage, figure, passage.figures[i - 1]):
            moved = found[i - 1]._replace(shared=True) if found[i - 1].change else _UNMOVED
        found.append(moved)
    return found


def _read(passage: Passage, figure: Surroundings, words: Words) -> Moved:
    text, start = passage.doc.folded, figure.fact.span.start
    if figure.fact.kind == "rank":
        return _UNMOVED
    before = figure.before.start
    speed = _SPEED.match(text, figure.fact.span.end)
    if speed:
        return Moved("up" if speed[1] in "增递上" else "down", _base(text, figure, words), speed[0])
    for direction, pattern in (("up", words.up), ("down", words.down)):
        moved = pattern.search(text, max(before, start - 12), start)
        if moved and not (
            figure.fact.kind == "count"
            and moved[0].startswith(("提高", "提升", "加快"))
            and figure.fact.quantity.unit != "位"
        ):  # 改造提升25个 improves them
            return Moved("up" if direction == "up" else "down", _base(text, figure, words), moved[0])
    opened = words.opens.search(text, before, start)
    share = figure.fact.kind == "ratio" and not (opened and _CUT.match(text, opened.start(), start))
    if opened and not share and start - opened.end() <= 24:
        change: Change = "up" if opened[0] in ("新增", "净增", "增加") else "down"
        return Moved(change, _base(text, figure, words), opened[0])
    return _UNMOVED


def _base(text: str, figure: Surroundings, words: Words) -> str | None:
    start, end = figure.clause_span.start, figure.fact.span.start
    for name, pattern in words.bases:
        if pattern.search(text, start, end):
            return name
    since = _SINCE.search(text, start, end)
    return f"较{since[1]}" if since else None


def _continues(passage: Passage, figure: Surroundings, previous: Surroundings) -> bool:
    """分别增长5%、6%和7%; 新增企业135家、合作社3380家: an item of the list that the word of change opened."""
    if figure.joined and figure.before.start == figure.before.end:
        return True  # 新增30户92人
    if figure.joined and "分别" in passage.doc.folded[figure.clause_span.start : previous.fact.span.start]:
        return True
    if figure.joined:
        return figure.fact.quantity.unit == previous.fact.quantity.unit
    between = passage.doc.folded[previous.fact.span.end : figure.fact.span.start]
    return (
        bool(_NEXT_ITEM.fullmatch(between))
        and figure.fact.kind == previous.fact.kind == "count"
        and not re.search("[达到至为]", between)
    )
