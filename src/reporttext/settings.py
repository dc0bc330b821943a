"""What decides a text's layers. Apart from the pipeline, which is slow to import: who only plans work needs this alone."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Settings:
    """All that decides what a text's layers are. Small, frozen and picklable: workers are sent it, not the stages.

    `rules` is the text (TOML) of the user's rule file, see `reporttext.lexicon`; `words` is the text of the user's
    dictionary, see `reporttext.wordlist`. `text_column` names the column of full texts in lists of reports (.xlsx, .csv, .jsonl);
    without it the column is found. `model` is the folder of a section model that `reporttext train` wrote, None the shipped
    one; `model_digest` that of its file: trained again, it is another. `mask_personal`: `mask` blanks out numbers of persons.
    """

    rules: str | None = None
    words: str | None = None
    text_column: str | None = None
    model: str | None = None
    model_digest: str | None = None
    mask_personal: bool = False

    @classmethod
    def of(
        cls,
        rules: str | None = None,
        *,
        words: str | None = None,
        text_column: str | None = None,
        model: str | Path | None = None,
        mask_personal: bool = False,
    ) -> Settings:
        """Settings with the model that lies in a folder now; raises UsageError where there is none."""
        if model is None:
            return cls(rules, words, text_column, mask_personal=mask_personal)
        from reporttext import sections

        folder = Path(model).absolute()
        return cls(rules, words, text_column, str(folder), sections.fingerprint(folder), mask_personal)
