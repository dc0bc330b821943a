"""Document ↔ spaCy `Doc`.

Layers become `doc.spans`, by name; a span's `_.record` is the record it stands for, `_.fact`, `_.event`, `_.mention`
the same where it is one, and `_.quote` what the record quotes. spaCy's spans are whole tokens: where a token reaches over
the edge of a record (one figure in a hundred: 3|个市 of 3个|市), the span holds the whole token, and `_.quote` and
`_.record.span` stay exact.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

import numpy as np
import srsly
from spacy.attrs import IDX, SENT_START
from spacy.tokens import Doc, Span, SpanGroup
from spacy.util import filter_spans

from reporttext.errors import UsageError
from reporttext.model import Block, Document, Event, Fact, Mention
from reporttext.model import Span as Place
from reporttext.spacy import codec

if TYPE_CHECKING:
    from spacy.vocab import Vocab

# Name in `doc.spans` → the attribute of the records that is the span's label. `sections` has no records of its own.
_RECORDS = {
    "facts": "kind",
    "events": "type",
    "mentions": "label",
    "paragraphs": "role",
    "sentences": None,
}
LAYERS: tuple[str, ...] = (*_RECORDS, "sections")


def to_doc(document: Document, vocab: Vocab, *, entities: bool = False) -> Doc:
    """The Doc of an analysed document: its words are the tokens, its layers `doc.spans`, itself `doc._.report`.

    `from_doc` gives the document back, also after `Doc.to_bytes`, `to_disk` or a `DocBin` with `store_user_data=True`.
    Raises UsageError where the document was not analysed.
    """
    texts = document.words.texts
    if "".join(texts) != document.text:
        raise UsageError(f"{document.source} has no words yet: give to_doc what reporttext.analyse returns")
    try:
        doc = Doc(vocab, words=list(texts), spaces=[False] * len(texts))
    except UnicodeEncodeError as error:
        raise UsageError(
            f"{document.source} holds half a character (a lone surrogate), which spaCy cannot keep: {error}"
        ) from error
    lay(doc, document, entities=entities)
    return doc


def from_doc(doc: Doc) -> Document:
    """The document a Doc was made of, or that the component found in it; raises UsageError where there is none."""
    document = doc._.report
    if document is None:
        raise UsageError(
            'this Doc holds no report: it did not come from to_doc or a pipeline with "reporttext"'
        )
    assert isinstance(document, Document)
    return document


def annotate(doc: Doc, document: Document, *, entities: bool = False, sentences: bool = True) -> None:
    """Lay the layers of a document over a Doc of the same text, however it is cut into tokens.

    `entities`: facts are `doc.ents` too, labelled by kind. `sentences`: ours are `doc.sents`, unless a parser has been
    at work. Raises UsageError where the texts differ.
    """
    if doc.text != document.text:
        raise UsageError(f"the Doc has another text than {document.source}")
    lay(doc, document, entities=entities, sentences=sentences)


def lay(doc: Doc, document: Document, *, entities: bool = False, sentences: bool = True) -> None:
    """`annotate` where the texts are known to be equal: `doc.text` is put together token by token, which takes a while."""
    doc._.report = document
    for layer in LAYERS:
        doc.spans[layer] = SpanGroup(doc, name=layer, spans=list(_spans(doc, document, layer)))
    if entities:
        doc.set_ents(filter_spans(doc.spans["facts"]))
    if sentences and len(doc) and not doc.has_annotation("DEP"):
        _set_sentences(doc, document)


def records(document: Document, layer: str) -> Sequence[Any]:
    """The records of a layer; raises UsageError where there is no such layer."""
    if layer not in _RECORDS:
        raise UsageError(f"there are no records of {layer}; there are: {', '.join(_RECORDS)}")
    return document.blocks if layer == "paragraphs" else getattr(document, layer)


def label_of(record: Any, layer: str) -> str:
    """The code that tells records of a layer apart: the kind of a fact, the type of an event …"""
    attribute = _RECORDS[layer]
    return layer if attribute is None else getattr(record, attribute)


def _spans(doc: Doc, document: Document, layer: str) -> Iterator[Span]:
    if layer == "sections":
        for section, place in _sections(document.blocks):
            yield _span(doc, place, section)
        return
    for i, record in enumerate(records(document, layer)):
        yield _span(doc, record.span, label_of(record, layer), f"{layer}:{i}")


def _span(doc: Doc, place: Place, label: str, id: str = "") -> Span:
    found = doc.char_span(place.start, place.end, label=label, span_id=id, alignment_mode="expand")
    assert found is not None, f"{label} at {place} is empty"
    return found


def _sections(blocks: Iterable[Block]) -> Iterator[tuple[str, Place]]:
    """Runs of paragraphs of one section."""
    for section, run in groupby(blocks, lambda block: block.section):
        held = list(run)
        if section is not None:
            yield section, Place(held[0].span.start, held[-1].span.end)


def _set_sentences(doc: Doc, document: Document) -> None:
    """Blanks between sentences go with the one before, those at the very beginning with the first."""
    offsets = doc.to_array(IDX)
    begins = np.array([s.span.start for s in document.sentences], dtype=offsets.dtype)
    if begins.size and not document.text[: begins[0]].strip():
        begins[0] = 0
    # The token that a sentence begins in: words do not reach over its edge, characters cannot, others might.
    starts = np.full((len(doc), 1), -1, dtype="int64")
    starts[np.searchsorted(offsets, begins, side="right") - 1] = 1
    starts[0] = 1
    doc.from_array([SENT_START], starts.astype("uint64"))  # type: ignore[arg-type]  # a type of thinc's


# --- Extension attributes -------------------------------------------------------------------------------------------


def _record(span: Span) -> Any:
    layer, colon, index = span.id_.partition(":")
    document = span.doc._.report
    if document is None or not colon or layer not in _RECORDS:
        return None
    return records(document, layer)[int(index)]


def _quote(span: Span) -> str:
    record = _record(span)
    return span.text if record is None else span.doc._.report.quote(record.span)


def _of_type(kind: type) -> Any:
    def found(span: Span) -> Any:
        record = _record(span)
        return record if isinstance(record, kind) else None

    return found


def _extend() -> None:
    Doc.set_extension("report", default=None, force=True)
    Span.set_extension("record", getter=_record, force=True)
    Span.set_extension("quote", getter=_quote, force=True)
    for name, kind in (("fact", Fact), ("event", Event), ("mention", Mention)):
        Span.set_extension(name, getter=_of_type(kind), force=True)
    # Entry points too, for programs that load a Doc and have not imported this; in a checkout there may be none.
    srsly.msgpack_encoders.register("reporttext", func=codec.encode)
    srsly.msgpack_decoders.register("reporttext", func=codec.decode)


_extend()
