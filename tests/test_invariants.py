"""What holds of any text, however odd: quotes are the text's, layers are sorted and nested, nothing raises."""

from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reporttext.fold import fold
from reporttext.model import Document
from reporttext.pipeline import analyse

# Pieces that reports are made of, so that random texts reach the rules and not only their refusal.
PIECES = [
    "一、", "（一）", "(二)", "1.", "2、", "（1）", "①", "一是", "二要", "第一，", "——", "\n", "\n\n", "　　", " ", "\t", "。", "，", "；", "：", "、", "！",
    "“", "”", "《", "》", "（", "）", "〔2022〕5号", "关于云陂镇2022年工作情况的报告", "各位代表：", "主要做法", "存在问题", "下一步打算", "2022年", "今年以来", "去年同期",
    "截至11月底", "1—9月", "召开会议", "2次", "**余人", "×万元", "某万人", "__名", "３５．５％", "五六十户", "近万", "不少于", "增长", "分别", "其中", "万", "亿元", "个百分点", "第3位", "全县第一",
    "前三", "由", "提高到", "百分之", "分之", "人民政府", "**镇", "云陂镇人民政府", "2022年12月3日", "𠀀", "\u200b", "\x00", "\ufeff", "é", "😀", "A", "x", "0", "9", ".", ",", "%", "-", "*", "_",
]  # fmt: skip
texts = st.one_of(st.text(max_size=80), st.lists(st.sampled_from(PIECES), max_size=60).map("".join))


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(texts)
def test_every_layer_points_into_the_text(text: str) -> None:
    doc = analyse(Document(text))
    assert doc.text == text
    assert doc.folded == fold(text)
    assert "".join(doc.words.texts) == text
    for layer in (doc.blocks, doc.sentences, doc.facts, doc.events, doc.mentions):
        for item in layer:
            assert 0 <= item.span.start < item.span.end <= len(text)
    for layer in (doc.blocks, doc.sentences, doc.facts):
        assert all(a.span.end <= b.span.start for a, b in pairwise(layer))
    for layer in (doc.events, doc.mentions):
        assert list(layer) == sorted(layer, key=lambda item: item.span.start)
    for sentence in doc.sentences:
        assert doc.blocks[sentence.paragraph].span.holds(sentence.span)
    for item in (*doc.facts, *doc.events, *doc.mentions):
        assert doc.sentences[item.sentence].paragraph == item.paragraph
        assert doc.blocks[item.paragraph].span.overlaps(item.span)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(texts)
def test_facts_are_whole(text: str) -> None:
    doc = analyse(Document(text))
    for i, fact in enumerate(doc.facts):
        quantity = fact.quantity
        assert quantity.masked == (quantity.low is None)
        assert quantity.unit
        if quantity.low is not None and quantity.low < 0:
            assert doc.folded[fact.span.start :].startswith(("-", "负", "零下"))
        assert quantity.high is None or quantity.low is not None
        assert fact.repeat_of is None or fact.repeat_of < i
        assert fact.part_of is None or fact.part_of < i
        assert fact.period is None or fact.period.start <= fact.period.end
    for i, event in enumerate(doc.events):
        assert event.repeat_of is None or event.repeat_of < i
        assert event.period is None or event.period.start <= event.period.end


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(texts)
def test_the_same_text_gives_the_same_layers(text: str) -> None:
    assert analyse(Document(text)) == analyse(Document(text))
