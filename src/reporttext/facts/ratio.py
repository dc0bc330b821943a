"""Ratios: 8.5%, 4‰, 两成多, 1.3倍, 百分之百, 三分之一; 0.5个百分点 is a difference of percentages and a unit of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import Final

from reporttext.lexicon import Lexicon, texts
from reporttext.model import Quantity, Span
from reporttext.numbers import numeral, read_number, style_of
from reporttext.rule.approximators import Qualifiers, qualifiers
from reporttext.rule.finding import Finding
from reporttext.rule.kind import Passage, Rule
from reporttext.rule.tries import trie

_UNITS: Final = {"百": "%", "千": "‰"}


@cache
def _fraction(after: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?P<den>[百千万]|[二三四五六七八九十]{{1,3}}|\d{{1,3}})分之(?P<den2>){numeral('n1')}"
        rf"(?:(?:至|到|-|—)(?:百分之)?{numeral('n2')})?(?: ?(?P<after>{after}))?"
    )


def find(passage: Passage) -> Iterator[Finding]:
    """百分之八点五 is 8.5 %, 千分之三 is 3 ‰, 三分之一 is 0.333… 分之."""
    approximators = qualifiers(passage.lexicon)
    yield from _tenths(passage, approximators)
    yield from _slashed(passage, approximators)
    for m in _fractions(passage.text, _fraction(approximators.after)):
        number, high = read_number(m["n1"]), read_number(m["n2"]) if m["n2"] else None
        base = None if m["den"] in _UNITS else read_number(m["den"])
        if number is None or (base is not None and not base.low):
            continue
        start, before = approximators.read_before(passage.text, m.start())
        qualifier = approximators.of(before, number, m["after"])
        unit = _UNITS.get(m["den"], "分之")
        low, top = number.low, high.low if high else None
        if base is not None and base.low is not None:
            low, top = _divided(low, base.low), _divided(top, base.low)
        masked = number.masked
        yield Finding(
            kind="ratio",
            span=Span(start, m.end()),
            core=Span(m.start(), m.end("n2") if high else m.end("n1")),
            quantity=Quantity(low, top, unit, qualifier, masked, number.mask_width),
            style=style_of(m["n1"]),
            number=m["n1"],
            qualifier_text="…".join(part for part in (before, m["after"]) if part) or None,
            rule="ratio.fraction",
        )


def _fractions(text: str, fraction: re.Pattern[str]) -> Iterator[re.Match[str]]:
    """The matches of a pattern in which up to three characters stand before 分之, looked for where that stands."""
    end, at = 0, text.find("分之")
    while at >= 0:
        tried = (fraction.match(text, start) for start in range(max(end, at - 3), at))
        m = next(filter(None, tried), None)
        if m:
            yield m
            end = m.end()
        at = text.find("分之", max(end, at + 1))


_TENTHS: Final = re.compile(
    r"成(?<=(?P<whole>[一二三四五六七八九])成)(?P<part>[一二三四五六七八九半])(?![一-鿿]{0,1}[年个])"
)


def _tenths(passage: Passage, approximators: Qualifiers) -> Iterator[Finding]:
    """四成五 is 4.5 成, 三成半 is 3.5."""
    end = 0
    for m in _TENTHS.finditer(passage.text):
        core = Span(m.start() - 1, m.end())
        if core.start < end:
            continue  # 一成二成三
        end = core.end
        whole, part = read_number(m["whole"]), read_number("五" if m["part"] == "半" else m["part"])
        if whole is None or part is None or whole.low is None or part.low is None:
            continue
        start, before = approximators.read_before(passage.text, core.start)
        quantity = Quantity(whole.low + part.low / 10, None, "成", approximators.of(before, whole, None))
        written = core.of(passage.text)
        yield Finding("ratio", Span(start, core.end), core, quantity, "han", written, before, "ratio.tenths")


_SLASHED: Final = re.compile(r"/(?<=[\u4e00-\u9fff、](?P<num>[1-9])/)(?P<den>[2-9]|1[0-9])(?![\d/月年]|号)")


def _slashed(passage: Passage, approximators: Qualifiers) -> Iterator[Finding]:
    """占全国的1/3; 24/7, 5/8 of a calendar and 3/4号 are none."""
    for m in _SLASHED.finditer(passage.text):
        low, base = Decimal(m["num"]), Decimal(m["den"])
        if low < base:
            core = Span(m.start() - 1, m.end())
            start, before = approximators.read_before(passage.text, core.start)
            qualifier = approximators.meaning[before] if before else None
            yield Finding(
                "ratio", Span(start, m.end()), core, Quantity(low / base, None, "分之", qualifier),
                "digits", core.of(passage.text), before, "ratio.slashed",
            )  # fmt: skip


def _divided(value: Decimal | None, by: Decimal) -> Decimal | None:
    return None if value is None else value / by


@cache
def _other_words(lexicon: Lexicon) -> re.Pattern[str]:
    """What opens another word behind 成: 三成员, 一成不变."""
    return re.compile(
        rf"{trie(texts('units.ratio.other_words', lexicon['units']['ratio']['other_words']))}|不(?![到足])"
    )


def accept(finding: Finding, passage: Passage) -> bool:
    """三成 is a ratio, 三成员 and 一成不变 are not."""
    if finding.unit != "成":
        return True
    return not _other_words(passage.lexicon).match(passage.text, finding.end)


RULE: Final = Rule(
    title="ratio 比率",
    units="ratio",
    accept=accept,
    find=find,
    refuses="成 that opens another word (三成员, 一成不变)",
    forms={
        "fraction": "a fraction in words (百分之八, 三分之一)",
        "tenths": "tenths and half tenths (四成五)",
        "slashed": "a fraction with a stroke (1/3)",
    },
    examples=(
        ("群众满意率达９８.６％以上", "９８.６％以上"),
        ("参保率同比提高2.3个百分点", "2.3个百分点"),
        ("盗窃警情下降两成多", "两成多"),
        ("整改率达到百分之百", "百分之百"),
        ("近三分之一的网点", "近三分之一"),
        ("老旧小区占四成五", "四成五"),
        ("产量占全县的1/3", "1/3"),
        ("人口自然增长率为4‰", "4‰"),
        ("产值是上年的1.3倍", "1.3倍"),
        ("电子档案建档率达○○%", "○○%"),
    ),
    silent=("三成员单位联合发文", "一成不变", "十分之重视不够"),
)
