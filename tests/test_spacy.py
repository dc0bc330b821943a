"""The door to spaCy: tokens, layers, Docs and back, files to train on, and what is shown."""

from __future__ import annotations

import doctest
import html.parser
import re
import subprocess
import sys
from dataclasses import fields, replace
from pathlib import Path

import pytest
import spacy
from spacy.tokens import Doc, DocBin
from spacy.training import Corpus

import reporttext as rt
import reporttext.spacy as door
import reporttext.spacy.component  # an installed checkout may be older than its entry points; test_wheel.py is about these
import stores
from reporttext import api, pipeline
from reporttext.errors import RuleError, UsageError
from reporttext.model import Document, Mention, Span
from reporttext.spacy import codec
from stores import document, store

ROOT = Path(__file__).resolve().parents[1]
TEXT = (
    "云陂镇2022年工作总结\n\n一、主要成效\n全年召开会议6次，惠及群众3,200余人，比上年增长５％。带动3个市县。\n"
    "举办“书香云陂”读书活动**场次，印发《安全手册》1.2万册。\n二、下一步打算\n召开会议8至10次。\n"
)


@pytest.fixture(scope="module")
def report() -> Document:
    return rt.analyse(TEXT)


def test_the_guide_is_true() -> None:
    failed, tried = doctest.testfile(str(ROOT / "docs" / "spacy.md"), module_relative=False, encoding="utf-8")
    assert tried > 30
    assert failed == 0


def test_every_name_of_the_package_is_there() -> None:
    assert [name for name in door.__all__ if getattr(door, name, None) is None] == []
    with pytest.raises(AttributeError):
        door.model  # noqa: B018


def test_the_core_does_without_spacy() -> None:
    code = "import sys; from reporttext import api, cli; assert not {'spacy', 'thinc', 'pydantic'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_tokens_are_our_words(report: Document) -> None:
    doc = door.blank()(TEXT)
    assert [token.text for token in doc] == list(report.words.texts)
    assert doc.text == TEXT


def test_tokens_follow_the_users_words() -> None:
    text = "镇里开了陂头夜话三场。"
    assert "陂头夜话" not in [token.text for token in door.blank()(text)]
    assert "陂头夜话" in [token.text for token in door.blank(words="陂头夜话 300 nz")(text)]


@pytest.mark.parametrize("tokens", ["characters", "words", "whole", "jieba", "pairs"])
def test_layers_lie_on_tokens_of_any_kind(report: Document, tokens: str) -> None:
    """Spans cover their records and no token more; quotes and records are exact."""
    nlp = door.blank() if tokens == "words" else spacy.blank("zh")
    if tokens == "jieba":
        nlp = spacy.blank("zh", config={"nlp": {"tokenizer": {"segmenter": "jieba"}}})
    elif tokens in ("whole", "pairs"):
        size = 2 if tokens == "pairs" else len(TEXT)
        nlp.tokenizer = _Pieces(nlp, size)
    nlp.add_pipe("reporttext")
    doc = nlp(TEXT)
    assert doc._.report == report
    for layer in ("facts", "events", "mentions", "sentences"):
        found = getattr(report, layer)
        assert found, layer
        for span, record in zip(doc.spans[layer], found, strict=True):
            assert span._.record == record
            assert span._.quote == report.quote(record.span)
            assert span.start_char <= record.span.start < record.span.end <= span.end_char
            assert span[0].idx + len(span[0]) > record.span.start
            assert span[-1].idx < record.span.end
    assert [s._.fact for s in doc.spans["facts"]] == list(report.facts)
    assert [s._.event for s in doc.spans["events"]] == list(report.events)
    assert {s._.fact for s in doc.spans["mentions"]} == {None}
    assert [s._.mention.label for s in doc.spans["mentions"]] == [s.label_ for s in doc.spans["mentions"]]
    assert [s.label_ for s in doc.spans["sections"]] == ["front", "achievements", "plans"]
    assert len(doc.spans["paragraphs"]) == len(report.blocks)


class _Pieces(spacy.util.DummyTokenizer):
    """Tokens of so many characters, whatever they are."""

    def __init__(self, nlp: spacy.language.Language, size: int) -> None:
        self.vocab, self.size = nlp.vocab, size

    def __call__(self, text: str) -> Doc:
        words = [text[at : at + self.size] for at in range(0, len(text), self.size)]
        return Doc(self.vocab, words=words, spaces=[False] * len(words))


def test_sentences_are_ours_and_blanks_go_with_the_one_before(report: Document) -> None:
    doc = door.to_doc(rt.analyse("\n \n" + TEXT), door.blank().vocab)
    assert [sent.text.strip() for sent in doc.sents] == [report.quote(s.span) for s in report.sentences]
    assert all(sent.text.strip() for sent in doc.sents)


def test_sentences_may_be_left_alone() -> None:
    nlp = spacy.blank("zh")
    nlp.add_pipe("reporttext", config={"sentences": False, "entities": True})
    doc = nlp(TEXT)
    assert not doc.has_annotation("SENT_START")
    assert [(e.text, e.label_) for e in doc.ents][:2] == [("6次", "count"), ("3,200余人", "count")]


@pytest.mark.parametrize("how", ["bytes", "disk", "docbin"])
def test_a_report_comes_back_whole(sample: Path, tmp_path: Path, how: str) -> None:
    """Every field of every report of the sample, through spaCy's own formats, into a vocabulary that knew none of it."""
    files = [p for p in sorted(sample.rglob("*")) if p.suffix in (".txt", ".docx", ".html")]
    reports = [rt.analyse(rt.read(path)) for path in files]
    assert len(reports) > 8
    docs = [door.to_doc(report, door.blank().vocab) for report in reports]
    vocab = door.blank().vocab
    if how == "docbin":
        DocBin(docs=docs, store_user_data=True).to_disk(tmp_path / "docs.spacy")
        back = list(DocBin().from_disk(tmp_path / "docs.spacy").get_docs(vocab))
    elif how == "disk":
        for i, doc in enumerate(docs):
            doc.to_disk(tmp_path / str(i))
        back = [Doc(vocab).from_disk(tmp_path / str(i)) for i in range(len(docs))]
    else:
        back = [Doc(vocab).from_bytes(doc.to_bytes()) for doc in docs]
    for report, doc in zip(reports, back, strict=True):
        again = door.from_doc(doc)
        assert again == report
        # 1 == 1.0 == Decimal(1): the types are the same too.
        names = [field.name for field in fields(Document) if field.name != "words"]
        assert [repr(getattr(again, name)) for name in names] == [
            repr(getattr(report, name)) for name in names
        ]
        assert [span._.fact for span in doc.spans["facts"]] == list(report.facts)
        assert [span._.quote for span in doc.spans["events"]] == [report.quote(e.span) for e in report.events]


def test_a_report_made_by_hand_and_one_not_analysed_come_back() -> None:
    for doc in (document(), Document("未分析", source="甲\0乙"), Document("")):
        assert codec.document(codec.plain(doc)) == replace(
            doc, folded=codec.document(codec.plain(doc)).folded
        )
    assert door.from_doc(door.to_doc(rt.analyse(""), door.blank().vocab)) == rt.analyse("")


def test_what_is_no_report_is_told(report: Document) -> None:
    nlp = door.blank()
    with pytest.raises(UsageError, match="holds no report"):
        door.from_doc(nlp("六次"))
    with pytest.raises(UsageError, match="no words yet"):
        door.to_doc(Document("六次"), nlp.vocab)
    with pytest.raises(UsageError, match="another text"):
        door.annotate(nlp("六次"), report)
    with pytest.raises(UsageError, match="surrogate"):
        door.to_doc(rt.analyse("半个\ud83d字"), nlp.vocab)


@pytest.mark.parametrize(
    "change",
    [
        {"__reporttext__": 2},
        {"text": None},
        {"facts": [{"kind": "count"}]},
        {"word_lengths": [1, 2]},
        {"word_lengths": None},
        {"facts": "os.system"},
    ],
)
def test_a_damaged_report_is_told(report: Document, change: dict[str, object]) -> None:
    with pytest.raises(UsageError, match=r"analyse its text again|damaged"):
        codec.document(codec.plain(report) | change)


def test_a_pipeline_is_the_same_after_saving(tmp_path: Path) -> None:
    rules, words = '[units.count]\nunits = ["坰"]', "陂头夜话 300 nz"
    text = "云陂镇2022年工作总结\n\n一、主要成效\n全年翻耕12坰，开办陂头夜话3场。\n"
    nlp = door.blank(rules=rules, words=words)
    nlp.add_pipe("reporttext", config={"rules": rules, "words": words, "entities": True})
    nlp.to_disk(tmp_path / "nlp")
    again = spacy.load(tmp_path / "nlp")
    assert again.config == nlp.config
    assert again.config["components"]["reporttext"]["rules"] == rules
    for loaded in (nlp, again, spacy.blank("zh").from_config(nlp.config).from_bytes(nlp.to_bytes())):
        doc = loaded(text)
        assert [(e.text, e.label_) for e in doc.ents] == [("12坰", "count"), ("3场", "count")]
        assert "陂头夜话" in [token.text for token in doc]
        assert doc._.report == pipeline.analyse(Document(text), pipeline.Settings(rules, words))


@pytest.mark.parametrize("config", [{"rules": "[no_such]\na = 1"}, {"rules": "]"}, {"model": "/no/such"}])
def test_wrong_settings_are_told_when_the_pipeline_is_built(config: dict[str, str]) -> None:
    with pytest.raises((RuleError, UsageError)):
        spacy.blank("zh").add_pipe("reporttext", config=config)
    if "rules" in config:
        with pytest.raises(RuleError):
            door.blank(**config)


def test_pipe_gives_the_same_as_calls_also_over_processes(sample: Path) -> None:
    texts = [path.read_text("utf-8") for path in sorted(sample.rglob("*.txt"))[:4] if _is_utf8(path)]
    assert len(texts) > 1
    nlp = door.blank()
    nlp.add_pipe("reporttext")
    wanted = [rt.analyse(text) for text in texts]
    assert [doc._.report for doc in nlp.pipe(texts)] == wanted
    assert [doc._.report for doc in nlp.pipe(texts, n_process=2, batch_size=1)] == wanted


def _is_utf8(path: Path) -> bool:
    try:
        path.read_text("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def test_a_doc_keeps_the_report_it_came_with(report: Document) -> None:
    """What a reader knows of a file, and the text does not show, is not lost to the component."""
    nlp = door.blank()
    nlp.add_pipe("reporttext")
    known = replace(report, source="archive/甲.docx")
    assert nlp(door.to_doc(known, nlp.vocab))._.report is known


# --- Training files --------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> api.Reports:
    out = tmp_path_factory.mktemp("run") / "out"
    rt.run([rt.sample()], out, formats=(), workers=0)
    return rt.open(out)


@pytest.mark.parametrize("tokens", ["words", "characters"])
def test_every_fact_is_an_entity_exactly_once(
    reports: api.Reports, tmp_path: Path, tokens: door.training.Tokens
) -> None:
    done = door.export(reports, tmp_path, tokens=tokens, dev=0.3)
    facts = reports.sql(
        "select quote, kind from main.facts join main.documents using (doc_id) where duplicate_of is null"
    )
    nlp = spacy.blank("zh")
    found = [
        (entity.text, entity.label_)
        for side in ("train", "dev")
        for example in Corpus(tmp_path / side)(nlp)
        for entity in example.reference.ents
    ]
    assert sorted(found) == sorted(zip(facts.quote, facts.kind, strict=True))
    assert done.entities == len(found)
    assert done.train > done.dev > 0


def test_a_report_is_on_one_side_only_and_the_same_every_time(reports: api.Reports, tmp_path: Path) -> None:
    for name in ("one", "two"):
        door.export(reports, tmp_path / name, dev=0.5)
    files = sorted(p.relative_to(tmp_path / "one") for p in (tmp_path / "one").rglob("*.spacy"))
    assert {file.parts[0] for file in files} == {"train", "dev"}
    assert all((tmp_path / "one" / f).read_bytes() == (tmp_path / "two" / f).read_bytes() for f in files)
    where: dict[str, set[str]] = {}
    texts = list(reports.documents.text)
    for side in ("train", "dev"):
        for sentence in {doc.text for doc in _docs(tmp_path / "one" / side)}:
            homes = [text for text in texts if sentence in text]
            if len(homes) == 1:
                where.setdefault(homes[0], set()).add(side)
    assert {len(sides) for sides in where.values()} == {1}
    assert len(where) > 10


def _docs(folder: Path) -> list[Doc]:
    return [
        doc
        for file in sorted(folder.glob("*.spacy"))
        for doc in DocBin().from_disk(file).get_docs(door.blank().vocab)
    ]


def test_copies_are_left_out_and_old_files_replaced(tmp_path: Path) -> None:
    store(tmp_path / "out", [document("a/甲.txt"), document("a/乙.txt"), document("b/丙.txt", more_masks())])
    (tmp_path / "corpus" / "train").mkdir(parents=True)
    (tmp_path / "corpus" / "train" / "000099999.spacy").write_bytes(b"old")
    (tmp_path / "corpus" / "train" / "mine.txt").write_text("kept")
    with rt.open(tmp_path / "out") as reports:
        assert reports.documents.duplicate_of.notna().sum() == 1
        done = door.export(reports, tmp_path / "corpus", dev=0)
    docs = _docs(tmp_path / "corpus" / "train")
    assert len(docs) == done.train == 8
    assert done.dev == 0
    assert done.entities == 6
    assert (tmp_path / "corpus" / "train" / "mine.txt").exists()


def more_masks() -> str:
    return stores.TEXT.replace("松岗镇2022", "柏岭镇2021")


@pytest.mark.parametrize("layer", ["events", "mentions"])
def test_other_layers_may_overlap(reports: api.Reports, tmp_path: Path, layer: str) -> None:
    door.export(reports, tmp_path, layer=layer, dev=0)
    docs = _docs(tmp_path / "train")
    assert sum(len(doc.spans[layer]) for doc in docs) >= sum(len(doc.ents) for doc in docs) > 10
    label = {"events": "type", "mentions": "label"}[layer]
    assert {e.label_ for doc in docs for e in doc.ents} <= set(getattr(reports, layer)[label])


@pytest.mark.parametrize(
    "wrong", [{"layer": "words"}, {"tokens": "syllables"}, {"dev": 1.5}, {"dev": float("nan")}]
)
def test_wrong_exports_are_told(reports: api.Reports, tmp_path: Path, wrong: dict[str, object]) -> None:
    with pytest.raises(UsageError):
        door.export(reports, tmp_path, **wrong)  # type: ignore[arg-type]


# --- What is shown ---------------------------------------------------------------------------------------------------


class _Tags(html.parser.HTMLParser):
    """The tags with their attributes, and the text of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def tags(page: str) -> _Tags:
    parser = _Tags()
    parser.feed(page)
    return parser


def test_facts_are_marked_with_what_they_say(report: Document) -> None:
    page = tags(door.rendered(report))
    marks = [attributes for tag, attributes in page.tags if tag == "mark"]
    assert len(marks) == len(report.facts)
    assert marks[0]["title"] == "召开会议 · 6 次 · achieved · 2022-01-01 – 2022-12-31"
    assert "masked 场次" in "".join(str(mark["title"]) for mark in marks)
    assert page.text.count("数量") == sum(f.kind == "count" for f in report.facts)
    assert door.rendered(door.to_doc(report, door.blank().vocab)) == door.rendered(report)


def test_nothing_of_a_report_becomes_markup() -> None:
    hostile = (
        "<script>alert(1)</script>镇2022年工作总结\n一、主要成效\n举办“<img src=x onerror=alert(2)>{label}{0}”活动6次，"
        '印发《"><b onclick=\'x\'>手册》5册，召开" onmouseover="alert(3)会议8次。&lt;i&gt;增长5%\n'
    )
    report = rt.analyse(hostile)
    assert report.facts
    hostile_mentions = (
        Mention(Span(0, 8), 0, 0, "document", "title", '"><script>', '"><script>alert(4)</script>'),
    )
    report = replace(report, mentions=hostile_mentions)
    for layer in ("facts", "events", "mentions"):
        for page in (True, False):
            shown = tags(door.rendered(report, layer, page=page))
            allowed = {"div", "mark", "span", "br", "html", "head", "title", "body", "figure", "meta"}
            assert {tag for tag, _ in shown.tags} <= allowed
            assert not [name for _, attributes in shown.tags for name in attributes if name.startswith("on")]
    bare = re.sub(r"\s", "", hostile)
    assert re.sub(r"\s", "", tags(door.rendered(replace(report, facts=()))).text) == bare


def test_of_overlapping_records_the_longest_is_shown(report: Document) -> None:
    spans = [(0, 3), (0, 8), (3, 8), (8, 10), (9, 10), (12, 14)]
    mentions = tuple(Mention(Span(*s), 0, 0, "place", "test") for s in spans)
    shown = tags(door.rendered(replace(report, mentions=mentions), "mentions", language="en"))
    assert sum(tag == "mark" for tag, _ in shown.tags) == 3
    with pytest.raises(UsageError, match="cannot be shown"):
        door.rendered(report, "sentences")
