"""readers/docx.py against files made to do harm."""

import re
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docx_files import (
    OUTLINE,
    SPACES,
    definition,
    docx,
    lines,
    lvl,
    num,
    override,
    p,
    pack,
    r,
    read,
    refused,
    tbl,
    tc,
    tr,
)
from reporttext.errors import ReadError
from reporttext.readers.limits import Limits, keep_to

# Hostile files -------------------------------------------------------------------------------------------------

BOMB = "<!DOCTYPE x [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;'>]>"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("doctype", [BOMB, "<!DOCTYPE x SYSTEM 'file:///etc/passwd'>", "<!DOCTYPE x>"])
def test_entities_are_refused(doctype: str, encoding: str) -> None:
    head = f'<?xml version="1.0" encoding="{encoding.removesuffix("-le")}"?>'
    xml = f"{head}{doctype}<w:document {SPACES}><w:body>{p('文')}</w:body></w:document>"
    error = refused(pack({"word/document.xml": xml.encode(encoding)}))
    assert error.kind == "damaged"


def test_a_zip_bomb() -> None:
    error = refused(pack({"word/document.xml": b" " * 20_000_000}))
    assert error.kind == "limit"
    assert "--limit ratio=" in error.message


def test_a_part_that_lies_about_its_size() -> None:
    data = docx(p("很长" * 2000))
    with keep_to(Limits(part=1000)):
        assert refused(data).kind == "limit"
        small = bytearray(data)
        at = small.rindex(b"word/document.xml") - 46
        small[at + 24 : at + 28] = (10).to_bytes(4, "little")
        assert refused(bytes(small)).kind in {"damaged", "limit"}


@pytest.mark.parametrize(("limit", "value"), [("parts", 3), ("tags", 10), ("nesting", 4), ("part", 50)])
def test_each_limit_is_named(limit: str, value: int) -> None:
    with keep_to(Limits(**{limit: value})):
        error = refused(docx(p("正文")))
    assert error.kind == "limit"
    assert re.search(rf"--limit {limit}=(?:{value * 2} doubles it|\d+ suffices)", error.message)


def test_deep_nesting_is_refused_before_it_is_walked() -> None:
    deep = "<w:sdt><w:sdtContent>" * 100_000 + p("底") + "</w:sdtContent></w:sdt>" * 100_000
    assert refused(docx(deep)).kind == "limit"


@pytest.mark.parametrize(
    ("opening", "closing", "levels"),
    [("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>", 3), ("<w:p><w:r><w:pict><w:txbxContent>", "</w:txbxContent></w:pict></w:r></w:p>", 4),
     ("<w:r><w:ruby><w:rubyBase>", "</w:rubyBase></w:ruby></w:r>", 3)],
)  # fmt: skip
def test_what_is_just_not_too_deep_is_read(opening: str, closing: str, levels: int) -> None:
    times = (Limits().nesting - 8) // levels
    inner = r("底") if "ruby" in opening else p("底")
    body = opening * times + inner + closing * times
    body = f"<w:p>{body}</w:p>" if "ruby" in opening else body
    limit = sys.getrecursionlimit()
    assert read(docx(body)).text.strip() == "底"
    assert sys.getrecursionlimit() == limit


def test_absurd_values_stay_small() -> None:
    body = tbl(
        tr(
            tc("甲", properties='<w:gridSpan w:val="999999999"/>'),
            "乙",
            properties='<w:gridBefore w:val="-5"/>',
        ),
        tr("丙"),
    )
    assert len(lines(body)[0]) < 100
    numbering = definition(
        0, lvl(0, "upperLetter", "%1、", start=2_000_000_000), lvl(1, "lowerRoman", "%2")
    ) + num(1, 0, override(1, 10**11))
    assert len(read(docx(p("文", list=1) + p("文", list=1, level=1), numbering=numbering)).text) < 60


PIECES = st.recursive(
    st.sampled_from(["<w:t>文</w:t>", "<w:tab/>", "<w:br/>", '<w:fldChar w:fldCharType="begin"/>', '<w:fldChar w:fldCharType="end"/>', "<w:sym/>", "<w:t/>"]),
    lambda inner: st.builds(
        lambda tag, inside: f"<w:{tag}>{''.join(inside)}</w:{tag}>",
        st.sampled_from(["p", "r", "tbl", "tr", "tc", "ins", "del", "sdt", "sdtContent", "pPr", "rPr", "pict", "txbxContent", "ruby", "rubyBase"]),
        st.lists(inner, max_size=3),
    ),
    max_leaves=25,
)  # fmt: skip


@given(st.lists(PIECES, max_size=6).map("".join))
def test_any_order_of_elements_is_read_or_refused(body: str) -> None:
    try:
        doc = read(docx(body))
    except ReadError as error:
        assert error.kind == "empty"  # noqa: PT017
        return
    assert all(hint.span.of(doc.text) in doc.text.split("\n") for hint in doc.hints)


@given(st.integers(0, 2000), st.integers(0, 255))
def test_any_changed_byte_is_read_or_refused(at: int, value: int) -> None:
    data = bytearray(docx(p("正文", list=1), numbering=OUTLINE + num(1, 0)))
    data[at % len(data)] = value
    try:
        read(bytes(data))
    except ReadError as error:
        assert error.message  # noqa: PT017
