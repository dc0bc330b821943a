"""What the program says, in Chinese.

Code says everything in English, where it is found; the tables keep that. Whoever shows a sentence to people (workbook, page,
server, terminal) passes it through here. The English sentence is its own key, as with gettext: `zh.toml` has its template,
`{name}` for what varies, and the Chinese template with the same names. A sentence is matched against the templates, its values
are taken out and put into the Chinese. So what older versions wrote into a store is shown in Chinese too, and nothing but
the sentence has to be kept or sent to another process. Where a value is a sentence or phrase itself, its name ends in `~`, or in `!` where the
template only holds if that is in the catalogue too. What stands at `n` is a number, so that “{n} masked” is not taken for the
end of “18 value, 4 masked”, which is a list: its items are looked up one by one.

What has no template is never left alone: a row of `errors` gets a sentence for its kind, with the English in brackets.
tests/test_messages.py finds every sentence that the source can make, and fails where one has no Chinese.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal

from reporttext.errors import RuleError

Language = Literal["zh", "en"]

_NAME = re.compile(r"\{(\w+[~!]?)\}")
_LOOKED_UP = "~!"
#: A name that takes nothing but a number, and what a number is; in a table of the terminal blanks stand before it.
_COUNT, _NUMBER = "n", r" *-?\d[\d,.]*"
#: Phrases in phrases: a list of pages in a reason in a sentence.
_DEEPEST = 6
#: Items of a list that the program makes; a longer one is text of somebody else.
_LONGEST = 100
#: Parts of `zh.toml` that only stand inside of others, what parts the items of lists, sentences by kind; all other parts are
#: whole sentences.
_PHRASES, _LISTS, _KINDS = "phrases", "lists", "kinds"


def translated(sentence: str, language: str = "zh") -> str | None:
    """The sentence in a language; None where the catalogue does not have it. English is what it is."""
    return sentence if language != "zh" else _found(sentence, _catalogue().sentences, 0)


def shown(sentence: str, language: str) -> str:
    """The sentence in a language, English where the catalogue does not have it; line breaks around it stay."""
    plain = sentence.strip("\n")
    found = translated(plain, language)
    return sentence if found is None else sentence.replace(plain, found)


def shown_problem(kind: str, message: str, language: str) -> str:
    """The message of a row of `errors` in a language: never only English in Chinese."""
    found = translated(message, language)
    if found is not None:
        return found
    about = _catalogue().kinds.get(kind, _catalogue().kinds["other"])
    return f"{about}（{message}）"


def shown_failure(message: str, language: str) -> str:
    """Why a call did nothing, in a language: never only English in Chinese."""
    return translated(message, language) or f"{_catalogue().kinds['call']}（{message}）"


@cache
def kinds() -> frozenset[str]:
    """The kinds of `errors` that have a sentence."""
    return frozenset(_catalogue().kinds)


@dataclass(frozen=True, slots=True)
class _Entry:
    """A template in its parts, literal and name by turns, literals first and last; and the Chinese one."""

    parts: tuple[str, ...]
    chinese: str

    def values(self, sentence: str) -> dict[str, str] | None:
        """What stands at the names, if the sentence is one of this template; each literal at its first place."""
        first, *between, last = self.parts[::2] if len(self.parts) > 1 else (*self.parts, "")
        if not (
            sentence.startswith(first) and sentence.endswith(last) and all(one in sentence for one in between)
        ):
            return None  # most of them, and much sooner than by the pattern
        match = _pattern(self.parts).fullmatch(sentence)
        return None if match is None else dict(zip(self.parts[1::2], match.groups(), strict=True))


@cache
def _pattern(parts: tuple[str, ...]) -> re.Pattern[str]:
    """A template as a pattern, in atomic groups up to the last name, so that no text makes it try twice.

    A literal next to a number belongs to it: “ ({n} bytes)” is no other bracket.
    """
    names = parts[1::2]
    last = max((i for i, name in enumerate(names) if name != _COUNT), default=None)
    made, is_open = [re.escape(parts[0])], False
    for i, (name, literal) in enumerate(zip(names, parts[2::2], strict=True)):
        if name == _COUNT:
            made.append(f"({_NUMBER})")
        else:
            made.append(")" * is_open + ("(.+)" if i == last else "(?>(.+?)"))
            is_open = i != last
        made.append(re.escape(literal))
    return re.compile("".join(made), re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Catalogue:
    """Entries with the longest literals first, so that of two that match the one that says more is taken."""

    sentences: Sequence[_Entry]
    phrases: Sequence[_Entry]
    lists: Mapping[str, str]
    kinds: Mapping[str, str]


@cache
def _catalogue() -> _Catalogue:
    raw = tomllib.loads((resources.files(__name__) / "zh.toml").read_text("utf-8"))
    kinds, lists, phrases = raw.pop(_KINDS), raw.pop(_LISTS), raw.pop(_PHRASES)
    sentences = [_entry(english, chinese) for part in raw.values() for english, chinese in part.items()]
    also = [_entry(english, chinese) for english, chinese in phrases.items()]
    return _Catalogue(_ordered(sentences), _ordered([*sentences, *also]), lists, kinds)


def _entry(english: str, chinese: str) -> _Entry:
    parts = tuple(_NAME.split(english))
    named = [name.rstrip(_LOOKED_UP) for name in parts[1::2]]
    if not set(_NAME.findall(chinese)) <= set(named) or len(set(named)) != len(named):
        raise RuleError(f"zh.toml: “{chinese}” must have names of “{english}”, each once in the English")
    if any(not literal for literal in parts[2:-1:2]) or not "".join(parts[::2]).strip():
        raise RuleError(f"zh.toml: something must stand between the names of “{english}”")
    return _Entry(parts, chinese)


def _ordered(entries: Sequence[_Entry]) -> Sequence[_Entry]:
    return sorted(entries, key=lambda entry: (-sum(map(len, entry.parts[::2])), entry.parts))


def _found(sentence: str, entries: Sequence[_Entry], depth: int) -> str | None:
    for entry in entries:
        values = entry.values(sentence)
        chinese = None if values is None else _filled(entry.chinese, values, depth)
        if chinese is not None:
            return chinese
    return None


def _phrase(words: str, depth: int) -> str | None:
    """What stands inside of a sentence: a list if all its items are known, else one phrase."""
    for mark, chinese in _catalogue().lists.items():
        if mark in words and words.count(mark) < _LONGEST:
            items = _items(words.split(mark), depth)
            if items is not None:
                return chinese.join(items)
    return _found(words, _catalogue().phrases, depth)


def _items(items: Sequence[str], depth: int) -> Sequence[str] | None:
    told = []
    for item in items:
        found = _found(item, _catalogue().phrases, depth)
        if found is None:
            return None
        told.append(found)
    return told


def _filled(chinese: str, values: Mapping[str, str], depth: int) -> str | None:
    """The Chinese template with its values; None where one that must be in the catalogue is not."""
    told: dict[str, str] = {}
    for name, value in values.items():
        inner = None
        if name[-1] in _LOOKED_UP and depth < _DEEPEST:
            inner = _phrase(value.strip(), depth + 1)
        if inner is None and name.endswith("!"):
            return None
        told[name.rstrip(_LOOKED_UP)] = value if inner is None else value.replace(value.strip(), inner)
    return _NAME.sub(lambda name: told[name[1]], chinese)
