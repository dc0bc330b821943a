"""Pictures of text to characters with their places, by the extra `ocr`; the models come with its wheel, nothing is fetched.

RapidOCR (PP-OCRv6, ONNX) finds lines of print and their texts; a line's characters are spread over its box.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from functools import cache
from importlib.util import find_spec
from statistics import mean
from typing import Any, NamedTuple

from reporttext.model import Error
from reporttext.readers._layout import Glyph, Page

#: Pixels of one picture; A4 at 400 dpi has 15 million.
MAX_PIXELS = 40_000_000
#: Pages recognised of one file; each takes some seconds.
MAX_PAGES = 300
#: Dots per inch at which pages are drawn for recognition.
DPI = 200
# Lines read with less confidence are told.
_UNSURE = 0.8

Box = tuple[float, float, float, float]


@dataclass(slots=True)
class Recognised:
    """The pages read so far, and how sure the recogniser was of each line of each."""

    pages: list[Page] = field(default_factory=list)
    scores: dict[int, list[float]] = field(default_factory=dict)

    def add(self, picture: Any, number: int, height: float) -> None:
        """Read the page `number` from `picture`, an array (rows, columns, 3); `height` in the units of its places."""
        found = _engine()(picture)
        scale = height / picture.shape[0]
        read = () if found.boxes is None else zip(found.boxes, found.txts, found.scores, strict=True)
        lines = _ordered([_Line(_bounds(box, scale), text, float(score)) for box, text, score in read])
        glyphs = [glyph for line in lines for glyph in _spread(line.text, line.box)]
        self.pages.append(Page(number, height, glyphs, width=scale * picture.shape[1]))
        self.scores[number] = [line.score for line in lines]

    def rows(self) -> tuple[Error, ...]:
        """What to tell of them: which pages, how sure, how many lines are unsure."""
        scores = [score for page in self.scores.values() for score in page]
        if not scores:
            return ()
        unsure = sum(score < _UNSURE for score in scores)
        pages = ", ".join(map(str, list(self.scores)[:20])) + " and on" * (len(self.scores) > 20)
        message = (
            f"read by character recognition: page {pages}; {len(scores)} lines, mean confidence {mean(scores):.2f}, {unsure} below "
            f"{_UNSURE}; compare figures with the original"
        )
        return (Error("read", "ocr", "warning" if unsure else "info", message),)


def is_there() -> bool:
    return all(find_spec(name) is not None for name in ("rapidocr", "onnxruntime"))


class _Line(NamedTuple):
    box: Box
    text: str
    score: float

    @property
    def middle(self) -> float:
        return (self.box[1] + self.box[3]) / 2


def _bounds(corners: Any, scale: float) -> Box:
    xs, ys = (
        [float(corner[0]) * scale for corner in corners],
        [float(corner[1]) * scale for corner in corners],
    )
    return min(xs), min(ys), max(xs), max(ys)


def _ordered(lines: list[_Line]) -> list[_Line]:
    """From top to bottom, those at one height from left to right."""
    bands: list[list[_Line]] = []
    for line in sorted(lines, key=lambda line: line.middle):
        if bands and line.middle <= (bands[-1][0].middle + bands[-1][0].box[3]) / 2:
            bands[-1].append(line)
        else:
            bands.append([line])
    return [line for band in bands for line in sorted(band, key=lambda line: line.box[0])]


def _spread(text: str, box: Box) -> list[Glyph]:
    x0, y0, x1, y1 = box
    widths = [0.5 if sign.isascii() else 1.0 for sign in text]
    step = (x1 - x0) / max(0.5, sum(widths))
    glyphs = []
    for sign, width in zip(text, widths, strict=True):
        glyphs.append(Glyph(sign, x0, y0, x0 + width * step, y1))
        x0 += width * step
    return glyphs


@cache
def _engine() -> Any:
    from rapidocr import RapidOCR

    logging.getLogger("RapidOCR").setLevel(logging.ERROR)
    # One thread each: runs work as many files at a time as there are processors.
    return RapidOCR(params={"EngineConfig.onnxruntime.intra_op_num_threads": 1, "Global.log_level": "error"})
