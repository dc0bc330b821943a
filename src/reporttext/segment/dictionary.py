"""The dictionary that both engines are given: the words of `data/words.toml` and the user's own, each with its weight."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

from reporttext.errors import RuleError
from reporttext.fold import fold
from reporttext.lexicon import Table, check_keys, texts
from reporttext.segment.characters import HAN

PLAIN = re.compile(f"[{HAN}]+")
KEPT_WHOLE = 300  # the frequency of data/words.toml, which says what it does
_LONGEST_WORD = 50


class Entry(NamedTuple):
    """A dictionary word with the frequency and part of speech that both engines are given.

    A user's word without a weight has the frequency 0 here: the engine that is built gives it one.
    """

    word: str
    frequency: int
    tag: str


def read_entries(table: Table, own: Iterable[tuple[str, int | None, str]] = ()) -> list[Entry]:
    """The words of `data/words.toml`, folded, each once: a later group does not change the frequency of an earlier one.

    The user's `own` words come on top, with their own frequencies.
    """
    found: dict[str, Entry] = {}
    for name, group in table.items():
        if name in ("frequency", "tag"):
            continue
        if not isinstance(group, dict):
            raise RuleError(f"[words.{name}] must be a table with a list of words")
        check_keys(f"words.{name}", group, ("words", "frequency", "tag"))
        frequency = group.get("frequency", table.get("frequency"))
        tag = group.get("tag", table.get("tag"))
        if not isinstance(frequency, int) or isinstance(frequency, bool) or frequency < 1:
            raise RuleError(
                f"[words.{name}] has the frequency “{frequency}”; it must be a whole number from 1 up"
            )
        if not isinstance(tag, str) or not tag:
            raise RuleError(f"[words.{name}] needs a part-of-speech tag such as n")
        for word in texts(f"words.{name}.words", group.get("words")):
            folded = _checked(name, fold(word))
            found.setdefault(folded, Entry(folded, frequency, tag))
    found |= {word: Entry(word, weight or 0, tag) for word, weight, tag in own}
    return list(found.values())


def _checked(name: str, word: str) -> str:
    if len(word) > _LONGEST_WORD or len(word) < 2 or word != word.strip() or "\n" in word:
        raise RuleError(
            f"[words.{name}] has the word “{word}”; a word has 2 to {_LONGEST_WORD} characters on one line, no blanks around it"
        )
    return word


def weighed(entries: Iterable[Entry], suggest: Callable[[str], int]) -> list[Entry]:
    """The entries, each with a frequency: where the user gave none, one that no parts outweigh and no less than jieba's own.

    Asked of the engine before any word is added, so that the order of a list does not matter.
    """
    return [e if e.frequency else e._replace(frequency=max(KEPT_WHOLE, suggest(e.word))) for e in entries]
