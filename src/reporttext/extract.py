"""Find the figures of a document: what stands on the page, not yet what it means.

The scanner knows figures by their own form. What surrounds them decides here: a numeral inside a quoted name, a title
or a longer word (“两学一做”, 《三年行动计划》, 进一步) is no figure, nor is one that a list of non-counts names.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from itertools import accumulate
from typing import Final, Literal, NamedTuple

from reporttext.facts import RULES
from reporttext.fold import fold
from reporttext.lexicon import Lexicon, Table, texts
from reporttext.masks import FIGURE
from reporttext.model import Block, Document, Fact, Span, Words
from reporttext.numbers import read_number
from reporttext.rule.compiling import compile_scanner
from reporttext.rule.finding import Finding, longest, made
from reporttext.rule.scanner import Scanner
from reporttext.rule.tries import Led, ahead, trie
from reporttext.segment import cutter

# Why what has the form of a figure is none: its kind refuses it, it overlaps one that was chosen, it stands in a name, a
# listed non-count, a longer word, in furniture, or is the line's own number.
Refusal = Literal["kind", "overlap", "name", "noncount", "word", "furniture", "number"]

_TITLE: Final = re.compile(r"《[^《》\n]{0,60}(?:《[^《》\n]{0,60}》[^《》\n]{0,60})?》")
_QUOTED: Final = re.compile(r"“[^“”\n]{1,16}”")
_QUOTED_TWICE: Final = re.compile(rf"{_QUOTED.pattern}|‘[^‘’\n]{{1,16}}’")  # slower, and hardly ever needed
_POPULATION: Final = re.compile("[千万亿]人口")  # **万人口
# Furniture, names and dates; the cells of tables are read by `cells`, which knows their heads.
_NO_FIGURES: Final = frozenset(("noise", "title", "subtitle", "signature", "table", "table_head"))
_DOCUMENT_NUMBER: Final = Led("〔[(", rf"(?:19|20)\d\d[〕\])] ?第?[\d{FIGURE}]{{1,5}}号")


@cache
def scanner(lexicon: Lexicon) -> Scanner:
    return compile_scanner(RULES, lexicon)


class _NonCounts:
    """The lists of data/noncounts.toml: what is no figure, the words that open like a unit with the characters they open
    with, what makes a word with 个, and the units that are figures in names too.
    """

    __slots__ = ("after_ge", "figures", "never_named", "opening", "unit_words")

    def __init__(self, table: Table) -> None:
        own = ("patterns", "unit_words", "after_ge", "never_named")
        patterns, unit_words, after_ge, never_named = (
            texts(f"noncounts.{name}", table[name]) for name in own
        )
        words = [w for name in table if name not in own for w in texts(f"noncounts.{name}", table[name])]
        # Patterns first: 十一届人大三次会议 whole, not the word 十一 in it.
        self.figures = re.compile("|".join((*patterns, f"{ahead(words)}{trie(words)}")))
        self.unit_words, self.opening = (
            re.compile(trie(unit_words)),
            frozenset(word[0] for word in unit_words),
        )
        self.after_ge, self.never_named = after_ge, frozenset(never_named)


@cache
def _noncounts(lexicon: Lexicon) -> _NonCounts:
    return _NonCounts(lexicon["noncounts"])


def find_figures(text: str, words: Words, lexicon: Lexicon) -> list[Finding]:
    """The figures of a folded text whose tokens are `words`, in order, none overlapping."""
    found = scanner(lexicon).scan(text)
    if not found:
        return found
    refusal = _refusals(text, words, lexicon)
    return [finding for finding in found if refusal(finding) is None]


def _refusals(
    text: str, words: Words, lexicon: Lexicon
) -> Callable[[Finding], Literal["name", "noncount", "word"] | None]:
    """What the text round a finding has against its being a figure."""
    names = _names(text)
    known = _noncounts(lexicon)
    starts = words.starts

    def refusal(finding: Finding) -> Literal["name", "noncount", "word"] | None:
        if _in_name(finding, names, text, known):
            return "name"
        if _is_noncount(finding, known, text):
            return "noncount"
        return "word" if _within_word(finding, starts, text, known) else None

    return refusal


def considered(doc: Document, lexicon: Lexicon) -> list[tuple[Finding, Refusal | None]]:
    """Whatever in a document has the form of a figure, with why it is none; None where it is a fact."""
    candidates = scanner(lexicon).candidates(doc.folded)
    taken = set(longest(finding for finding, accepted in candidates if accepted))
    refusal, place = _refusals(doc.folded, doc.words, lexicon), _placer(doc)

    def judge(finding: Finding) -> Refusal | None:
        if finding not in taken:
            return "overlap"
        against = refusal(finding) or place(finding)
        return None if isinstance(against, Fact) else against

    judged = [(finding, judge(finding) if accepted else "kind") for finding, accepted in candidates]
    return sorted(judged, key=lambda pair: pair[0].span)


class Names(NamedTuple):
    """Where quoted names and titles begin, in order, and how far any of those that begin up to there reaches."""

    starts: list[int]
    reach: list[int]


def _names(text: str) -> Names:
    quoted = _QUOTED_TWICE if "‘" in text else _QUOTED
    spans = [m.span() for pattern in (quoted, _TITLE, _DOCUMENT_NUMBER) for m in pattern.finditer(text)]
    spans.sort()
    ends = [end for _, end in spans]
    return Names([start for start, _ in spans], [*accumulate(ends, max)])


def _in_name(finding: Finding, names: Names, text: str, known: _NonCounts) -> bool:
    """Quoted or titled numerals are names (“两学一做”), but “整改率达到100%” is speech and 件 always counts items."""
    unit, start = finding.unit, finding.start
    if unit in known.never_named or (unit == "件" and text[start - 1 : start] in ("“", "‘")):
        return False
    i = bisect_right(names.starts, start)
    return i > 0 and names.reach[i - 1] > start


def _is_noncount(finding: Finding, known: _NonCounts, text: str) -> bool:
    """Whether a listed non-count covers the numeral's first character. Ranks are ordinals themselves, and judged by their kind."""
    if finding.style == "digits" or finding.kind == "rank":
        return False
    start, end = finding.start, finding.end
    unit = end - len(finding.unit)
    for m in known.figures.finditer(text, max(0, start - 16), end + 16):
        at, to = m.span()
        if at > start:
            return False
        if start < to and not unit < to < end:  # 三公 does not end in 三公里
            return True
    return False


def _within_word(finding: Finding, starts: Sequence[int], text: str, known: _NonCounts) -> bool:
    """Whether a Han numeral begins inside a longer word (进一步), or a unit after Han or mask ends inside one (**人民)."""
    if finding.style == "digits":
        unit = finding.end - len(finding.unit)
        return text[unit : unit + 1] in known.opening and bool(known.unit_words.match(text, unit))
    start, end = finding.start, finding.end
    if finding.kind == "rank" or (finding.unit == "个" and not text.startswith(known.after_ge, end)):
        return False
    i = bisect_right(starts, start) - 1
    if (
        finding.style == "han"
        and starts[i] < start
        and _is_han_word(text[starts[i] : start])
        and not text[starts[i] : start].endswith(("约", "近", "逾", "超"))  # the segmenter joins 全长约, 达约
    ):
        return True
    j = bisect_right(starts, end - 1) - 1
    begins, ends = starts[j], starts[j + 1] if j + 1 < len(starts) else len(text)
    return (
        ends > end
        and begins >= start
        and not finding.rule.endswith("people")
        and not _POPULATION.match(text, end - 2)
        and not text.startswith(("未", "没"), end)  # 三十多(人未)
        and _is_han_word(text[end:ends])
    )


def _is_han_word(part: str) -> bool:
    return bool(re.match(r"[\u4e00-\u9fff]", part)) and not part.startswith(("多", "余", "以", "左", "上下"))


def figure_finder(lexicon: Lexicon) -> Callable[[Document], Document]:
    """The stage: `doc.facts` with kind, span, quantity and rule; paragraphs of furniture and numbers of headings left out."""

    def find(doc: Document) -> Document:
        place = _placer(doc)
        placed = [place(finding) for finding in find_figures(doc.folded, doc.words, lexicon)]
        return replace(doc, facts=tuple([fact for fact in placed if isinstance(fact, Fact)]))

    return find


def _placer(doc: Document) -> Callable[[Finding], Fact | Literal["furniture", "number"]]:
    """Puts a finding into its sentence, or says why it has none."""
    sentences, blocks = doc.sentences, doc.blocks
    ends = [s.span.end for s in sentences]
    furniture = [block.role in _NO_FIGURES for block in blocks]

    def place(finding: Finding) -> Fact | Literal["furniture", "number"]:
        start = finding.start
        i = bisect_right(ends, start)
        if i == len(ends):
            return "furniture"
        sentence = sentences[i]
        paragraph = sentence.paragraph
        if start < sentence.span.start or furniture[paragraph]:
            return "furniture"
        placed = _after_number(finding, blocks[paragraph])
        return "number" if placed is None else _fact(placed, i, paragraph)

    return place


def _after_number(finding: Finding, block: Block) -> Finding | None:
    """The finding without the line's own number: 1.3个村 at the head of a line is item 1 and three villages."""
    own, begin = block.number, block.span.start
    if finding.start > begin:
        within = own is not None and finding.start < begin + len(own)
        return None if within else finding
    number, point, count = finding.number.partition(".")
    if not (point and finding.kind == "count" and finding.style == "digits" and len(number) <= 2):
        return None if own else finding
    value = read_number(count)
    if value is None or finding.quantity.high is not None:
        return None
    start = finding.start + len(number) + 1
    return Finding(
        finding.kind,
        Span(start, finding.span.end),
        Span(start, finding.end),
        finding.quantity._replace(low=value.low),
        finding.style,
        count,
        finding.qualifier_text,
        finding.rule,
    )


_UNRESOLVED: Final = tuple(Fact._field_defaults.values())[1:]  # all that comes after the approximator


def _fact(finding: Finding, sentence: int, paragraph: int) -> Fact:
    found = (
        finding.kind,
        finding.span,
        sentence,
        paragraph,
        finding.quantity,
        finding.rule,
        finding.qualifier_text,
    )
    return made(Fact, found + _UNRESOLVED)


def find_in(text: str, lexicon: Lexicon) -> list[Finding]:
    """The figures of a bare string, which need not be a report."""
    folded = fold(text)
    return find_figures(folded, Words(cutter(lexicon)(folded)), lexicon)
