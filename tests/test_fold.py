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
