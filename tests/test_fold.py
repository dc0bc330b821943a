import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporttext.fold import fold


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("１００％", "100%"),
        ("惠及＊＊余人，", "惠及**余人,"),
        ("（一）　加强", "(一) 加强"),
        ("5–6名、7―8名", "5-6名、7-8名"),
        ("一二三。“十四五”", "一二三。“十四五”"),
        ("◯◯名╳个", "○○名×个"),
    ],
)
def test_full_width_becomes_half_width(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_folding_keeps_every_offset_and_is_idempotent(text: str) -> None:
    once = fold(text)
    assert len(once) == len(text)
    assert fold(once) == once


@given(st.text(max_size=30))
def test_long_texts_fold_as_short_ones_do(text: str) -> None:
    """They take another way: `text` may hold lone surrogates and characters of two code units."""
    filling = "统计，" * 500
    assert fold(text + filling + text) == fold(text) + fold("统计，") * 500 + fold(text)


def test_surrogates_beside_each_other_stay_two_characters() -> None:
    text = "\ud83d\ude00，" * 500
    assert fold(text) == text.replace("，", ",")
