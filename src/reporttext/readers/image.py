"""Pictures and scans (.png, .jpg, .tif, .bmp, .gif, .webp), by character recognition (the extra `ocr`)."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from reporttext.errors import ReadError
from reporttext.model import Document
from reporttext.readers import _ocr, encodings, extras, parts, signatures
from reporttext.readers._layout import lines
from reporttext.readers.lines import join

FORMAT = "image"
NEEDS = ("ocr", "rapidocr")

#: Kinds that Pillow may open; others have readers that call programs or have a history of holes.
_KINDS = ("PNG", "JPEG", "TIFF", "BMP", "GIF", "WEBP")


def matches(data: bytes) -> bool:
    foreign = signatures.recognise(data)
    return foreign is not None and foreign.remedy == signatures.OCR


def read(data: bytes, source: str) -> Document:
    """The text of `data`. Raises ReadError: `missing_extra`, `damaged`, `limit`, `empty`."""
    foreign = signatures.recognise(data)
    what = "a picture" if foreign is None else foreign.name
    if not _ocr.is_there():
        raise extras.missing("ocr", what, len(data))
    extras.load("PIL.Image", "ocr", what, len(data))
    seen = _ocr.Recognised()
    for number, picture in enumerate(_pictures(data), 1):
        seen.add(picture, number, float(picture.shape[0]))
    text, hints = join(lines(seen.pages))
    if encodings.is_blank(text):
        raise ReadError("empty", "no text was recognised in the picture; leave it out")
    return Document(text, source, FORMAT, hints=hints, errors=encodings.warnings(text) + seen.rows())


def _pictures(data: bytes) -> list[Any]:
    """The pages of a picture file as arrays (rows, columns, 3)."""
    import numpy as np
    from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

    found = []
    try:
        with Image.open(BytesIO(data), formats=_KINDS) as opened:
            for number, frame in enumerate(ImageSequence.Iterator(opened)):
                if frame.width * frame.height > _ocr.MAX_PIXELS or number >= _ocr.MAX_PAGES:
                    raise ReadError(
                        "limit",
                        f"it has over {_ocr.MAX_PIXELS:,} pixels (MAX_PIXELS) or {_ocr.MAX_PAGES} pages (MAX_PAGES)",
                    )
                found.append(np.asarray(ImageOps.exif_transpose(frame).convert("RGB")))
                if opened.format == "GIF":
                    break  # what moves is no scan
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError) as error:
        raise parts.damaged(f"the picture cannot be opened ({error})") from error
    return found
