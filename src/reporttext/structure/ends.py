"""The two ends of a report: title, subtitle and salutation above, signature and date below.

Recognised above: titles of several lines, ——在……会议上, （2019年1月26日 姓名）, 县长　姓名, 发布日期：…… 来源：……, 各位代表：, 县委、县政府：.
Recognised below: a line that is a date (2021年7月6日, 二〇一四年十二月×日, 2021.7.6) or an office (汀湖镇人民政府), 述职人：×××.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final

from reporttext.furniture import Furniture
from reporttext.lexicon import Lexicon, check_keys, texts
from reporttext.masks import FIGURE, NAME
from reporttext.model import Role
from reporttext.structure.lines import Line

# Lines of front matter beyond this are no front matter any more.
_FRONT, _TAIL = 24, 8
# A sentence in a line of more characters is no date and place (2023年1月8日在县第十八届人民代表大会上。).
_SENTENCE = 40
_YEAR: Final = rf"(?:[\d{NAME}]{{2,4}}|[〇零○Oo一二三四五六七八九{NAME}]{{4}})"
_PART: Final = rf"[\d一二三四五六七八九十{NAME}]{{1,3}}"
DATE: Final = re.compile(
    rf"{_YEAR}\s{{0,3}}年\s{{0,3}}{_PART}\s{{0,3}}月(?:\s{{0,3}}{_PART}\s{{0,3}}日)?|\d{{4}}[-./]\d{{1,2}}(?:[-./]\d{{1,2}})?(?!\d)"
)
_BRACKETED: Final = re.compile(r"[(〔【][^()〔〕【】]{1,80}[)〕】]")
# 王　某, 林某某, 欧阳某某: two to four characters, perhaps spaced.
_NAME: Final = re.compile(rf"[\u4e00-\u9fff]\s{{0,3}}(?:[\u4e00-\u9fff{NAME}]\s{{0,3}}){{1,3}}")
# The letterhead of an official document: its number, who signs it, how secret and urgent it is.
LETTERHEAD: Final = re.compile(
    rf"[\u4e00-\u9fff{NAME}]{{1,14}}[〔\[(](?:19|20)\d\d[)\]〕]\s?第?\s?[\d{FIGURE}]{{1,5}}\s?号|签\s?发\s?人|(?:特急|加急|机密|秘密|绝密|内部资料|密级)[★\s:]?"
)
# The last words of a line that 的 parts from what they are of.
_OF_IT: Final = re.compile(r"的[\u4e00-\u9fff]{2,6}\Z")
_YEARLY: Final = re.compile(rf"{_YEAR}\s{{0,3}}年")
_STOPS = ("。", "!", "?", ";", ",", "、", "；")


class Ends:
    """Names the roles of the lines at both ends; built from data/headings.toml."""

    def __init__(self, lexicon: Lexicon, is_furniture: Furniture) -> None:
        table = lexicon["headings"]
        check_keys(
            "headings",
            table,
            ("numbers", "title", "subtitle", "salutation", "plain", "annex", "signature", "compilation"),
        )

        def words(group: str, key: str) -> tuple[str, ...]:
            return texts(f"headings.{group}.{key}", table[group][key])

        self.is_furniture = is_furniture
        self._is_kind = _searcher(words("title", "kinds"))
        self._is_notice = _searcher(words("title", "notices"))
        self._names_congress = _searcher(words("title", "files"))
        self.is_subtitle = _searcher(words("subtitle", "words"))
        self.has_post = _searcher(words("subtitle", "posts"))
        self.salutes = words("salutation", "words")
        self.offices = words("salutation", "offices")
        self.annexes = words("annex", "heads")
        self.signers = words("signature", "offices")
        # 局 or 站 alone ends many a word (开创新局).
        self.bodies = tuple(word for word in self.signers if len(word) >= 3)
        self.people = words("signature", "people")
        self.is_head = _searcher(words("plain", "heads"))

    def is_title(self, text: str) -> bool:
        """Whether a line names a kind of report."""
        return self._is_kind(text.replace(" ", ""))  # 总　结

    def _only_mentions(self, text: str) -> bool:
        """Whether the kind of report in a line only tells what its last words are of: 编制发展规划的(依据)."""
        bare = text.replace(" ", "")
        last = _OF_IT.search(bare)
        return (
            last is not None
            and self._is_kind(bare[: last.start()])
            and not self._is_kind(last[0])
            and not self._is_notice(bare)
        )

    def front(self, lines: Sequence[Line], source: str = "") -> list[Role]:
        """Roles of the lines from the top down to the salutation or the last line before the text.

        A file (`source`) that bears the name of a government work report and opens without that title is an excerpt: its
        first short line is a heading.
        """
        roles: list[Role] = []
        titled = False
        for index, line in enumerate(lines[:_FRONT]):
            role = self._front_role(line, titled, bool(roles))
            if role is None and titled and self._is_motto(lines, index):
                role = "title"
            if role is None:
                break
            roles.append(role)
            titled = titled or (role == "title" and self.is_title(line.text))
            if role == "salutation":
                return roles
        if not titled and "title" in roles and self._names_congress(source.rpartition("/")[2]):
            return roles[: roles.index("title")]
        return self._settled(lines, roles, titled)

    def _front_role(self, line: Line, titled: bool, begun: bool) -> Role | None:
        text = line.text
        if line.hint.role is not None:
            return line.hint.role if line.hint.role in ("title", "subtitle", "noise", "salutation") else None
        if self.is_furniture(text) and not self.is_subtitle(text[:20]):
            return "noise"
        if self.is_salutation(text):
            return "salutation"
        numbered = line.number is not None and line.number.style != "dash"
        # Word's style Heading 1 is as often the title's as a heading's.
        styled = line.hint.level is not None and (titled or not self.is_title(text))
        if numbered or styled or len(text) > 80 or self._only_mentions(text):
            return None
        # 发布时间：…… with the first paragraph run into it is text.
        if LETTERHEAD.match(text) or (begun and not _tells(line) and self._is_subtitle(text, titled)):
            return "subtitle"
        ends = text.endswith((*_STOPS, ":")) or self.is_annex(text)
        return None if ends or (titled and not self.is_title(text)) else "title"

    def _is_motto(self, lines: Sequence[Line], index: int) -> bool:
        """A report's motto between its title and the line that says where it was given is part of the title."""
        for line in lines[index : index + 4]:
            if line is not lines[index] and (
                self.is_salutation(line.text) or self._is_subtitle(line.text, True)
            ):
                return True
            if line.flowing or line.number or line.text.endswith(_STOPS) or len(line.text) > 50:
                return False
        return False

    def is_salutation(self, text: str) -> bool:
        """各位代表：, 县人民政府：."""
        if len(text) > 40:
            return False
        if text.startswith(self.salutes):
            return text[-1] in ":!," or not any(mark in text for mark in "。;")
        return text[-1] == ":" and text[:-1].endswith(self.offices)

    def is_given_at(self, text: str) -> bool:
        """——2023年2月16日在梅岭镇……会议上, （2019年1月26日）: where and when a report was given."""
        return len(text) <= 60 and bool(DATE.search(text)) and self._is_subtitle(text, titled=True)

    def _is_subtitle(self, text: str, titled: bool) -> bool:
        if text.startswith(("—", "--", "―", "──")) or _BRACKETED.fullmatch(text):
            return True
        if self.is_subtitle(text):
            return titled or not self.is_title(text)
        if self.is_title(text) or text.endswith(_STOPS):
            return False
        if DATE.search(text) and len(text) <= 40:
            return True
        if not titled or len(text) > 30 or self.is_head(text):
            return False
        return self.has_post(text) or text.endswith(self.bodies) or bool(_NAME.fullmatch(text))

    def _settled(self, lines: Sequence[Line], roles: list[Role], titled: bool) -> list[Role]:
        """Without salutation and without a kind of report in sight, only what clearly is no text stays in front."""
        if titled or "title" not in roles:
            return roles
        first = roles.index("title")
        line = lines[first]
        following = len(roles) < len(lines) and (
            lines[len(roles)].flowing or _is_account(line.text) or self._is_dated(lines, roles, first)
        )
        is_heading = self.is_head(line.text) or (line.number is not None and line.number.style == "dash")
        if len(line.text) > 60 or not following or is_heading:
            return roles[:first]  # 2016年工作回顾, ——就业形势稳定: an excerpt begins with a heading
        keep = first + 1
        while keep < len(roles) and roles[keep] != "title":
            keep += 1
        return roles[:keep]

    def _is_dated(self, lines: Sequence[Line], roles: list[Role], first: int) -> bool:
        """Whether the line below a title says who gave it and when: （镇农业服务中心，2016年7月）."""
        below = first + 1
        return below < len(roles) and roles[below] == "subtitle" and bool(DATE.search(lines[below].text))

    def tail(self, lines: Sequence[Line], floor: int) -> dict[int, Role]:
        """Roles of lines near the end by index, none above `floor`: signatures, also above an annex."""
        found: dict[int, Role] = {}
        annex = self.annex_start(lines, floor)
        for stop in {len(lines), annex}:
            found.update(self._signed(lines, floor, stop))
        return found

    def annex_start(self, lines: Sequence[Line], floor: int) -> int:
        """The first line of 附件, 名词解释 or 注： after the middle of the report, or the number of lines."""
        for index in range(max(floor, len(lines) // 2), len(lines)):
            if self.is_annex(lines[index].text):
                return index
        return len(lines)

    def is_annex(self, text: str) -> bool:
        """附件, 附件1：清单, （附：……）, 名词解释, 注　释, 注：…… — short, or with a colon."""
        bare = text.lstrip("(【[《 *").replace(" ", "") if len(text) <= 40 else text[:12]
        return bare.startswith(self.annexes) and (len(text) <= 30 or ":" in bare[:12])

    def _signed(self, lines: Sequence[Line], floor: int, stop: int) -> dict[int, Role]:
        found: dict[int, Role] = {}
        lowest = max(floor, stop - _TAIL)
        for index in range(stop - 1, lowest - 1, -1):
            text = lines[index].text
            if self.is_furniture(text):
                continue
            if lines[index].hint.role not in (None, "body") or not self.is_signature(text, bool(found)):
                break
            found[index] = "signature"
        return found

    def is_signature(self, text: str, dated: bool) -> bool:
        """汀湖镇人民政府, 2021年12月×日, 述职人：李某某; `dated`: there is such a line below."""
        if len(text) > 40 or text.endswith(_STOPS) or text[-1] == ":":
            return False
        date = DATE.search(text)
        if date and date.end() >= len(text) - 2:
            before = text[: date.start()].strip(" (:")
            return len(before) <= 2 or before.endswith(self.signers) or before.startswith(self.people)
        if text.startswith(self.people) or (date and _BRACKETED.fullmatch(text)):
            return True
        return not any(mark in text for mark in ",。;!") and self._is_signer(text, dated)

    def _is_signer(self, text: str, dated: bool) -> bool:
        """汀湖镇人民政府; 县长　林某某; a bare name only above a date."""
        if self.is_title(text[-2:]):
            return False
        post, _, name = text.rpartition(" ")
        if post and len(text) <= 20 and self.has_post(post) and _NAME.fullmatch(name):
            return True
        return text.strip("()").endswith(self.signers) or (dated and _NAME.fullmatch(text) is not None)


def _tells(line: Line) -> bool:
    """A sentence with a figure ends in the line, and it is not all in brackets."""
    end = line.first_end
    told = end >= 0 and len(line.text) > _SENTENCE and any(map(str.isdigit, line.text[:end]))
    return told and not _BRACKETED.fullmatch(line.text)


def _is_account(text: str) -> bool:
    """柳溪乡2016年春耕生产情况: a title without a kind of report, which bears a year; 基本情况 is a heading."""
    return text.endswith("情况") and _YEARLY.search(text) is not None


def _searcher(words: Sequence[str]) -> Callable[[str], bool]:
    search = re.compile("|".join(map(re.escape, words))).search
    return lambda text: search(text) is not None
