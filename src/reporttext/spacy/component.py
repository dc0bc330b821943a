"""The component `reporttext`: every layer of a report, found in a Doc of any tokenizer."""

# No postponed annotations: spaCy reads the factory's types when it checks a config.

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from reporttext import pipeline
from reporttext.model import Document
from reporttext.settings import Settings
from reporttext.spacy.bridge import lay
from reporttext.spacy.tokenizer import NAME


class Component:
    """Sets `doc._.report`, `doc.spans` and `doc.sents`; see `bridge.annotate`. What a Doc holds already (`to_doc`) is kept."""

    def __init__(self, settings: Settings, *, entities: bool = False, sentences: bool = True) -> None:
        self.settings = settings
        self.entities = entities
        self.sentences = sentences
        pipeline.stages(settings)  # a fault in the rules is told when the pipeline is built

    def __call__(self, doc: Doc) -> Doc:
        known = doc._.report
        found = pipeline.analyse(Document(doc.text), self.settings) if known is None else known
        lay(doc, found, entities=self.entities, sentences=self.sentences)
        return doc


@Language.factory(
    "reporttext",
    assigns=["doc._.report", "doc.spans", "doc.ents", "token.is_sent_start"],
    default_config={"rules": None, "words": None, "model": None, "entities": False, "sentences": True},
)
def create_component(  # noqa: PLR0917  # spaCy's calling convention
    nlp: Language,  # noqa: ARG001
    name: str,  # noqa: ARG001
    rules: str | None,
    words: str | None,
    model: str | None,
    entities: bool,
    sentences: bool,
) -> Component:
    """`rules`, `words`, `model` as in `reporttext.analyse`: the first two are texts and travel in the config, the last is a folder.

    Raises RuleError or UsageError.
    """
    return Component(Settings.of(rules, words=words, model=model), entities=entities, sentences=sentences)


def blank(*, rules: str | None = None, words: str | None = None) -> Language:
    """A pipeline for Chinese that cuts texts into our words and does nothing else: to add "reporttext" to, or a model to train."""
    tokenizer = {"@tokenizers": NAME, "rules": rules, "words": words}
    return spacy.blank("zh", config={"nlp": {"tokenizer": tokenizer}})
