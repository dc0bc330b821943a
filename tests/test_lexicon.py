from collections.abc import Iterator

import pytest

from reporttext import lexicon
from reporttext.errors import RuleError


def test_the_shipped_tables_load_and_have_one_digest() -> None:
    assert lexicon.load() == lexicon.load()
    assert {"units", "qualifiers", "noncounts", "words"} <= set(lexicon.load().tables)


def twice(table: object, name: str) -> Iterator[str]:
    if isinstance(table, list | tuple):
        words = [word for word in table if isinstance(word, str)]
        yield from (f"{name}: {word}" for word in sorted({*words}) if words.count(word) > 1)
    elif isinstance(table, dict):
        for key, value in table.items():
            yield from twice(value, f"{name}.{key}" if name else key)


def test_no_shipped_list_says_a_word_twice() -> None:
    assert list(twice({"list": ["甲", "甲"]}, "")) == ["list: 甲"]
    assert list(twice(dict(lexicon.shipped()), "")) == []


def test_an_overlay_appends_and_takes_away() -> None:
    known = lexicon.load('[units.count]\nunits = ["坰", "!页"]')
    units = known["units"]["count"]["units"]
    assert "坰" in units
    assert "页" not in units
    assert "页" in lexicon.load()["units"]["count"]["units"]
    assert known != lexicon.load()


@pytest.mark.parametrize(
    ("overlay", "message"),
    [
        ("[unknown]\nx = 1", r"\[unknown\] that does not exist; there are: "),
        ("not toml", "not valid TOML"),
        ('[units.count]\nunits = ["!坰"]', "takes away “坰”, which is not in the shipped list"),
        ('[units.count]\nunits = "坰"', "must be a list, as in the shipped table, and is a text"),
    ],
)
def test_a_faulty_overlay_says_what_to_mend(overlay: str, message: str) -> None:
    with pytest.raises(RuleError, match=message):
        lexicon.load(overlay)


def test_checks_name_the_entry() -> None:
    with pytest.raises(RuleError, match="has the entry “b”; it must be one of: a"):
        lexicon.check_keys("t", {"a": 1, "b": 2}, ("a",))
    with pytest.raises(RuleError, match=r"\[t\] must be a list of non-empty texts"):
        lexicon.texts("t", ["a", ""])
