"""Facts of a run as spaCy's training files (`DocBin`), for models of one's own.

A Doc is a sentence, its entities the facts in it, labelled by kind: what our rules find is silver, not gold. Whole reports go
to one side or the other, copies of a report to neither, so that a score is not one of text seen in training.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Literal

import spacy
from spacy.tokens import Doc, DocBin
from spacy.util import filter_spans
from spacy.vocab import Vocab

from reporttext import lexicon, segment
from reporttext.errors import UsageError
from reporttext.store.reader import Reports

Tokens = Literal["words", "characters"]
_LABELS = {"facts": "kind", "events": "type", "mentions": "label"}
_SHARD = 20_000  # sentences of a file: some MB, of which one at a time is held


@dataclass(frozen=True, slots=True)
class Exported:
    """How many sentences went to each side, and how many entities they have."""

    train: int
    dev: int
    entities: int


def export(
    reports: Reports, folder: str | Path, *, layer: str = "facts", tokens: Tokens = "words", dev: float = 0.2
) -> Exported:
    """Write `folder`/train and `folder`/dev, each a folder of .spacy files as `spacy train --paths.train` takes it.

    `layer` is facts (labels: kinds), events (types) or mentions (labels); where two overlap the longer is the entity, and
    all are in `doc.spans[layer]`. `tokens` are our words, by the dictionary of the run, or single characters. A word that
    reaches over the edge of an entity is cut there, so that no entity is lost or widened. `dev` is the share of reports that
    go there, drawn by their ids: the same every time. Earlier files of an export in `folder` are replaced. Raises UsageError.
    """
    if layer not in _LABELS:
        raise UsageError(f"{layer} cannot be exported; there are: {', '.join(_LABELS)}")
    if tokens not in ("words", "characters"):
        raise UsageError(f"tokens are words or characters, not {tokens}")
    if not 0 <= dev <= 1:
        raise UsageError(f"{dev} is no share of reports: it must be from 0 to 1")
    cut = (
        list
        if tokens == "characters"
        else segment.cutter(lexicon.load(reports.rules(), words=reports.words()))
    )
    vocab = spacy.blank("zh").vocab
    written: dict[str, int] = {}
    entities = 0
    for side, wanted in (("train", False), ("dev", True)):
        place = Path(folder) / side
        _cleared(place)
        docs = (
            _doc(vocab, cut(text), [(int(a) - start, int(b) - start, c) for a, b, c in spans or ()], layer)
            for doc_id, text, start, spans in reports.stream(_query(layer))
            if (int(doc_id[:8], 16) < dev * 16**8) == wanted
        )
        count = 0
        for shard in iter(lambda docs=docs: list(islice(docs, _SHARD)), []):  # type: ignore[misc]
            DocBin(attrs=["ENT_IOB", "ENT_TYPE"], docs=shard).to_disk(place / f"{count:09}.spacy")
            count += len(shard)
            entities += sum(len(doc.ents) for doc in shard)
        written[side] = count
    return Exported(written["train"], written["dev"], entities)


def _query(layer: str) -> str:
    """Each sentence with the spans in it, [start, end, label] each; offsets are the document's."""
    label = _LABELS[layer]
    return f"""
        select s.doc_id, any_value(s.text), any_value(s."start"),
            list([f."start"::text, f."end"::text, f.{label}] order by f."start", f."end" desc) filter (f.doc_id is not null)
        from main.sentences s join main.documents d using (doc_id)
            left join main.{layer} f on f.doc_id = s.doc_id and f.sentence = s.sentence
        where d.duplicate_of is null
        group by d.source, s.doc_id, s.sentence order by d.source, s.doc_id, s.sentence"""


def _cleared(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.iterdir():
        if re.fullmatch(r"\d{9}\.spacy", old.name):
            old.unlink()


def _doc(vocab: Vocab, words: Sequence[str], places: Sequence[tuple[int, int, str]], layer: str) -> Doc:
    cut = list(_cut_at(words, {edge for start, end, _ in places for edge in (start, end)}))
    doc = Doc(vocab, words=cut, spaces=[False] * len(cut))
    found = [doc.char_span(start, end, label=label) for start, end, label in places]
    # A record may go on into the next sentence, where a sentence is cut in it.
    doc.spans[layer] = inside = [span for span in found if span is not None]
    doc.set_ents(filter_spans(inside))
    return doc


def _cut_at(words: Sequence[str], edges: set[int]) -> Iterator[str]:
    """The words, cut at the offsets `edges` too."""
    at = 0
    for word in words:
        end = at + len(word)
        inside = sorted(edge for edge in edges if at < edge < end) if edges else []
        for first, last in zip([at, *inside], [*inside, end], strict=True):
            yield word[first - at : last - at]
        at = end
