"""What a token is: a word, a mask, a number, punctuation or a blank."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal

from reporttext.fold import fold
from reporttext.model import Span
from reporttext.segment.own import DIGIT, MASKED

Kind = Literal["word", "mask", "number", "punctuation", "blank"]

_IS_BLANK = re.compile("[\\s\x00-\x1f\x7f\u200b-\u200f\u2060\ufeff]+")
_IS_MASK = re.compile(
    r"(?:[0-9]*[*×]+|[Xx]+|○+|_{2,}|某+(?:[省市州盟县区旗镇乡村]|街道|社区)?)(?:\.[*×Xx○]+)?%?"
)
_IS_NUMBER = re.compile(
    r"[0-9][0-9,.]*[%‰]?|[①-⓿㈠-㈩Ⅰ-ⅿ〡-〩]+"
    # 三千二百, 二十, 数百, 第三; not 十四五 or 七一, which are names: a digit without a scale may only close.
    rf"|第?(?!\Z)(?:[{DIGIT}两几数]?[十百千万亿][零〇]?)*[{DIGIT}两零〇]?"
    rf"|[{DIGIT}零〇○]{{3,}}|[{DIGIT}]*[零〇○][{DIGIT}零〇○]*"
    r"|一二|二三|三四|四五|五六|六七|七八|八九"
    rf"|百分之[零〇{DIGIT}十百]+"
)
_ANY_MASK = re.compile(
    "|".join((*MASKED, r"[*×](?=[省市州盟县区旗镇乡村某])", "某(?=[省市州盟县区旗镇乡村])"))
)
_HAS_LETTER = re.compile(r"[^\W_]")
# A Han that stands in no mask and no number makes a word, whatever is beside it.
_OF_WORDS = re.compile(rf"(?![某省市州盟县区旗镇乡村街道社第分之{DIGIT}两几数十百千万亿零〇])[\u4e00-\u9fff]")


def masks(text: str) -> Iterator[Span]:
    """Where figures, names and years are blanked out: `**`, `20**`, `XX`, `○○`, and the `某` of 某镇.

    >>> [(mask.start, mask.end) for mask in masks("某镇20**年开展宣讲**余场次")]
    [(0, 1), (2, 6), (11, 13)]
    """
    return (Span(*match.span()) for match in _ANY_MASK.finditer(fold(text)))


@lru_cache(maxsize=1 << 12)
def kind_of(token: str) -> Kind:
    """What a token is; only a "word" enters term counts.

    Masks are **, ×, XX, ○○, 某某, 某镇 (jieba joins them); numbers 1,234.5, 100％, 三千二百, 第三, ①; a title, 5G or 十四五 is a word.

    >>> [kind_of(token) for token in ("乡村振兴", "**", "４.５％", "。", "\u3000")]
    ['word', 'mask', 'number', 'punctuation', 'blank']
    """
    if _OF_WORDS.search(token):
        return "word"
    folded = fold(token)
    if _IS_BLANK.fullmatch(folded):
        return "blank"
    if _IS_MASK.fullmatch(folded):
        return "mask"
    if _IS_NUMBER.fullmatch(folded):
        return "number"
    return "word" if _HAS_LETTER.search(folded) else "punctuation"
