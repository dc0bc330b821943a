"""The door to spaCy: our words as a tokenizer, our layers as spans of a `Doc`, facts to train on, facts to look at.

    import spacy

    nlp = spacy.blank("zh")
    nlp.add_pipe("reporttext")
    doc = nlp(text)
    doc.spans["facts"][0]._.fact, doc._.report

Tokenizer and component are entry points: spaCy finds them where this package is installed. Names are loaded when first
used, because spaCy loads parts of this package while it is itself being imported.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reporttext.spacy.bridge import LAYERS as LAYERS
    from reporttext.spacy.bridge import annotate as annotate
    from reporttext.spacy.bridge import from_doc as from_doc
    from reporttext.spacy.bridge import to_doc as to_doc
    from reporttext.spacy.component import blank as blank
    from reporttext.spacy.display import rendered as rendered
    from reporttext.spacy.training import export as export

_HOMES = {
    "LAYERS": "bridge",
    "annotate": "bridge",
    "from_doc": "bridge",
    "to_doc": "bridge",
    "blank": "component",
    "rendered": "display",
    "export": "training",
}

__all__ = ["LAYERS", "annotate", "blank", "export", "from_doc", "rendered", "to_doc"]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
