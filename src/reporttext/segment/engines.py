"""The engines, rjieba and jieba. Either gives the same tokens: what rjieba does differently is undone here.

rjieba keeps compounds of letters and digits (2026-02-09, 5G-A) that jieba's HMM step cuts, and takes ideographs outside
U+4E00–9FD5 for Han where jieba lets them stand alone.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable
from functools import cache
from importlib import resources
from typing import Any, Literal

from reporttext.segment.characters import ASCII, HAN, ODD_REST, RARE_SIGNS
from reporttext.segment.dictionary import KEPT_WHOLE, Entry, weighed

Backend = Literal["auto", "rjieba", "jieba"]
Cut = Callable[[str], list[str]]

LONGEST = 2000  # characters of one stretch given to jieba; the longest in 807 provincial reports has 71
_RARE = re.compile(f"([{RARE_SIGNS}]+)")
_ODD = re.compile(rf"[{ASCII}]{ODD_REST}")
_SKIP = re.compile(r"([a-zA-Z0-9]+(?:\.\d+)?%?)", re.ASCII)  # jieba.finalseg.re_skip
_SIGNS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+#&._%-")
# The words of jieba's dictionary that are all ASCII; a test compares the list with it.
_ASCII_WORDS = frozenset(("AT&T", "C#", "C++", "c#", "c++"))
_LONG = re.compile(f"(?<![{HAN}{ASCII}])[{HAN}{ASCII}]{{{LONGEST + 1},}}")


def cutters(entries: list[Entry], backend: Backend) -> tuple[Cut, Cut]:
    """What cuts text that nothing is special about, and what cuts any."""
    if backend == "jieba":
        return _jieba(entries)
    try:
        return _rjieba(entries)
    except ImportError:
        if backend == "rjieba":
            raise
        return _jieba(entries)


@cache
def weight_to_keep() -> Callable[[str], int]:
    """A function that gives a word the weight with which no parts of it outweigh it, as a user's word without one has."""
    try:
        import rjieba

        suggest: Callable[[str], int] = rjieba.Jieba().suggest_freq
    except ImportError:
        suggest = _tokenizer([]).suggest_freq
    return lambda word: max(KEPT_WHOLE, suggest(word))


def _rjieba(entries: list[Entry]) -> tuple[Cut, Cut]:
    """What rjieba cuts as it comes, and with its differences from jieba undone. All words are added first: later they would race it."""
    import rjieba

    engine = rjieba.Jieba()
    for word, frequency, tag in weighed(entries, engine.suggest_freq):
        engine.add_word(word, frequency, tag)
    raw: Cut = engine.cut

    def cut(text: str) -> list[str]:
        if not (_ODD.search(text) or _RARE.search(text)):
            return raw(text)
        found: list[str] = []
        for i, part in enumerate(_RARE.split(text)):  # every other part is rare characters
            found += part if i % 2 else _resplit(raw(part))
        return found

    return raw, bounded(cut)


def _resplit(tokens: list[str]) -> list[str]:
    """Join each run of ASCII between Han and split it anew: the HMM step of jieba takes the run as a whole."""
    found: list[str] = []
    run = ""
    for token in tokens:
        if token[0] in _SIGNS and token.isascii() and token not in _ASCII_WORDS:
            run += token
            continue
        if run:
            found += filter(None, _SKIP.split(run))
            run = ""
        found.append(token)
    return found + list(filter(None, _SKIP.split(run)))


def _jieba(entries: list[Entry]) -> tuple[Cut, Cut]:
    cut: Cut = _tokenizer(entries).lcut
    return cut, bounded(cut)


def _tokenizer(entries: list[Entry]) -> Any:
    """The tokenizer of jieba over its packaged dictionary and ours.

    Its own loading writes and unmarshals a file of a fixed name in the shared temporary folder and logs to stderr, so the
    tables are filled here. `add_word` is not used: for a word it knows it counts the old frequency in the total too.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # pkg_resources is deprecated, and 3.12 objects to jieba's escapes
        import jieba

    tokenizer = jieba.Tokenizer()
    with (resources.files("jieba") / "dict.txt").open("rb") as file:
        frequencies, total = tokenizer.gen_pfdict(file)
    tokenizer.FREQ, tokenizer.total, tokenizer.initialized = frequencies, total, True
    for word, frequency, tag in weighed(entries, tokenizer.suggest_freq):
        total += frequency - frequencies.get(word, 0)
        frequencies[word] = frequency
        for end in range(1, len(word)):
            frequencies.setdefault(word[:end], 0)
        tokenizer.user_word_tag_tab[word] = tag
    tokenizer.total = total
    return tokenizer


def bounded(cut: Cut) -> Cut:
    """The same tokens, but for stretches longer than `LONGEST`."""

    def in_stretches(text: str) -> list[str]:
        if len(text) <= LONGEST or not _LONG.search(text):
            return cut(text)
        found: list[str] = []
        end = 0
        for match in _LONG.finditer(text):
            found += cut(text[end : match.start()])
            for start in range(match.start(), match.end(), LONGEST):
                found += cut(text[start : min(start + LONGEST, match.end())])
            end = match.end()
        return found + cut(text[end:])

    return in_stretches
