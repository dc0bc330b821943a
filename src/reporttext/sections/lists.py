"""The items of one list are of one section, that of the sentence which announces them: 办好以下十件实事：1.……。2.……."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reporttext.model import Section
from reporttext.sections.reading import Reading
from reporttext.structure.numbering import value_of

Guess = tuple[Section, float]

# 一、 and （一） head parts of a report, which may be of different sections; 1. and what is below counts things of one kind.
_LEAST_LEVEL = 3
_ONE_OF: frozenset[Section] = frozenset(("achievements", "plans"))
# Shares of what was done that speak clearly, see `tense`.
_DONE, _DUE = 0.55, 0.45


def as_lists(reading: Reading, run: range, guessed: Sequence[Guess]) -> list[Guess]:
    """The guesses for the blocks of `run`, with one section for the items of a list of what was done or is due."""
    found = list(guessed)
    for items in _lists(reading, run):
        sections = {found[index - run.start][0] for index in items}
        if sections <= _ONE_OF:
            before = items.start - 1
            section = _announced(reading, before) if before in run else None
            section = section or _most(reading, items, found, run.start)
            listed = range(
                before if before in run and _announces(reading, before) else items.start, items.stop
            )
            for index in listed:
                found[index - run.start] = (section, found[index - run.start][1])
    return found


def _lists(reading: Reading, run: range) -> Iterator[range]:
    """Successive blocks of one level that count from 1."""
    index = run.start
    while index < run.stop:
        end = index
        level = reading.blocks[index].level
        while (
            end < run.stop and _is_item(reading, end, end - index + 1) and reading.blocks[end].level == level
        ):
            end += 1
        if end - index > 1:
            yield range(index, end)
        index = max(end, index + 1)


def _is_item(reading: Reading, index: int, value: int) -> bool:
    block = reading.blocks[index]
    return (
        block.role == "body"
        and block.number is not None
        and (block.level or 0) >= _LEAST_LEVEL
        and value_of(block.number) == value
    )


def _announces(reading: Reading, index: int) -> bool:
    return reading.blocks[index].role == "body" and reading.texts[index].endswith(":")


def _announced(reading: Reading, index: int) -> Section | None:
    """What the sentence before a list says of it: 办好以下……：, 主要做了以下……：."""
    if not _announces(reading, index):
        return None
    told = reading.rules.tense.told(reading.texts[index])
    if not told.signs or _DUE <= told.share <= _DONE:
        return None
    return "achievements" if told.share > _DONE else "plans"


def _most(reading: Reading, items: range, found: Sequence[Guess], offset: int) -> Section:
    """The section that most of the text of a list is guessed to be; of equals, what was done."""
    lean = 0.0
    for index in items:
        section, score = found[index - offset]
        lean += score * len(reading.texts[index]) * (1 if section == "achievements" else -1)
    return "achievements" if lean >= 0 else "plans"
