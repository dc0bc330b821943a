"""The whole run beside what others do with the same text: CPU seconds of one process, after start-up, medians over rounds.

Each measurement is a process of its own that loads, warms up on two reports and then works all of them; rounds go through
all candidates in turn, so that a busy machine slows all alike.
"""

from __future__ import annotations

import contextlib
import json
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from bench.common import Given, child, chosen, megabytes, texts

Work = Callable[[Sequence[str]], int]  # texts in, number of things found out


def measure(given: Given) -> dict[str, Any]:
    files = chosen(given.folder, given.reports)
    seconds: dict[str, list[float]] = {}
    found: dict[str, int] = {}
    absent: dict[str, str] = {}
    for _ in range(given.rounds):
        for name in CANDIDATES:
            if name in absent:
                continue
            told = child("peers", name, given.folder, given.reports)
            if "absent" in told:
                absent[name] = told["absent"]
                continue
            seconds.setdefault(name, []).append(told["seconds"])
            found[name] = told["found"]
    size = megabytes(texts(files))
    return {
        "folder": given.folder.name,
        "reports": len(files),
        "megabytes": size,
        "rounds": given.rounds,
        "candidates": {
            name: {
                "does": CANDIDATES[name][0],
                "seconds": statistics.median(times),
                "spread": [min(times), max(times)],
                "megabytes_per_second": size / statistics.median(times),
                "found": found[name],
            }
            for name, times in seconds.items()
        },
        "absent": absent,
    }


# --- The candidates: each loads what it needs and returns what does the work -----------------------------------------


def _jieba() -> Work:
    import jieba

    jieba.setLogLevel(60)
    return lambda found: sum(len(jieba.lcut(text)) for text in found)


def _posseg() -> Work:
    import jieba
    from jieba import posseg

    jieba.setLogLevel(60)
    return lambda found: sum(len(posseg.lcut(text)) for text in found)


def _jionlp() -> Work:
    with contextlib.redirect_stdout(sys.stderr):  # it greets
        import jionlp

    def work(found: Sequence[str]) -> int:
        count = 0
        with contextlib.redirect_stdout(sys.stderr):
            for text in found:
                # By paragraph: its patterns slow down on whole reports. It raises on some texts; they count as done.
                for line in filter(str.strip, text.split("\n")):
                    for extract in (jionlp.ner.extract_time, jionlp.ner.extract_money):
                        with contextlib.suppress(Exception):
                            count += len(extract(line))
        return count

    return work


def _spacy() -> Work:
    """Figures by kind as merged token patterns, which are the fastest there are: one pattern a unit takes 50 times as long."""
    import spacy

    from reporttext import lexicon

    nlp = spacy.blank("zh", config={"nlp": {"tokenizer": {"segmenter": "jieba"}}})
    nlp.max_length = 10**8
    units = lexicon.load()["units"]
    number = {"TEXT": {"REGEX": r"^(?:[0-9０-９*×.,，]+|[一二三四五六七八九十百千万亿两]+)$"}}
    scale = {"TEXT": {"IN": ["万", "亿", "余", "多", "万余", "亿余"]}, "OP": "*"}
    patterns = [
        {"label": kind, "pattern": [number, scale, {"TEXT": {"IN": units[kind]["units"]}}]}
        for kind in ("count", "money", "ratio", "measure")
    ]
    patterns.append({"label": "ratio", "pattern": [{"TEXT": {"REGEX": r"^[0-9.０-９*×]+[%％‰]$"}}]})
    nlp.add_pipe("entity_ruler").add_patterns(patterns)  # type: ignore[attr-defined]
    return lambda found: sum(len(doc.ents) for doc in nlp.pipe(found))


def _analyse() -> Work:
    import reporttext as rt

    return lambda found: sum(len(rt.analyse(text).facts) for text in found)


def _run() -> Work:
    """Files to store and Parquet in this process, after one run for warming up; the files are written outside the clock."""
    import reporttext as rt

    def work(found: Sequence[str]) -> int:
        with tempfile.TemporaryDirectory() as folder:
            archive = Path(folder) / "archive"
            archive.mkdir()
            for i, text in enumerate(found):
                (archive / f"{i:05}.txt").write_text(text, "utf-8", newline="\n")
            began = time.process_time()
            result = rt.run([archive], Path(folder) / "out", formats=(), workers=0)
            _CLOCK.append(time.process_time() - began)
        return result.facts

    return work


_CLOCK: list[float] = []  # where the work itself says how long it took

CANDIDATES: dict[str, tuple[str, Callable[[], Work]]] = {
    "reporttext run": ("files to store and Parquet: words, sections, facts, events, mentions, checks", _run),
    "reporttext analyse": ("the same layers in memory", _analyse),
    "jieba.lcut": ("words", _jieba),
    "jieba.posseg": ("words and parts of speech", _posseg),
    "JioNLP": ("extract_time and extract_money", _jionlp),
    "spaCy": ("blank zh, segmenter jieba, figures by an EntityRuler", _spacy),
}


def main(name: str, folder: str, reports: str) -> None:
    found = texts(chosen(Path(folder), int(reports)))
    try:
        work = CANDIDATES[name][1]()
    except ImportError as error:
        print(json.dumps({"absent": re.sub(r"\s+", " ", str(error))}))
        return
    work(found[:2])
    _CLOCK.clear()
    began = time.process_time()
    count = work(found)
    seconds = _CLOCK[0] if _CLOCK else time.process_time() - began
    print(json.dumps({"seconds": seconds, "found": count}))


if __name__ == "__main__":
    main(*sys.argv[1:4])
