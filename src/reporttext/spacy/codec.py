"""Document ↔ plain values, so that spaCy's own formats (`Doc.to_bytes`, `DocBin`) carry a report whole.

spaCy writes what is kept in a `Doc` with srsly's msgpack, which asks registered functions about what it does not know;
`encode` and `decode` are registered as entry points. Words are kept as lengths: they tile the text.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from functools import cache
from typing import TYPE_CHECKING, Any, get_type_hints

from reporttext.errors import UsageError
from reporttext.fold import fold
from reporttext.model import Document, Words

if TYPE_CHECKING:
    from pydantic import TypeAdapter

_MARK = "__reporttext__"
_FORMAT = 1
_LENGTHS, _FOLDED = "word_lengths", "folded"


def encode(value: Any, chain: Callable[[Any], Any] | None = None) -> Any:
    """For msgpack: a Document as plain values; anything else is left to the next function of the chain."""
    if isinstance(value, Document):
        return plain(value)
    return value if chain is None else chain(value)


def decode(value: Any, chain: Callable[[Any], Any] | None = None) -> Any:
    """For msgpack: the Document of what `encode` wrote. Raises UsageError where it is of another version, or damaged."""
    if isinstance(value, Mapping) and _MARK in value:
        return document(value)
    return value if chain is None else chain(value)


def plain(doc: Document) -> dict[str, Any]:
    """A document as dicts, lists, texts and numbers; dates and decimals are texts, so that no digit is lost."""
    values: dict[str, Any] = {_MARK: _FORMAT}
    for name, adapter in _adapters().items():
        value = getattr(doc, name)
        if value is not None:
            values[name] = adapter.dump_python(value, mode="json")
    return values | {_LENGTHS: list(map(len, doc.words.texts)), _FOLDED: bool(doc.folded)}


def document(values: Mapping[str, Any]) -> Document:
    """The document of `plain`; raises UsageError."""
    from pydantic import ValidationError

    if values.get(_MARK) != _FORMAT:
        raise UsageError(
            f"a report in this Doc was written in format {values.get(_MARK)}, and this version of reporttext reads format "
            f"{_FORMAT}: analyse its text again"
        )
    try:
        known = {
            name: adapter.validate_python(values[name], strict=False)
            for name, adapter in _adapters().items()
            if name in values
        }
        text = known["text"]
        words = _words(text, values[_LENGTHS])
    except (ValidationError, KeyError, TypeError, ValueError) as error:
        raise UsageError(f"a report in this Doc is damaged ({str(error).splitlines()[0]})") from error
    return Document(**known, words=words, folded=fold(text) if values.get(_FOLDED) else "")


def _words(text: str, lengths: list[int]) -> Words:
    texts, at = [], 0
    for length in lengths:
        texts.append(text[at : at + length])
        at += length
    if texts and at != len(text):
        raise ValueError("its words are not those of its text")
    return Words(texts)


@cache
def _adapters() -> Mapping[str, TypeAdapter[Any]]:
    """How each layer is written and read, by its type in `model.py`. Words and the folded text follow from the text."""
    from pydantic import TypeAdapter

    types = get_type_hints(Document)
    return {
        field.name: TypeAdapter(types[field.name])
        for field in fields(Document)
        if field.name not in ("words", "folded")
    }
