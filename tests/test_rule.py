import re
import time

import pytest

from reporttext import lexicon
from reporttext.errors import RuleError
from reporttext.extract import scanner
from reporttext.facts import RULES
from reporttext.fold import fold
from reporttext.rule import compile_scanner, trie

EXAMPLES = [(kind, text, quote) for kind, rule in RULES.items() for text, quote in rule.examples]
SILENT = [(kind, text) for kind, rule in RULES.items() for text in rule.silent]


@pytest.mark.parametrize(("kind", "text", "quote"), EXAMPLES)
def test_each_kind_finds_its_examples(kind: str, text: str, quote: str) -> None:
    found = scanner(lexicon.load()).scan(fold(text))
    assert (kind, quote) in [(f.kind, f.span.of(text)) for f in found]


@pytest.mark.parametrize(("kind", "text"), SILENT)
def test_each_kind_is_silent_on_its_counter_examples(kind: str, text: str) -> None:
    assert [f.span.of(text) for f in scanner(lexicon.load()).scan(fold(text)) if f.kind == kind] == []


def test_the_kinds_are_the_files_of_the_folder() -> None:
    assert list(RULES) == ["count", "measure", "money", "rank", "ratio"]
    assert all(rule.examples and rule.silent and rule.title for rule in RULES.values())


def test_a_trie_matches_the_longest_word() -> None:
    words = ["人", "人次", "人次数", "户", "户次", "A+", "个(套)"]
    pattern = re.compile(trie(words))
    for word in words:
        assert pattern.match(word + "等")[0] == word  # type: ignore[index]
    assert pattern.match("次人") is None


def test_a_trie_of_no_words_matches_nothing() -> None:
    assert re.search(trie([]), "任务") is None


def test_a_unit_of_two_kinds_is_an_error() -> None:
    with pytest.raises(RuleError, match="“%” both to count and to ratio"):
        compile_scanner(RULES, lexicon.load('[units.count]\nunits = ["%"]'))


def test_a_users_unit_is_found() -> None:
    known = lexicon.load('[units.count]\nunits = ["坰"]')
    found = compile_scanner(RULES, known).scan("流转土地35坰")
    assert [(f.kind, f.quantity.low, f.quantity.unit) for f in found] == [("count", 35, "坰")]


@pytest.mark.parametrize("char", list("1,.*×_某数上一十百千万亿余多第前至- 分之%个("))
def test_hostile_repetition_is_scanned_in_linear_time(char: str) -> None:
    """200,000 of one character, and in pairs with a digit: far under a second where quadratic takes minutes."""
    for text in (char * 200_000, f"1{char}" * 100_000):
        started = time.process_time()
        scanner(lexicon.load()).scan(text)
        assert time.process_time() - started < 20
