"""New words of an archive: what stands together like a word and is none yet, proposed for a dictionary of one's own.

A candidate is two to four neighbouring tokens. Its cohesion is the least pointwise mutual information, in bits, over the
places where it could be split (Smadja, Retrieving collocations from text, Computational Linguistics 19(1), 1993); its
freedom is the smaller entropy, in bits, of its left and right neighbours (branching entropy: Jin & Tanaka-Ishii, Unsupervised
segmentation of Chinese text by use of branching entropy, COLING/ACL 2006; both together: Matrix67, 互联网时代的社会语言学,
2012). What is only ever part of one longer phrase has no freedom; a word with whatever stands beside it has no cohesion.

Counting is done on the words' numbers in arrays, so time and memory go with the number of tokens; of an archive of more
than `MOST_TOKENS` every second, third … document is read.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from reporttext import lexicon
from reporttext.errors import RuleError, check_number
from reporttext.lexicon import Table, check_keys, texts
from reporttext.segment import Cut, cutter, kind_of, weight_to_keep
from reporttext.store.reader import Reports
from reporttext.wordlist import DEFAULT_TAG, LONGEST_WORD

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.int64]
    Reals = NDArray[np.float64]

MOST_TOKENS = 10_000_000
_LONGEST = 4  # tokens
_AROUND = 16  # characters of context on each side

_PARAGRAPHS = """
select doc_id, text from paragraphs where role not in ('noise', 'signature', 'table', 'table_head')
"""
_TEXTS = "select text from paragraphs where doc_id = ? and contains(text, ?) order by paragraph limit 1"


@dataclass(frozen=True, slots=True)
class NewWord:
    """A proposal. `weight` keeps the word whole; `count` and `documents` are of the part of the archive that was read."""

    word: str
    weight: int
    tag: str
    count: int
    documents: int
    cohesion: float
    freedom: float
    context: str


class _Vocabulary(dict[str, int]):
    """Numbers for tokens; 0 for what parts words: punctuation, figures, masks, Latin letters."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = [""]

    def __missing__(self, token: str) -> int:
        number = 0
        if kind_of(token) == "word" and all("\u4e00" <= character <= "\u9fff" for character in token):
            number = len(self.words)
            self.words.append(token)
        self[token] = number
        return number


class _Terms(NamedTuple):
    """The numbers of data/newwords.toml."""

    least_count: float
    least_documents: float
    least_cohesion: float
    least_freedom: float


def _terms(table: Table) -> _Terms:
    check_keys("newwords", table, (*_Terms._fields, "function_words"))
    for name in _Terms._fields:
        if isinstance(table[name], bool) or not isinstance(table[name], int | float) or table[name] < 0:
            raise RuleError(f"[newwords] {name} is “{table[name]}”; it must be a number from 0 up")
    return _Terms(*(float(table[name]) for name in _Terms._fields))


def new_words(reports: Reports, top: int = 200) -> list[NewWord]:
    """The `top` candidates that the run's dictionaries cut apart, the best first; a DataFrame takes the list.

    The best have the highest product of cohesion, freedom and the logarithm of the count.
    """
    import numpy as np

    check_number("top", top, whole=True, low=1)
    known = lexicon.load(reports.rules(), words=reports.words())
    terms = _terms(known["newwords"])
    function_words = frozenset(texts("newwords.function_words", known["newwords"]["function_words"]))
    vocabulary = _Vocabulary()
    tokens, doc_ids, doc_starts = _read(reports, cutter(known), vocabulary)
    text = np.frombuffer(tokens, dtype=np.int32).astype(np.int64)
    inside = np.array([bool(word) and word not in function_words for word in vocabulary.words])
    best: list[tuple[float, str, int, int]] = []
    levels = list(_levels(text, inside, np.array(doc_starts), terms))
    for n, level in enumerate(levels):
        for i in np.flatnonzero(level.good).tolist():
            start = int(level.first[i])
            word = "".join(vocabulary.words[number] for number in text[start : start + level.size])
            if len(word) <= LONGEST_WORD:
                best.append((-float(level.score[i]), word, n, i))
    weight = weight_to_keep()
    found = []
    for _, word, n, i in sorted(best)[:top]:
        level = levels[n]
        doc_id = doc_ids[bisect_right(doc_starts, int(level.first[i])) - 1]
        found.append(
            NewWord(
                word,
                weight(word),
                DEFAULT_TAG,
                int(level.count[i]),
                int(level.documents[i]),
                round(float(level.cohesion[i]), 2),
                round(float(level.freedom[i]), 2),
                _context(reports, doc_id, word),
            )
        )
    return found


def _read(reports: Reports, cut: Cut, vocabulary: _Vocabulary) -> tuple[array[int], list[str], list[int]]:
    """The tokens of the archive as numbers, a 0 after each paragraph; its documents, and where each begins."""
    (total,) = reports.sql("select coalesce(sum(tokens), 0) from documents").iloc[0]
    step = 1 + int(total) // MOST_TOKENS
    tokens = array("i", [0])
    doc_ids: list[str] = []
    doc_starts: list[int] = []
    last, number = None, -1
    for doc_id, text in reports.stream(_PARAGRAPHS):
        if doc_id != last:
            last, number = doc_id, number + 1
            if number % step == 0:
                doc_ids.append(doc_id)
                doc_starts.append(len(tokens))
        if number % step == 0:
            tokens.extend(map(vocabulary.__getitem__, cut(text)))
            tokens.append(0)
    return tokens, doc_ids or [""], doc_starts or [0]


@dataclass(frozen=True, slots=True)
class _Level:
    """All candidates of `size` tokens: the number of the one that begins at each token of the text, -1 where none does, and of
    each candidate its count and first place.
    """

    size: int
    at: Numbers
    count: Numbers
    first: Numbers


@dataclass(frozen=True, slots=True)
class _Measured(_Level):
    """A level with what is measured of each candidate."""

    documents: Numbers
    cohesion: Reals
    freedom: Reals
    good: NDArray[np.bool_]

    @property
    def score(self) -> Reals:
        import numpy as np

        score: Reals = self.cohesion * self.freedom * np.log2(self.count)
        return score


def _levels(
    text: Numbers, inside: NDArray[np.bool_], doc_starts: Numbers, terms: _Terms
) -> Iterator[_Measured]:
    """Candidates of two tokens and more: a longer one is made only where both shorter ones are frequent (Agrawal & Srikant 1994)."""
    import numpy as np

    counts = np.bincount(text, minlength=len(inside))
    words = int(len(text) - counts[0])
    levels = [_Level(1, np.where(inside[text], text, -1), counts, np.zeros_like(counts))]
    for size in range(2, _LONGEST + 1):
        level = _joined(size, levels[-1].at, terms.least_count)
        levels.append(level)
        kinds = len(level.count)
        if not kinds:
            return
        places = np.flatnonzero(level.at >= 0)
        numbers = level.at[places]
        before, after = text[places - 1], text[places + size]
        owner = np.searchsorted(doc_starts, places, side="right") - 1
        documents = np.bincount(
            np.unique(numbers * len(doc_starts) + owner) // len(doc_starts), minlength=kinds
        )
        cohesion = _cohesion(levels, words)
        freedom = np.minimum(
            _entropy(numbers, before, kinds, len(inside)), _entropy(numbers, after, kinds, len(inside))
        )
        good = (documents >= terms.least_documents) & (cohesion >= terms.least_cohesion)
        good &= freedom >= terms.least_freedom
        yield _Measured(size, level.at, level.count, level.first, documents, cohesion, freedom, good)


def _joined(size: int, shorter: Numbers, least_count: float) -> _Level:
    """The candidates that are one token longer, from the numbers of the shorter ones at each token."""
    import numpy as np

    left, right = shorter[:-1], shorter[1:]
    places = np.flatnonzero((left >= 0) & (right >= 0))
    keys = left[places] * (int(shorter.max(initial=0)) + 1) + right[places]
    _, first, which, count = np.unique(keys, return_index=True, return_inverse=True, return_counts=True)
    frequent = count >= least_count
    number = np.where(frequent, np.cumsum(frequent) - 1, -1)
    at = np.full(len(shorter), -1, dtype=np.int64)
    at[places] = number[which]
    return _Level(size, at, count[frequent], places[first[frequent]])


def _cohesion(levels: Sequence[_Level], words: int) -> Reals:
    """The least pointwise mutual information of a candidate's two halves, in bits, over all places to split it."""
    import numpy as np

    level, size = levels[-1], len(levels)
    splits = []
    for cut_at in range(1, size):
        left, right = levels[cut_at - 1], levels[size - cut_at - 1]
        left_count = left.count[left.at[level.first]]
        right_count = right.count[right.at[level.first + cut_at]]
        splits.append(np.log2(level.count * (words / left_count / right_count)))
    least: Reals = np.min(splits, axis=0)
    return least


def _entropy(numbers: Numbers, neighbours: Numbers, kinds: int, vocabulary: int) -> Reals:
    """The entropy in bits of each candidate's neighbours; each end of a phrase counts as another neighbour."""
    import numpy as np

    keys, count = np.unique(numbers * vocabulary + neighbours, return_counts=True)
    owner, neighbour = keys // vocabulary, keys % vocabulary
    total = np.bincount(owner, weights=count, minlength=kinds)[owner]
    share = count / total
    bits: Reals = np.where(neighbour == 0, share * np.log2(total), -share * np.log2(share))
    entropy: Reals = np.bincount(owner, weights=bits, minlength=kinds).astype(np.float64)
    return entropy


def _context(reports: Reports, doc_id: str, word: str) -> str:
    """The word with what stands round it where it is first found, on one line."""
    for text in reports.sql(_TEXTS, [doc_id, word])["text"]:
        at = text.index(word)
        around = text[max(0, at - _AROUND) : at + len(word) + _AROUND]
        return " ".join(around.split())
    return ""
