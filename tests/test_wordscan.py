"""The scan for many words: what a search word by word would find, in every list, whatever the text holds."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from reporttext.events.patterns import any_of
from reporttext.wordscan import WordScan, apart

LISTS = {
    "body": ["镇党委", "党委", "委", "党委会"],
    "place": ["镇", "乡镇"],
    "both": ["党委", "\U00020000镇"],
}
SCAN = WordScan(LISTS)


@given(st.text("镇党委会乡\U00020000\ud800,。", max_size=30))
def test_the_earliest_longest_words_are_those_a_search_finds(text: str) -> None:
    found = SCAN.stretches(text)
    for name, words in LISTS.items():
        assert apart(found[name]) == [hit.span() for hit in re.finditer(any_of(words), text)]


@given(st.text("镇党委会乡", max_size=30))
def test_every_place_of_every_word_is_given_in_order_of_the_ends(text: str) -> None:
    found = SCAN.stretches(text)
    for name, words in LISTS.items():
        every = [
            (at, at + len(word)) for at in range(len(text)) for word in words if text.startswith(word, at)
        ]
        assert sorted(found[name]) == sorted(every)
        assert [end for _, end in found[name]] == sorted(end for _, end in every)


def test_what_is_remembered_of_one_text_is_not_given_for_another() -> None:
    assert SCAN.stretches("镇党委")["place"] == [(0, 1)]
    assert SCAN.stretches("乡镇党委")["place"] == [(0, 2), (1, 2)]
    assert SCAN.stretches("")["place"] == []
