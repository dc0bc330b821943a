"""What tells another copy of a report: a key of its bare text, a signature of its figures and places, a sketch of its wording.

Two documents with one key differ in blanks, punctuation and furniture only. Two with one signature and like sketches
differ in a few words, but in no place, year or figure. `reporttext.store.duplicates` compares them.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from reporttext.fold import fold
from reporttext.model import Document

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: Characters of one shingle, and how many minima a sketch keeps. Source: Li, Owen, Zhang (2012), One Permutation Hashing.
SHINGLE, BINS = 5, 64

_EMPTY = 0xFFFFFFFF
_LAST = 0xFFFF
_BARE = re.compile(r"[\W_]+")
_DIGIT = re.compile(r"[0-9*×○]")
# Figures as they stand, masks too; 1,234 and 1234 are one.
_DIGITS = re.compile(r"[0-9*×○]+(?:,[0-9]{3}(?![0-9]))*(?:\.[0-9*×○]+)?%?")


class Fingerprint(NamedTuple):
    """Columns of the part's table `_documents`."""

    key: str
    signature: str
    sketch: bytes


def fingerprint(doc: Document) -> Fingerprint:
    """Linear in the text. `sketch` is BINS unsigned 32-bit numbers, little-endian."""
    text = doc.folded or fold(doc.text)
    blocks = [block for block in doc.blocks if block.role != "noise"]
    lines = [block.span.of(text) for block in blocks] or [text]
    bare = _bare("".join(lines)).lower()
    written, figures = _figures(lines, [block.number for block in blocks])
    # A text of signs alone has no bare text, and is no copy of every other such.
    return Fingerprint(
        _digest(bare or text, *written),
        _digest(*figures, "", *_han_figures(doc), "", *_places(doc)),
        sketch(bare),
    )


def _bare(text: str) -> str:
    """The letters, digits and Han of `text`, by a table of the characters, which takes all of them at once."""
    import numpy as np

    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.dtype("<u4"))
    if not codes.size or codes.max() > _LAST:
        return _BARE.sub("", text)
    return codes[_letters()[codes]].tobytes().decode("utf-32-le")


@cache
def _letters() -> NDArray[np.bool_]:
    """Of each character of Unicode's basic plane, whether it is a letter, digit or Han."""
    import numpy as np

    return np.fromiter((chr(code).isalnum() for code in range(_LAST + 1)), np.bool_)


def sketch(text: str) -> bytes:
    """The smallest hash of a shingle in each of BINS ranges: sketches of like texts agree in about the share they share."""
    import numpy as np

    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.dtype("<u4")).astype(np.uint64)
    count = max(0, len(codes) - SHINGLE + 1)
    hashes = np.zeros(count, np.uint64)
    for at in range(SHINGLE):
        hashes = hashes * np.uint64(0x100000001B3) + codes[at : at + count]
    hashes ^= hashes >> np.uint64(33)  # the finaliser of MurmurHash3
    hashes *= np.uint64(0xFF51AFD7ED558CCD)
    hashes ^= hashes >> np.uint64(33)
    minima = np.full(BINS, _EMPTY, np.uint64)
    np.minimum.at(minima, (hashes >> np.uint64(58)).astype(np.int64), hashes & np.uint64(_EMPTY))
    return minima.astype("<u4").tobytes()


def likeness(one: bytes, other: bytes) -> float:
    """The estimated share of shingles that two texts have in common (Jaccard), from their sketches; 0 for none at all."""
    import numpy as np

    a, b = (np.frombuffer(found, np.dtype("<u4")) for found in (one, other))
    filled = (a != _EMPTY) | (b != _EMPTY)
    return float((a == b)[filled].mean()) if filled.any() else 0.0


def _figures(lines: Sequence[str], numbers: Sequence[str | None]) -> tuple[list[str], list[str]]:
    """The figures of the lines, sorted, and the same without the lines' own numbers.

    One copy may have a paragraph's number as text, and another not at all.
    """
    if not numbers:
        return sorted(_digits(lines)), []
    plain: list[str] = []
    numbered: list[str] = []
    bare: list[str] = []
    for line, number in zip(lines, numbers, strict=True):
        if number and _DIGIT.search(number):
            numbered.append(line)
            bare.append(line.removeprefix(number))
        else:
            plain.append(line)
    same = _digits(plain)
    return sorted(same + _digits(numbered)), sorted(same + _digits(bare))


def _digits(lines: Sequence[str]) -> list[str]:
    # No figure goes over a line's end, and one long text is quicker than many short ones.
    return [found.replace(",", "") for found in _DIGITS.findall("\n".join(lines))]


def _han_figures(doc: Document) -> list[str]:
    """Figures without a digit: 三十五个. Those with digits are compared as they stand."""
    return sorted(
        _BARE.sub("", quote) for fact in doc.facts if not _DIGIT.search(quote := fact.span.of(doc.folded))
    )


def _places(doc: Document) -> list[str]:
    places = {_BARE.sub("", m.span.of(doc.folded or doc.text)) for m in doc.mentions if m.label == "place"}
    meta = doc.metadata
    levels = (meta.province, meta.city, meta.county, meta.township, meta.place)
    return [str(meta.year), *(_BARE.sub("", level or "") for level in levels), *sorted(places)]


def _digest(*texts: str) -> str:
    return hashlib.sha256("\0".join(texts).encode("utf-8", "surrogatepass")).hexdigest()[:32]
