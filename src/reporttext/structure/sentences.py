"""Sentences: they end at 。！？!? and …… with the quotes and brackets that close there, never inside 《》, in a number or at ；.

An item inside a line opens a sentence of its own: 一是……；二是……；（1）……；2、……. `item` keeps its number as written.
Spans are half-open code points; the sentences of a block cover all of it but blanks.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from reporttext.fold import fold
from reporttext.model import Document, Sentence, Span, records

_CN: Final = "一二三四五六七八九十"
_ITEM: Final = rf"第?[{_CN}]{{1,2}}(?:是|要)|其[{_CN}](?=[,、])|\([{_CN}\d]{{1,2}}\)|[①-⑳]|\d{{1,2}}[.、](?!\d)|第[{_CN}]{{1,2}}(?=[,、])"
# A title in 《》 is skipped whole. ?a=1 in an address ends nothing; …… before a comma or 等 goes on. A colon is no end,
# but the number behind it (主要问题是：一是……) is the sentence's.
_SIGNS: Final = "。!?…;:《"
_CLOSERS: Final = '”’")〕]】》」』'
_CLOSE: Final = rf"[。!?…]*[{re.escape(_CLOSERS)}]*"
# It is tried at each of the signs; the look-behinds tell which it is.
_BREAK: Final = re.compile(
    rf".(?:(?<=[。!]){_CLOSE}|(?<=《)[^《》\n]{{0,80}}》|(?<=[;:])(?=\s?(?:{_ITEM}))"
    rf"|(?<=\?)(?![A-Za-z0-9&=/]){_CLOSE}|(?<=…)(?<!……)…*+(?![,、;:等的]){_CLOSE})"
)
_GOES_ON: Final = frozenset("。!?…" + _CLOSERS)  # behind a full stop
_NUMBER: Final = re.compile(rf"{_ITEM}|(?:[{_CN}]{{1,3}}|\d{{1,2}})\s?[、.](?!\d)")
_NUMERALS: Final = frozenset(f"{_CN}(第其①②③④⑤⑥⑦⑧⑨⑩0123456789")
_FILLED: Final = re.compile(r"\S")
_LEAD_IN: Final = 32


def split_sentences(doc: Document) -> Document:
    """The stage that fills `sentences`."""
    folded, text = doc.folded or fold(doc.text), doc.text
    starts: list[int] = []
    ends: list[int] = []
    paragraphs: list[int] = []
    items: list[str | None] = []
    number, filled = _NUMBER.match, _FILLED.search
    signs = _signs_in(folded)
    at, last = 0, len(signs)
    for index, block in enumerate(doc.blocks):
        start, stop = block.span
        item = _item(text, number(folded, start, stop)) if folded[start] in _NUMERALS else None
        read = start  # so far
        while at < last and (begin := signs[at]) < stop:
            at += 1
            if begin < read:
                continue
            end = _break_at(folded, begin, stop)
            if end < 0:
                continue
            read, mark = end, folded[begin]
            if mark == "《":
                continue
            if mark == ":":
                if item is None and end - start <= _LEAD_IN:
                    item = _item(text, number(folded, end + (folded[end] == " "), stop))
                continue
            starts.append(start)
            ends.append(end)
            paragraphs.append(index)
            items.append(item)
            start = end
            if start == stop:
                break
            if folded[start] <= " ":
                following = filled(folded, start, stop)
                if following is None:
                    start = stop
                    break
                start = following.start()
            item = _item(text, number(folded, start, stop)) if folded[start] in _NUMERALS else None
        if start < stop:
            starts.append(start)
            ends.append(stop)
            paragraphs.append(index)
            items.append(item)
    spans = records(Span, starts, ends)
    return replace(doc, sentences=records(Sentence, spans, paragraphs, items, [()] * len(spans)))


def _item(text: str, m: re.Match[str] | None) -> str | None:
    return text[m.start() : m.end()] if m else None


def _break_at(folded: str, begin: int, stop: int) -> int:
    """The end of the break that the sign at `begin` opens, -1 where it opens none."""
    end = begin + 1
    if folded[begin] == "。" and (end == stop or folded[end] not in _GOES_ON):  # most
        return end
    m = _BREAK.match(folded, begin, stop)
    return m.end() if m else -1


def _signs_in(folded: str) -> list[int]:
    """Where the signs stand that may end a sentence, in order. A search for each is faster than one for all of them."""
    places: list[int] = []
    for sign in _SIGNS:
        at = folded.find(sign)
        while at >= 0:
            places.append(at)
            at = folded.find(sign, at + 1)
    places.sort()
    return places
