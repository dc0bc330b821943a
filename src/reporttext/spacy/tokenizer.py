"""The tokenizer `reporttext.Tokenizer.v1`: a Doc's tokens are our words. `component.blank` is a pipeline that has it."""

from __future__ import annotations

from collections.abc import Callable

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import DummyTokenizer, registry
from spacy.vocab import Vocab

from reporttext import lexicon, segment

NAME = "reporttext.Tokenizer.v1"


class Tokenizer(DummyTokenizer):
    """Cuts a text as `reporttext.analyse` does: jieba's words, masks, figures, titles and dictionary words whole.

    `rules` and `words` are texts, as in `reporttext.analyse`; they stand in the pipeline's config, so there is nothing else to save.
    """

    def __init__(self, vocab: Vocab, rules: str | None = None, words: str | None = None) -> None:
        self.vocab = vocab
        self._given = rules, words
        self._cut(" ")  # a fault in the rules is told when the pipeline is built

    def __call__(self, text: str) -> Doc:
        words = self._cut(text)
        return Doc(self.vocab, words=words, spaces=[False] * len(words))

    def _cut(self, text: str) -> list[str]:
        # Looked up, not held: the engine inside does not pickle, and each process builds its own once.
        rules, words = self._given
        return segment.cutter(lexicon.load(rules, words=words))(text)


def create_tokenizer(rules: str | None = None, words: str | None = None) -> Callable[[Language], Tokenizer]:
    """Raises RuleError where rules or words are wrong, when the pipeline is built."""
    return lambda nlp: Tokenizer(nlp.vocab, rules, words)


registry.tokenizers.register(NAME, func=create_tokenizer)
