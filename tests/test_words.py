"""A user's dictionary: how it is read, what it does to the words, the run and its key; and words that are proposed for it."""

from __future__ import annotations

import csv
import io
import json
import random
from importlib import resources
from pathlib import Path
from typing import Any

import jieba
import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

import reporttext as rt
from reporttext import lexicon, newwords, segment
from reporttext.cli import cli
from reporttext.errors import RuleError, UsageError
from reporttext.lexicon import Lexicon
from reporttext.readers.limits import Limits
from reporttext.runner import keys
from reporttext.runner.options import read_words as read_file
from reporttext.segment.dictionary import PLAIN, read_entries
from reporttext.settings import Settings
from reporttext.wordlist import UserWord, read_words

# --- Reading ---


def test_jiebas_own_form() -> None:
    text = "陂头夜话 300 nz\n古堰文化陈列馆\n甲 乙片区 50\nＢ&Ｋ计划 n\n\n# a note\n云溪\t7\tns\n"
    assert read_words(text) == (
        UserWord("陂头夜话", 300, "nz"),
        UserWord("古堰文化陈列馆", None, "nz"),
        UserWord("甲 乙片区", 50, "nz"),
        UserWord("B&K计划", None, "n"),
        UserWord("云溪", 7, "ns"),
    )


@pytest.mark.parametrize("head", ["word,weight,tag", "tag,word,weight", "词性,词,词频"])
def test_csv(head: str) -> None:
    columns = {"word": "陂头夜话", "词": "陂头夜话", "weight": "300", "词频": "300", "tag": "n", "词性": "n"}
    row = ",".join(columns[name] for name in head.split(","))
    assert read_words(f"{head}\r\n{row}\r\n") == (UserWord("陂头夜话", 300, "n"),)


def test_only_accepted_proposals_are_taken() -> None:
    rows = "陂头夜话,yes\n公众号推送,no\n急事马上报,\n云溪,是\n古堰,Y\n"
    assert [word.word for word in read_words(f"word,accept\n{rows}")] == ["陂头夜话", "云溪", "古堰"]
    with pytest.raises(RuleError, match=r"no word to take.*write yes"):
        read_words("word,accept\n陂头夜话,\n")


def test_a_word_that_stands_twice_has_its_last_weight() -> None:
    assert read_words("云溪 7\n云陂 1\n云溪 9\n") == (UserWord("云陂", 1, "nz"), UserWord("云溪", 9, "nz"))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("云陂 5\n溪 3\n", "line 2: “溪” cannot be a word; a word has 2 to 50"),
        ("云" * 51, "line 1: .* 2 to 50"),
        ("云溪 0\n", "line 1: the weight 0 of “云溪” must be from 1"),
        ("云溪 99999999999\n", "must be from 1 to 1,000,000,000"),
        ("云溪 3.5 n\n", "line 1: “云溪 3.5” has no weight that can be used"),
        ("云溪 -5\n", "whole number from 1 up"),
        ("word,weight\n云溪,许多\n", "line 2: “许多” has no weight"),
        ("word,tag\n云溪,名词\n", "“名词” is no part-of-speech tag"),
        ("word,accept\n云溪,maybe\n", "line 2: “accept: maybe”"),
        ("溪\n堰\n", "line 1: .*; line 2: "),
        ("\n# nothing\n", "holds no word"),
        ("溪\n" * 12, "and 2 lines more"),
    ],
)
def test_bad_lines_are_told(text: str, message: str) -> None:
    with pytest.raises(RuleError, match=message):
        read_words(text)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_encodings_of_the_file(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "words.txt"
    path.write_bytes("陂头夜话 300 nz\r\n云溪\r\n".encode(encoding))
    assert [word.word for word in read_words(read_file(path))] == ["陂头夜话", "云溪"]


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    bad = tmp_path / "bad.txt"
    bad.write_bytes(b"\xff\xff\xff\x81")
    with pytest.raises(UsageError, match=r"bad\.txt is neither UTF-8 nor GB18030"):
        read_file(bad)
    with pytest.raises(UsageError, match=r"none\.txt cannot be read"):
        read_file(tmp_path / "none.txt")
    bad.write_text("溪", "utf-8")
    with pytest.raises(RuleError, match=r"bad\.txt: line 1"):
        read_file(bad)


@given(st.text(max_size=80))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        words = read_words(text)
    except RuleError:
        return
    assert words
    assert all(2 <= len(word.word) <= 50 and (word.weight is None or word.weight >= 1) for word in words)


# --- Cutting ---


def dictionary() -> list[str]:
    lines = (resources.files("jieba") / "dict.txt").read_text("utf-8").splitlines()
    return [line.split()[0] for line in lines]


def users(seed: int) -> list[str]:
    """Words as a user has them: names, phrases of known words, known words, with digits, signs and blanks."""
    rng = random.Random(seed)
    known = [word for word in rng.sample(dictionary(), 3000) if PLAIN.fullmatch(word) and len(word) > 1]
    made = ["".join(rng.sample(known, 2)) for _ in range(150)] + known[:50]
    made += ["".join(chr(rng.randint(0x4E00, 0x9FA5)) for _ in range(rng.randint(2, 4))) for _ in range(100)]
    return [*made, "B&K计划", "3号渠", "甲 乙片区", "台（套）", "Q9网", "六五·环境日", "100户行动"]


@pytest.mark.parametrize("weights", ["given", "none", "mixed"])
@pytest.mark.parametrize("seed", range(3))
def test_both_engines_agree_with_a_users_words(seed: int, weights: str) -> None:
    rng = random.Random(f"{seed} {weights}")
    words = users(seed)
    weighed = {"given": lambda: True, "none": lambda: False, "mixed": lambda: rng.random() < 0.5}[weights]
    text = "\n".join(f"{word} {rng.choice((1, 7, 300, 50_000))}" if weighed() else word for word in words)
    known = lexicon.load(words=text)
    one, other = segment.cutter(known, "rjieba"), segment.cutter(known, "jieba")
    pool = [
        *rng.sample(dictionary(), 2000),
        *words * 4,
        "，",
        "。",
        "12",
        "３.５％",
        "**",
        "《",
        "》",
        " ",
        "\n",
        "a-b",
        "龦",
    ]
    for _ in range(800):
        line = "".join(rng.choices(pool, k=10))
        tokens = one(line)
        assert tokens == other(line), ascii(line)
        assert "".join(tokens) == line


def test_jieba_with_the_same_dictionary_gives_the_same_words(tmp_path: Path) -> None:
    """`load_userdict` on the same file: with weights, and words that are new to jieba, for whose known ones it counts the old
    weight in the total too.
    """
    rng = random.Random(5)
    known = set(dictionary())
    words = [word for word in users(5) if PLAIN.fullmatch(word) and word not in known]
    text = "\n".join(f"{word} {rng.choice((3, 300, 9000))} nz" for word in dict.fromkeys(words))
    path = tmp_path / "words.txt"
    path.write_text(text, "utf-8")
    theirs = jieba.Tokenizer()
    theirs.tmp_dir = str(tmp_path)
    jieba.setLogLevel("WARNING")
    theirs.load_userdict(str(path))
    bare = Lexicon({"words": {}, "user_words": lexicon.load(words=text)["user_words"]}, f"bare {text}")
    ours = segment.cutter(bare, "rjieba")
    pool = (
        [word for word in rng.sample(dictionary(), 2000) if PLAIN.fullmatch(word)] + words * 4 + ["，", "。"]
    )
    for _ in range(1500):
        line = "".join(rng.choices(pool, k=10))
        if "某" not in line:  # our masks
            assert ours(line) == theirs.lcut(line), ascii(line)


def test_words_stay_whole_and_none_is_deleted() -> None:
    words = [word for word in users(9) if word != "台（套）"]
    cut = segment.cutter(lexicon.load(words="\n".join(words)), "auto")
    assert [word for word in words if word not in cut(f"，{word}。")] == []
    shipped = segment.cutter(lexicon.load(), "auto")
    sentence = "落实党风廉政建设主体责任和一岗双责，推行四议两公开"
    assert cut(sentence) == shipped(sentence)


def test_an_order_of_lines_changes_nothing() -> None:
    words = users(3)
    one = segment.cutter(lexicon.load(words="\n".join(words)))
    other = segment.cutter(lexicon.load(words="\n".join(reversed(words))))
    assert all(
        one(text) == other(text) for text in ("".join(words[i : i + 9]) for i in range(0, len(words), 9))
    )


def test_a_weight_of_the_users_own_outranks_the_shipped_one() -> None:
    assert "一岗双责" in rt.analyse("落实一岗双责。").words.texts
    assert dict.fromkeys(read_entries(lexicon.load()["words"], [("一岗双责", 1, "n")]))  # each once
    entries = {e.word: e.frequency for e in read_entries(lexicon.load()["words"], [("一岗双责", 1, "n")])}
    assert entries["一岗双责"] == 1


# --- The run ---

REPORT = "松岗镇2022年工作总结\n一、主要工作\n陂头夜话办了3场，陂头夜话听众200人。\n二、下一步打算\n办好陂头夜话。\n"


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    folder = tmp_path / "archive"
    folder.mkdir()
    for i in range(4):
        (folder / f"{i}.txt").write_text(REPORT.replace("3场", f"{i + 2}场"), "utf-8")
    return folder


def run(archive: Path, out: Path, words: Path | None) -> rt.Result:
    return rt.run([archive], out, formats=(), workers=1, words=words)


def test_changed_words_work_the_files_again(archive: Path, tmp_path: Path) -> None:
    words, out = tmp_path / "words.txt", tmp_path / "out"
    words.write_text("陂头夜话 300\n", "utf-8")
    assert run(archive, out, words).worked == 4
    assert run(archive, out, words).worked == 0
    words.write_text("陂头夜话 301\n", "utf-8")
    assert run(archive, out, words).worked == 4
    words.write_bytes("word,weight\r\n陂头夜话,301\r\n".encode("gb18030"))
    assert run(archive, out, words).worked == 0, "the same words in another form"
    assert run(archive, out, None).worked == 4
    assert keys.analysis_key(Settings(), Limits()) != keys.analysis_key(Settings(words="陂头夜话"), Limits())


def test_the_store_has_the_words_and_says_how_often_they_were_used(archive: Path, tmp_path: Path) -> None:
    words, out = tmp_path / "words.txt", tmp_path / "out"
    words.write_text("陂头夜话 300\n云溪\n3号渠\n", "utf-8")
    run(archive, out, words)
    with rt.open(out) as reports:
        assert reports.sql("select sum(count) as n from terms where term = '陂头夜话'")["n"][0] == 12
        hits = [(hit.word, hit.count, hit.documents) for hit in reports.word_hits()]
        assert hits == [("陂头夜话", 12, 4), ("3号渠", 0, 0), ("云溪", 0, 0)]
        fact = reports.facts.fact_id[0]
        assert reports.explain(fact).differences == (), "explained with the dictionary of the run"
    run(archive, out, None)
    with rt.open(out) as reports, pytest.raises(UsageError, match="run it with --words"):
        reports.word_hits()


def test_analyse_takes_words() -> None:
    assert "陂头夜话" not in rt.analyse(REPORT).words.texts
    assert "陂头夜话" in rt.analyse(REPORT, words="陂头夜话 300").words.texts
    with pytest.raises(RuleError, match="line 1"):
        rt.analyse(REPORT, words="溪")


# --- New words ---


def invoke(*args: Any) -> Result:
    return CliRunner().invoke(cli, [str(arg) for arg in args])


def generated(folder: Path, reports: int = 40) -> None:
    """Reports that use three words no dictionary has, freely, and one phrase that never stands but in a longer one."""
    rng = random.Random(1)
    verbs = ["举办", "组织", "参加", "支持", "宣传", "改进", "记录", "讨论"]
    after = ["深受好评", "吸引听众", "成为品牌", "走进村庄", "温暖人心", "如期结束", "写进简报", "登上报纸"]
    folder.mkdir()
    for i in range(reports):
        lines = [f"松岗镇20{10 + i % 13}年工作总结", "一、主要工作"]
        for _ in range(6):
            word = rng.choice(["陂头夜话", "堰上红灯", "竹篾咖啡"])
            lines.append(
                f"镇里{rng.choice(verbs)}{word}{rng.choice(after)}，{rng.choice(verbs)}茶园，小事当天说急事马上报。"
            )
        (folder / f"{i}.txt").write_text("\n".join(lines), "utf-8")


def test_new_words_are_found_and_taken_after_review(tmp_path: Path) -> None:
    generated(tmp_path / "archive")
    out, proposals = tmp_path / "out", tmp_path / "words.csv"
    run(tmp_path / "archive", out, None)
    with rt.open(out) as reports:
        found = {word.word: word for word in reports.new_words(30)}
        assert list(found) == [word.word for word in reports.new_words(30)], "the same order each time"
        assert len(reports.new_words(2)) == 2
    assert {"陂头夜话", "堰上红灯", "竹篾咖啡"} <= set(found)
    # A part of a phrase that always goes on has no freedom.
    assert not {"当天说急事", "事马上"} & set(found)
    texts = [path.read_text("utf-8") for path in sorted((tmp_path / "archive").iterdir())]
    word = found["陂头夜话"]
    assert word.count == sum(text.count("陂头夜话") for text in texts)
    assert word.documents == sum("陂头夜话" in text for text in texts)
    assert "陂头夜话" in word.context
    assert word.weight >= 300

    assert invoke("words", "--new", "--in", out, "-o", proposals).exit_code == 0
    assert (
        invoke("run", tmp_path / "archive", "-o", out, "--format", "none", "--words", proposals).exit_code
        == 2
    )
    rows = list(csv.DictReader(io.StringIO(proposals.read_text("utf-8-sig"))))
    for row in rows:
        row["accept"] = "yes" if row["word"] == "陂头夜话" else "no"
    with proposals.open("w", encoding="gb18030", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    run(tmp_path / "archive", out, proposals)
    with rt.open(out) as reports:
        (hit,) = reports.word_hits()
        assert (hit.word, hit.count, hit.documents) == ("陂头夜话", word.count, word.documents)
        assert "陂头夜话" not in {proposal.word for proposal in reports.new_words(100)}


def test_a_large_archive_is_sampled_by_documents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    generated(tmp_path / "archive")
    run(tmp_path / "archive", tmp_path / "out", None)
    with rt.open(tmp_path / "out") as reports:
        whole = {word.word: word for word in reports.new_words(30)}
        tokens = int(reports.sql("select sum(tokens) as n from documents")["n"][0])
        monkeypatch.setattr(newwords, "MOST_TOKENS", tokens // 2)
        part = {word.word: word for word in reports.new_words(30)}
    assert part["陂头夜话"].documents < whole["陂头夜话"].documents


def test_no_words_no_proposals(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("工作总结", "utf-8")
    run(tmp_path / "a.txt", tmp_path / "out", None)
    with rt.open(tmp_path / "out") as reports:
        assert reports.new_words() == []
    assert invoke("words", "--new", "--in", tmp_path / "out", "-f", "csv").stdout.startswith(
        "word,weight,tag,accept,"
    )


def test_the_command_words(archive: Path, tmp_path: Path) -> None:
    words, out = tmp_path / "words.txt", tmp_path / "out"
    words.write_text("陂头夜话 300\n", "utf-8")
    run(archive, out, words)
    assert "12      4  陂头夜话" in invoke("words", "--hits", "--in", out).stdout
    assert json.loads(invoke("words", "--hits", "--in", out, "-f", "json").stdout)[0]["count"] == 12
    assert invoke("words", "--hits", "--in", out, "-f", "csv").stdout.splitlines()[1] == "陂头夜话,12,4,True"
    assert invoke("words", "--in", out).exit_code == 2
    assert invoke("words", "--new", "--hits", "--in", out).exit_code == 2
    assert "陂头夜话" in invoke("show", archive / "0.txt", "--words", words, "--json").stdout
    words.write_text("溪\n", "utf-8")
    result = invoke("run", archive, "-o", out, "--words", words)
    assert result.exit_code == 2
    assert "words.txt: line 1" in result.stderr


@pytest.mark.parametrize(
    ("rules", "message"),
    [("[newwords]\nleast_count = -1", "least_count is “-1”"), ("[newwords]\nmost = 1", "it must be one of")],
)
def test_faults_in_the_table_of_new_words_are_named(rules: str, message: str) -> None:
    with pytest.raises(RuleError, match=message):
        newwords._terms(lexicon.load(rules)["newwords"])
