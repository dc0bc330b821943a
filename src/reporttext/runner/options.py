"""How a run is asked for, checked before anything is touched."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reporttext import outputs, usertext
from reporttext.engines import Engine, engine
from reporttext.errors import RuleError, UsageError
from reporttext.model import Document
from reporttext.readers.files import printable
from reporttext.readers.limits import NAMES, Limits
from reporttext.settings import Settings
from reporttext.tables import LANGUAGES

if TYPE_CHECKING:
    from reporttext.review.decisions import Decisions

FORMATS: tuple[str, ...] = tuple(outputs.FORMATS)

# Called at each step with its name, under "step", and its counts; the command line prints it, as a bar or as JSON.
Report = Callable[[Mapping[str, Any]], None]


@dataclass(frozen=True, slots=True)
class Options:
    """What `run` was asked for, in the form it needs."""

    paths: tuple[Path, ...]
    formats: tuple[str, ...]
    workers: int
    engine: Engine
    language: str
    add: bool
    fresh: bool
    settings: Settings
    metadata: Path | None
    corrections: Path | None
    decisions: Decisions | None
    limits: Limits
    report: Report

    def plain(self) -> str:
        """As JSON, for the table `runs`."""
        names = ("formats", "workers", "language", "add", "fresh")
        told = {name: getattr(self, name) for name in names}
        told["engine"] = "=".join(filter(None, self.engine))
        # A shell may have spelt out a folder of 10,000 files.
        told["inputs"] = [printable(str(path)) for path in self.paths[:100]]
        for name in ("metadata", "corrections"):
            file = getattr(self, name)
            told[name] = None if file is None else printable(str(file))
        settings = ("rules", "words", "text_column", "model", "mask_personal")
        told |= {name: getattr(self.settings, name) for name in settings}
        told["limits"] = asdict(self.limits)
        return json.dumps(told, ensure_ascii=False)


def options(
    paths: Iterable[str | Path],
    *,
    formats: Sequence[str],
    workers: int | None,
    engine_name: str,
    rules: str | Path | None,
    metadata: str | Path | None,
    words: str | Path | None,
    text_column: str | None,
    model: str | Path | None,
    corrections: str | Path | None,
    mask_personal: bool,
    language: str,
    add: bool,
    fresh: bool,
    limits: Limits | Mapping[str, int] | None,
    report: Report | None,
) -> Options:
    """Raises UsageError or RuleError with what is wrong."""
    inputs = tuple(Path(path) for path in ([paths] if isinstance(paths, str | Path) else paths))
    if not inputs:
        raise UsageError("no file or folder is named")
    if unknown := [name for name in formats if name not in FORMATS]:
        raise UsageError(f"there is no format {unknown[0]}; there are: {', '.join(FORMATS)}")
    if language not in LANGUAGES:
        raise UsageError(f"there is no language {language}; there are: {', '.join(LANGUAGES)}")
    if workers is not None and workers < 0:
        raise UsageError(f"{workers} workers cannot work; name 1 or more, or 0 for this process")
    settings = Settings.of(
        None if rules is None else read_rules(Path(rules)),
        words=None if words is None else read_words(Path(words)),
        text_column=text_column,
        model=model,
        mask_personal=mask_personal,
    )
    if settings.model is not None:  # what is amiss with it is told before a file is read, not once a file
        from reporttext import sections

        sections.load_model(settings.model, settings.model_digest)
    if rules is not None:
        # A fault in the user's rules is told before a single file is read; some show only where they are used.
        from reporttext import pipeline

        try:
            pipeline.analyse(
                Document("某镇2022年工作总结\n一、工作回顾\n全年开展“某某”活动2次，增长5%。\n"), settings
            )
        except RuleError as error:
            raise RuleError(f"{rules}: {error}") from error
    chosen = tuple(name for name in FORMATS if name in formats)
    workers = processors() if workers is None else workers
    return Options(
        inputs,
        chosen,
        workers,
        engine(engine_name),
        language,
        add,
        fresh,
        settings,
        None if metadata is None else Path(metadata),
        None if corrections is None else Path(corrections),
        None if corrections is None else _decided(Path(corrections), settings),
        _limits(limits),
        report or (lambda _: None),
    )


def _limits(given: Limits | Mapping[str, int] | None) -> Limits:
    if isinstance(given, Limits):
        return given
    if not isinstance(given, Mapping | None):
        raise UsageError(
            f"run: limits is {given!r}; it must be a Limits, or a dict such as dict(seconds=300)"
        )
    if unknown := [name for name in given or () if name not in NAMES]:
        raise UsageError(f"there is no limit {unknown[0]}; there are: {', '.join(NAMES)}")
    return Limits(**(given or {}))


def masked_by(settings: Settings) -> Callable[[str, str], str] | None:
    """What blanks numbers of persons out in the value of a name, None where the settings do not ask for it."""
    if not settings.mask_personal:
        return None
    from reporttext import lexicon, personal

    known = lexicon.load(settings.rules)
    return lambda text, name: personal.mask_text(text, known, name)[0]


def _decided(file: Path, settings: Settings) -> Decisions:
    """The decisions of a review file; a review of texts that were not masked fits those that are."""
    from reporttext.review import decisions

    found, masked = decisions.read(file), masked_by(settings)
    return found if masked is None else found.changed(lambda text: masked(text, ""))


def read_rules(path: Path) -> str:
    """The text of a rule file; raises UsageError."""
    return usertext.read(path, "the rule file")


def read_words(path: Path) -> str:
    """The text of a user's dictionary, checked; raises UsageError, or RuleError with file and lines."""
    text = usertext.read(path, "the dictionary")
    from reporttext import wordlist

    try:
        wordlist.read_words(text)
    except RuleError as error:
        raise RuleError(f"the dictionary {path}: {error}") from error
    return text


def processors() -> int:
    """Those this process may use, which in a container may be fewer than the machine has."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
