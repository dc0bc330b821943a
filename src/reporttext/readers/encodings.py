"""Bytes to text: which encoding, what could not be read, and what a text must look like afterwards.

The order is a byte-order mark, strict UTF-8, then the best-scoring of UTF-8, GB18030, UTF-16 and Big5. Every pair of
bytes is *some* character in GB18030, so only the characters that come out tell: a wrong encoding yields characters that
nobody uses, a right one mostly the common ones of `data/hanzi.toml`.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from reporttext import lexicon
from reporttext.errors import ReadError
from reporttext.model import Error

#: A file of which this share of the bytes, or more, does not decode is another encoding or damaged: an error, not a warning.
MAX_FAULTY = 0.001
#: A file of which more than this share of the characters are control characters is no text (random bytes have over 10 %).
MAX_CONTROL = 0.02
#: Below this score (see `score`) no encoding makes text of the bytes; random bytes score about 0, rare characters alone 0.2.
MIN_SCORE = 0.1
#: The same for the names of files; their ASCII letters do not count, and one rare character (0.2) is a chance.
MIN_SCORE_OF_NAMES = 0.3
#: The encoding is chosen by this many bytes from the first one that is not plain ASCII.
SAMPLE = 1 << 16
#: So many places are listed in a message.
LISTED = 8

# The label of an encoding is the Python codec that reads the file again, mark and all. UTF-32 comes before UTF-16:
# the little-endian mark of the one opens with that of the other.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8", "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32-le", "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32-be", "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "utf-16"),
    (b"\x84\x31\x95\x33", "gb18030", "gb18030"),
)
# Ties go to the earlier one. GBK and GB2312 are read as GB18030, which holds both; cp950 is Big5 with Microsoft's
# additions and differs from it in a few signs, so it only wins where Big5 proper fails.
_CANDIDATES = ("utf-8", "gb18030", "utf-16-le", "utf-16-be", "big5", "cp950")

_FOR_NAMES = ("utf-8", "gb18030", "big5", "cp950")

# The bytes that Windows' Western encoding shows as other signs than Latin-1 does.
_WESTERN = {
    ord(sign): byte for byte in range(0x80, 0xA0) if (sign := bytes([byte]).decode("cp1252", "ignore"))
}
# Of a text that was read in a wrong encoding at least this share of its length are characters beyond ASCII, undone.
_MISREAD = 0.1

_ASCII = re.compile("[\x00-\x7f]+")
_BREAKS = ("\r\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufffe\uffff]")
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_VISIBLE = re.compile("[^\\s\x00-\x1f\x7f\u200b-\u200f\u2060\ufeff]")
_SIGNS = re.compile("[\t\n\r\x20-\x7e，。、；：？！（）《》“”‘’…—·％０-９\u3000①-⑳]")
_HANZI = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]")
_NOT_ASCII = re.compile(rb"[^\x01-\x7f]")

# Python's GB18030 is the edition of 2000: 25 characters that Unicode took up later come out in the private-use area.
# Source: GB 18030-2005 and -2022, table of changed mappings.
_FOLDED = str.maketrans(
    "\ue78d\ue78e\ue78f\ue790\ue791\ue792\ue793\ue794\ue795\ue796\ue7c7\ue816\ue817\ue818\ue81e\ue826\ue82b\ue82c"
    "\ue831\ue832\ue83b\ue843\ue854\ue855\ue864",
    "\ufe10\ufe12\ufe11\ufe13\ufe14\ufe15\ufe16\ufe17\ufe18\ufe19\u1e3f\U00020087\U00020089\U000200cc\u9fb4\u9fb5"
    "\u9fb6\u9fb7\U000215d7\u9fb8\U0002298f\u9fb9\u9fba\U000241fe\u9fbb",
)


class _Guess(NamedTuple):
    codec: str
    label: str
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text as read, its encoding, and how many bytes were left out; `places` are the first of them, as byte offsets."""

    text: str
    encoding: str
    lost: int = 0
    places: tuple[tuple[int, int], ...] = ()


def decode(data: bytes) -> Decoded:
    """Return the text of `data`, or raise ReadError: `unsupported` for what is no text, `encoding` for mixed or damaged bytes.

    Up to `MAX_FAULTY` of the bytes are left out and told in `places`. A character cut off by the end of the file does
    not count: it says that the file was cut, not that the encoding is wrong. Nothing is ever replaced by U+FFFD.
    """
    offset = 0
    for mark, codec, label in _MARKS:
        if data.startswith(mark):
            offset = len(mark)
            if found := _lenient(data, _Guess(codec, label, offset)):
                return found
            break  # a mark is a claim: some tools put one in front of GBK
    if not offset and b"\0" not in data:
        try:
            return Decoded(_text(data.decode("utf-8")), "utf-8")
        except UnicodeDecodeError:
            pass
    guess, score = _best(data, offset)
    if score < MIN_SCORE:
        raise _no_text()
    if found := _lenient(data, guess):
        return found
    raise _mixed(data, guess)


def of_names(names: Sequence[bytes]) -> str:
    """The encoding that suits file names best, all taken together; cp437, which reads any byte, where none makes text of them."""
    joined = b"\n".join(names)[:SAMPLE]
    scores = {codec: score(_ASCII.sub("", joined.decode(codec, "replace"))) for codec in _FOR_NAMES}
    best = max(_FOR_NAMES, key=scores.__getitem__)
    return best if scores[best] > MIN_SCORE_OF_NAMES else "cp437"


def tidy(text: str) -> str:
    """`text` with every kind of line break as a newline and without byte-order marks, which also stand inside joined files."""
    for mark in _BREAKS:
        text = text.replace(mark, "\n")
    return text.replace("\ufeff", "")


def was_misread(text: str) -> bool:
    """Whether a text without Chinese is UTF-8 or GBK that was read as a Western encoding: undone, it is Chinese."""
    raw = text.translate(_WESTERN).encode("latin-1", "ignore")
    tries = (_ASCII.sub("", raw.decode(codec, "ignore")) for codec in ("utf-8", "gb18030"))
    return any(len(undone) >= _MISREAD * len(text) > 0 and score(undone) > 0.5 for undone in tries)


def is_blank(text: str) -> bool:
    """Whether nothing in `text` can be seen: blanks, control and zero-width characters only."""
    return _VISIBLE.search(text) is None


def warnings(text: str) -> tuple[Error, ...]:
    """Rows for what a text should not hold and nevertheless keeps, since its author's file has it."""
    rows = []
    if lost := text.count("\ufffd"):
        message = (
            f"the file itself holds {lost} replacement character{'s' * (lost > 1)} (U+FFFD): text was lost before it came here, "
            "in an earlier conversion; look for an earlier copy"
        )
        rows.append(Error("read", "encoding", "warning", message))
    if strange := len(_CONTROL.findall(text)):
        message = f"the text holds {strange} control character{'s' * (strange > 1)}, kept as read; they may stand for lost marks"
        rows.append(Error("read", "control", "warning", message))
    return tuple(rows)


def left_out(decoded: Decoded) -> tuple[Error, ...]:
    """The row that names the bytes left out, if any; `start` and `end` are those of the first place."""
    if not decoded.lost:
        return ()
    bytes_were = "1 byte is" if decoded.lost == 1 else f"{decoded.lost} bytes are"
    message = (
        f"{bytes_were} not valid {decoded.encoding} and left out, at byte {_list(decoded.places)}; compare these places with "
        "the original"
    )
    return (Error("read", "encoding", "warning", message, *decoded.places[0]),)


def _list(places: tuple[tuple[int, int], ...]) -> str:
    more = " and on" if len(places) > LISTED else ""
    return ", ".join(f"{start}–{end}" for start, end in places[:LISTED]) + more


def _mixed(data: bytes, guess: _Guess) -> ReadError:
    """The error for bytes of no one encoding, with the places where the one that holds longest from the start breaks."""
    tries = [(guess, _places(data, guess))]
    if guess.codec != "utf-8":
        utf8 = _Guess("utf-8", "utf-8", guess.offset)
        tries.append((utf8, _places(data, utf8)))
    best, places = max((tried for tried in tries if tried[1]), key=lambda tried: tried[1][0])
    return ReadError(
        "encoding",
        f"it begins as {best.label}, but too many bytes are not, first at {_list(places)}; parts in different encodings may "
        "have been joined, or the file is damaged: open it in an editor, check these places and save it as UTF-8",
        *places[0],
    )


def _text(text: str) -> str:
    """`text`, tidied, unless it is no text at all."""
    if len(_CONTROL.findall(text)) > MAX_CONTROL * len(text):
        raise _no_text()
    return tidy(text)


def _no_text() -> ReadError:
    return ReadError(
        "unsupported",
        "it is not text in any encoding known here, but looks like the data of a program; if it is a document, save it as "
        ".docx, or as .txt in UTF-8",
    )


# What does not decode is marked, byte by byte, with lone surrogates: no strict decoder yields one, so they can be
# counted and taken out again, and the handler needs no memory between calls.
_BAD, _EURO, _CUT = "\udc80", "\udc81", "\udc82"
_CUT_OFF = ("unexpected end of data", "incomplete multibyte sequence", "truncated data")


def _mark(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    fault = error.object[error.start : error.end]
    if error.encoding == "gb18030" and fault == b"\x80":
        return _EURO, error.end  # Microsoft's code page 936 has the euro sign here
    cut = error.end == len(error.object) and error.reason in _CUT_OFF
    return (_CUT if cut else _BAD) * len(fault), error.end


codecs.register_error("reporttext.mark", _mark)


def _lenient(data: bytes, guess: _Guess) -> Decoded | None:
    """The text of `data` without what does not decode, or None if that is too much."""
    body = data[guess.offset :]
    limit = MAX_FAULTY * len(data)
    # Counted in C first: marking is Python, and slow on data of which half does not decode.
    faults = body.decode(guess.codec, "replace").count("\ufffd") - body.decode(guess.codec, "ignore").count(
        "\ufffd"
    )
    if faults > limit + 1 + (body.count(b"\x80") if guess.codec == "gb18030" else 0):
        return None
    text = body.decode(guess.codec, "reporttext.mark")
    bad, cut = text.count(_BAD), text.count(_CUT)
    if bad and bad >= limit:
        return None
    if bad or cut:
        text = text.replace(_BAD, "").replace(_CUT, "")
    text = text.replace(_EURO, "€")
    if guess.codec == "gb18030" and _PRIVATE.search(text):
        text = text.translate(_FOLDED)
    places = _places(data, guess) if bad or cut else ()
    return Decoded(_text(text), guess.label, bad + cut, places)


def _places(data: bytes, guess: _Guess) -> tuple[tuple[int, int], ...]:
    """The first places that do not decode, neighbours joined, one more than a message lists."""
    places: list[tuple[int, int]] = []
    start = guess.offset
    while start < len(data) and len(places) <= LISTED:
        try:
            data[start:].decode(guess.codec)
            break
        except UnicodeDecodeError as error:
            fault = (start + error.start, start + error.end)
            start = fault[1]
            if guess.codec == "gb18030" and data[fault[0] : fault[1]] == b"\x80":
                continue
            if places and places[-1][1] == fault[0]:
                places[-1] = (places[-1][0], fault[1])
            else:
                places.append(fault)
    return tuple(places)


def _best(data: bytes, offset: int) -> tuple[_Guess, float]:
    first = _NOT_ASCII.search(data, offset)
    # Whole characters from the start on, whether they have one, two or four bytes.
    start = offset + (first.start() - offset) // 4 * 4 if first else offset
    sample = data[start : start + SAMPLE]
    scores = {codec: score(sample.decode(codec, "replace")) for codec in _CANDIDATES}
    codec = max(_CANDIDATES, key=scores.__getitem__)
    return _Guess(codec, codec, offset), scores[codec]


def score(text: str) -> float:
    """The share of characters a Chinese report is written with, less what it never holds; 1 for plain prose."""
    good = _length(_common(), text) + _length(_SIGNS, text) + 0.2 * _length(_HANZI, text)
    bad = _length(_CONTROL, text) + _length(_PRIVATE, text) + text.count("\ufffd")
    return (good - 3 * bad) / max(1, len(text))


def _length(pattern: re.Pattern[str], text: str) -> int:
    return len(pattern.findall(text))


@cache
def _common() -> re.Pattern[str]:
    letters = "".join(lexicon.shipped()["hanzi"]["common"].split())
    return re.compile(f"[{letters}]")
