"""The word lists of `data/events.toml`, checked and compiled once a lexicon."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from reporttext.events.endings import Endings, typed_words
from reporttext.events.keys import check_tables
from reporttext.events.patterns import NOT_STOP, NUMBER, STOP, any_of, cut, next_of
from reporttext.lexicon import Table, texts
from reporttext.model import EventType
from reporttext.rule.tries import ahead

_ORDINAL_FIRSTS: Final = "第超逾近约达共一二三四五六七八九十百○*×xX周"
# 三年行动目标 is said of the drive, 生态省建设目标 is a vision.
_AIM: Final = "(?<!建设)目标"
_ORDINAL: Final = r"(?:第|[超逾近约达共]{1,2})?[一二三四五六七八九十百\d○*×xX]+[千万]?[多余]?(?:届|次|期|个(?:(?:县市区|县区|乡镇)(?!卫生|综合|文化|中心|敬老|医院))?|场次?|轮|批|项|年|名|月|日)|周[一二三四五六日末]|20\d\d"


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """What the three families of rules search for. Patterns named after the table they come from."""

    heads: dict[str, EventType]
    hints: dict[str, EventType]
    hint: re.Pattern[str]
    open_heads: frozenset[str]
    not_heads: frozenset[str]
    thin: frozenset[str]
    joint: frozenset[str]
    inside: Endings
    inside_open: Endings
    inside_after_verb: Endings
    ending: re.Pattern[str]
    names: dict[str, EventType]
    period_drive: re.Pattern[str]
    never: frozenset[str]
    tools: frozenset[str]
    weak: frozenset[str]
    head: re.Pattern[str]
    counted_head: re.Pattern[str]
    thing: re.Pattern[str]
    actors: tuple[str, ...]
    facility: re.Pattern[str]
    facilities_inside: tuple[str, ...]
    places: tuple[str, ...]
    builds: tuple[str, ...]
    built: re.Pattern[str]
    strong: re.Pattern[str]
    opening: re.Pattern[str]
    any_verb: re.Pattern[str]  # strong or weak
    prelude: re.Pattern[str]
    bare: tuple[str, ...]
    hold: tuple[str, ...]
    after: re.Pattern[str]
    strip: re.Pattern[str]
    forbidding: re.Pattern[str]  # ends the clause before what is forbidden
    limited: re.Pattern[str]  # opens what is only limited
    follower: re.Pattern[str]
    plain: re.Pattern[str]
    heading: re.Pattern[str]
    item: re.Pattern[str]  # of an enumeration, all of which is a name: 四是城乡环境提升工程。
    joined: frozenset[str]
    frame: re.Pattern[str]
    level: re.Pattern[str]
    openers: re.Pattern[str]
    unlawful: tuple[str, ...]
    great: tuple[str, ...]
    sites: tuple[str, ...]
    classes: tuple[str, ...]
    many: tuple[str, ...]
    drive_verb: re.Pattern[str]
    predicate: re.Pattern[str]
    bad: re.Pattern[str]
    bad_drive: re.Pattern[str]  # the same for drives, whose names may hold verbs
    bad_programme: re.Pattern[str]  # and for programmes behind a verb that is only said of such
    programmes: tuple[str, ...]
    programme_and: re.Pattern[str]
    programme_joined: re.Pattern[str]  # the end of one whose name is quoted, and 和
    drives: frozenset[str]
    across: re.Pattern[str]
    generic: re.Pattern[str]
    prefix: re.Pattern[str]
    vague: tuple[str, ...]
    vague_last: frozenset[str]
    won: re.Pattern[str]
    chosen: re.Pattern[str]
    honour: re.Pattern[str]  # won, become or sought
    honour_last: frozenset[str]  # its last characters
    became: re.Pattern[str]
    title_tail: re.Pattern[str]
    tail: re.Pattern[str]
    whole: re.Pattern[str]
    list_end: re.Pattern[str]
    list_types: Endings
    seasons: tuple[str, ...]
    list_verbs: tuple[str, ...]
    list_generic: re.Pattern[str]
    units: frozenset[str]
    times: re.Pattern[str]
    held_times: re.Pattern[str]
    planned: re.Pattern[str]
    held: re.Pattern[str]
    reference: re.Pattern[str]
    cue: re.Pattern[str]  # of the planned or of a reference

    @classmethod
    def of(cls, table: Table) -> Vocabulary:
        """Compile the table; RuleError names an unknown entry."""
        check_tables(table)

        def words(name: str, key: str) -> tuple[str, ...]:
            return texts(f"events.{name}.{key}", table[name].get(key, []))

        def alt(name: str, key: str) -> str:
            return any_of(words(name, key))

        heads, names = typed_words("heads", table["heads"]), typed_words("names", table["names"])
        names |= dict.fromkeys(words("names", "numbered"), "campaign")
        hints = typed_words("hints", table["hints"])
        weak = words("plain", "weak")
        levels, won, sought = alt("titles", "levels"), words("titles", "won"), words("titles", "sought")
        weak_verb = alt("verbs", "weak")
        lead = f"(?:{alt('verbs', 'adverbs')}|{weak_verb})"
        became = (*words("titles", "strict"), *words("titles", "vision"))
        broken_drive = tuple(word for word in words("plain", "broken") if word not in words("plain", "inner"))
        broken_programme = tuple(word for word in broken_drive if word not in words("plain", "named"))
        open_heads, unlike = words("heads", "open"), words("not_heads", "words")
        head = any_of((*heads, *open_heads))
        inside = typed_words("inside", table["inside"])
        inside_open: dict[str, EventType] = dict.fromkeys(words("inside", "open"), "campaign")
        units = words("counts", "units")
        limited = rf"(?:{alt('never', 'firmly')}){{0,2}}(?:{any_of((*words('never', 'limiting'), *words('never', 'forbidding')))})"
        won_here = rf"{next_of(won)}[了为]?(?:{levels}|年度|20\d\d|年|以上|名单){{0,3}}$"
        became_here = rf"{next_of(became)}(?:{levels})+$"
        return cls(
            heads=heads,
            hints=hints,
            hint=re.compile(next_of(tuple(hints))),
            open_heads=frozenset(open_heads),
            not_heads=frozenset(unlike),
            thin=frozenset(words("thin", "heads")),
            joint=frozenset(words("joint", "heads")),
            inside=Endings(inside, unlike),
            inside_open=Endings(inside_open, unlike),
            inside_after_verb=Endings(typed_words("inside_after_verb", table["inside_after_verb"]), unlike),
            ending=re.compile(next_of((*inside, *inside_open))),
            names=names,
            period_drive=re.compile(rf"(?>{alt('names', 'periods')})(?!{alt('names', 'period_parts')})"),
            never=frozenset((*words("never", "quotes"), *words("never", "tools"))),
            tools=frozenset(words("never", "tools")),
            weak=frozenset(weak),
            head=re.compile(next_of((*heads, *open_heads, *unlike))),
            counted_head=re.compile(
                rf"({head})[共达约超近]?{NUMBER}\s?[个项场次期件类种]?次?[,，:：](?:其中|包括)$"
            ),
            thing=re.compile(
                rf"(?:等|{NUMBER}\s?[个支条项种类部期]|这一)?({NOT_STOP}{{0,4}}?){next_of(words('things', 'words'))}"
            ),
            actors=words("things", "actors"),
            facility=re.compile(rf"{NOT_STOP}{{0,6}}?{next_of(words('facilities', 'heads'))}"),
            facilities_inside=words("facilities", "inside"),
            places=words("facilities", "places"),
            builds=words("facilities", "verbs"),
            built=re.compile(rf"{next_of(words('facilities', 'verbs'))}[了好]?{NOT_STOP}{{0,8}}$"),
            strong=re.compile(rf"{next_of(words('verbs', 'strong'))}[了好着]?"),
            # A weak verb must open the clause, or stand after a number (五是), adverbs, a date or a sum of money.
            opening=re.compile(
                rf"(?:[一二三四五六七八九十]{{1,2}}[是要]|.{{0,20}}[元月日年底前])?{lead}{{0,4}}?(?:{weak_verb})(?!{weak_verb})[了好着]?"
            ),
            any_verb=re.compile(rf"{next_of((*words('verbs', 'strong'), *words('verbs', 'weak')))}[了好着]?"),
            prelude=re.compile(rf"(?:{alt('plain', 'preludes')})$"),
            bare=words("verbs", "bare"),
            hold=words("verbs", "hold"),
            after=re.compile(
                rf"{NOT_STOP}{{0,8}}?(?:{alt('verbs', 'after')})了?(?![^\s\d{re.escape(STOP)}])"
            ),
            strip=re.compile(
                rf"(?=[{_ORDINAL_FIRSTS}\d\s]|{ahead(words('strip', 'words'))})"
                rf"(?:{alt('strip', 'words')}|{_ORDINAL}|\d{{1,3}}\.|\s)+"
            ),
            forbidding=re.compile(
                rf"(?:{alt('never', 'forbidding')}|\A{limited})(?:{alt('never', 'forbidden')}){{0,3}}$"
            ),
            limited=re.compile(rf"{limited}(?!性)"),
            follower=re.compile(
                rf"{ahead(words('plain', 'followers'))}(?!{alt('plain', 'beside')}|{_AIM})(?:{alt('plain', 'followers')})"
            ),
            plain=re.compile(any_of((*words("plain", "strong"), *weak))),
            heading=re.compile(
                rf"\n[^\S\n]*[（(]?\d{{1,2}}[)）.、．][^\S\n]*({NOT_STOP}{{3,14}}?(?:{alt('plain', 'heading')}))(?=[。\n]|$)"
            ),
            item=re.compile(
                rf"[。；;:：\n][^\S\n]*(?:[一二三四五六七八九十]{{1,2}}是|[（(][一二三四五六七八九十]{{1,3}}[)）])[^\S\n]*({NOT_STOP}{{3,14}}?(?:{alt('plain', 'programmes')}))(?=[。\n]|$)"
            ),
            joined=frozenset(words("plain", "joined")),
            frame=re.compile(next_of(words("plain", "frames"))),
            level=re.compile(rf"(?:{levels})"),
            openers=re.compile(any_of(words("plain", "openers"))),
            unlawful=words("plain", "unlawful"),
            great=words("plain", "great"),
            sites=words("plain", "sites"),
            classes=words("plain", "classes"),
            many=words("plain", "many"),
            drive_verb=re.compile(any_of(words("plain", "drive_verbs"))),
            # 于9月竣工, 自3月开工; 项目一期建成, but 项目一期工程 is the name.
            predicate=re.compile(
                rf"{next_of(words('plain', 'predicates'))}|[于自]\s?\d|[一二三]期(?!工程|项目|试点)"
            ),
            bad=cut((*words("plain", "particles"), *words("plain", "broken"))),
            bad_drive=cut((*words("plain", "particles"), *broken_drive)),
            bad_programme=cut((*words("plain", "particles"), *broken_programme)),
            programmes=words("plain", "programmes"),
            programme_and=re.compile(rf".*(?:{alt('plain', 'programmes')}|规划|战略)[和与及](?=..)"),
            programme_joined=re.compile(
                rf"[^和与及]{{0,6}}?(?:{alt('plain', 'programmes')}|战略)[和与及](?=..)"
            ),
            drives=frozenset(words("plain", "drives")),
            across=cut((*"和与及", *words("across", "words"))),
            generic=re.compile(
                rf"(?:{any_of((*words('plain', 'leading'), *words('plain', 'acts')))})|(?:{alt('plain', 'generic')}){{1,12}}$"
            ),
            prefix=re.compile(rf"{next_of(words('names', 'prefixes'))}$"),
            vague=words("plain", "leading"),
            vague_last=frozenset(word[-1] for word in words("plain", "leading")),
            won=re.compile(won_here),
            honour=re.compile(
                rf"{ahead((*won, *became, *sought))}(?:{won_here}|{became_here}|{next_of(sought)}[了为]?(?:{levels}){{0,2}}$)"
            ),
            honour_last=frozenset(
                [word[-1] for word in (*won, *became, *sought, *words("titles", "levels"))]
                + [*"了为度年上单", *map(str, range(10))]
            ),
            became=re.compile(became_here),
            title_tail=re.compile(
                rf"(?:(?![等的和与及]){NOT_STOP}){{0,8}}(?:{any_of((*words('titles', 'nouns'), *words('titles', 'loose')))})"
            ),
            chosen=re.compile(
                rf"{next_of(words('titles', 'chosen'))}[了为]?(?:{levels}|年度|20\d\d|年|以上){{0,3}}$"
            ),
            tail=re.compile(next_of(words("titles", "tails"))),
            whole=re.compile(rf"{NOT_STOP}{{0,10}}?(?:{alt('titles', 'wholes')})"),
            list_end=re.compile(
                rf"等(?:一系列|系列|各类|特色|群众性?|丰富多彩的|{NUMBER}[项场个]余?)?(?:{alt('lists', 'ends')})"
            ),
            list_types=Endings(typed_words("lists", table["lists"]), unlike),
            seasons=words("lists", "seasons"),
            list_verbs=words("lists", "verbs"),
            list_generic=re.compile(rf"(?:{alt('lists', 'generic')}){{1,6}}$"),
            units=frozenset(units),
            times=re.compile(rf"\s?[共达约超近]?{NUMBER}\s?(?:{any_of(units)})"),
            held_times=re.compile(rf"\s?[共达约超近]?{NUMBER}\s?(?:{alt('counts', 'held')})"),
            planned=re.compile(alt("status", "planned")),
            held=re.compile(alt("status", "held")),
            reference=re.compile(alt("status", "reference")),
            cue=re.compile(next_of((*words("status", "reference"), *words("status", "planned")))),
        )

    def verb_end(self, left: str) -> int | None:
        """Where the event's verb ends in the clause before a name: the last strong one, or a weak one that opens it."""
        if not left:
            return None
        hit = self.strong.search(left)
        if hit:
            end = hit.end()
            while hit := self.strong.search(left, end):
                end = hit.end()
            return end
        opening = self.opening.match(left)
        return opening.end() if opening else None

    def type_inside(self, inner: str) -> EventType | None:
        """The type that the quoted words themselves end with: 厕所[革命], 乡村[夜市]; of a mere 行动, what it hints at."""
        found = self.inside.of(inner)
        if found:
            return found[1]
        return self.hinted(inner) or "campaign" if self.inside_open.of(inner) else None

    def hinted(self, name: str) -> EventType | None:
        """The type that a word anywhere in the name hints at."""
        if not self.hint.search(name):
            return None
        return next((hint for word, hint in self.hints.items() if word in name), None)

    def is_open(self, head: str) -> bool:
        """Whether the head noun is a mere 活动 or 行动, which says nothing of the type."""
        return self.end_of(head) in self.open_heads

    def end_of(self, head: str) -> str:
        """The longest head noun that ends `head`, or nothing."""
        if head in self.heads or head in self.open_heads:  # nearly always
            return head
        ends = (head[i:] for i in range(1, len(head)))
        return next((end for end in ends if end in self.heads or end in self.open_heads), "")

    def type_of(self, name: str, head: str) -> EventType:
        """The type of the longest head noun that ends `head`; for a mere 活动 or 行动, what the name hints at.

        >>> from reporttext.lexicon import load
        >>> Vocabulary.of(load()["events"]).type_of("“书香满园”读书活动", "读书活动")
        'culture'
        """
        end = self.end_of(head)
        return self.heads[end] if end in self.heads else self.hinted(name) or "campaign"
