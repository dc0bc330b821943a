"""A name of the words on both sides of a figure: 选派(1名)干部, 总投资(960万元)的工程, A、B、C(三家)企业."""

from __future__ import annotations

import re
from typing import Final

from reporttext.model import Quantity
from reporttext.resolve.context import Surroundings
from reporttext.resolve.naming.distribute import SEPARATORS
from reporttext.resolve.naming.names import Named, Names
from reporttext.resolve.naming.undone import denial
from reporttext.resolve.words.marks import MODIFIER, PHRASE_STOP, QUOTED, VERB
from reporttext.resolve.words.phrases import MOST

_OF_EACH: Final = re.compile("[每各]|全[镇乡县市区省村]")
# 整治(机场周边)69个城中村, 完成(边境地区)683个盲村通电
_PLACE: Final = re.compile(
    "(?:周边|沿线|沿岸|两侧|一带|附近|境内|以内|以外|片区|城区|库区|[\u4e00-\u9fff]{2}(?:地区|区域))\\Z"
)
# 省里确定的40个(重点项目): who set them is not what is counted
_SET: Final = re.compile("..(?:确定|安排|部署|下达|列入|提出|交办|布置)的\\Z")
# 年产120万吨(氧化铝扩建工程): how much of it in what time
_CAPACITY: Final = re.compile("[年日](?:产|处理|加工|出栏|供水|发电)\\Z")
_WITHIN: Final = frozenset(("内", "以内", "之内"))
_REACHES = ("到", "至", "达", "为", "在", "实现", "完成")
# 风险点13个，(剩余)2个转入下年盯办: no thing counted follows
_GOES: Final = ("转", "结转", "纳入", "正在", "正", "将", "仍", "尚")
_LEFT: Final = ("剩余", "剩下", "其余", "余下")
_EACH_OF: Final = re.compile("(?:每[人名户亩月年天生头只座村]){1,2}\\Z|[人户亩]均\\Z")
_GENERAL: Final = 2  # characters of a noun that says nothing of the occasion: 活动, 演出
_EACH_ONE: Final = ("每名", "每位")


class Sides:
    """Names figures that have words before and words after them, in the sentence that `phrases` is open at."""

    def __init__(self, phrases: Names) -> None:
        self.phrases = phrases
        self.words = phrases.words
        self.text = phrases.text

    def item(self, figure: Surroundings, tokens: range, after: range, previous: Named) -> Named:
        """推进A工程、2个B项目: the figure opens an item of its own, under the list's verb."""
        noun = self.phrases.named(after)
        opens = figure.left == figure.clause_start
        verb = self.phrases.join(self.phrases.leading_verbs(tokens)) if opens else previous.verb
        verb = "" if noun.verb else verb
        if noun.verb == noun.text and previous.how == "owned":  # 56个厂已有15个建成、36个开工
            return Named(previous.noun + noun.text, "", previous.noun, "owned")
        return Named(verb + noun.text, verb or noun.verb, noun.noun, "listed")

    def both(self, figure: Surroundings, tokens: range, after: range) -> Named | None:
        """Verb before and thing after (选派1名干部), or a modifier before (总投资960万元的工程); None where the noun before suffices."""
        noun = self.phrases.named(after)
        before = self.text[figure.left : figure.start].rstrip()
        last = self.phrases.tokens.marks[tokens[-1]]
        summed = _sums_up(before, figure.fact.quantity)
        summed = summed or (before.endswith("等") and not noun.text.startswith("因"))  # 燃煤发电等5个项目
        if last & VERB and not summed and (len(tokens) == 1 or not self.phrases.is_measured(tokens)):
            verbs = self.phrases.trailing_verbs(tokens)
            verb = self.phrases.join(verbs)
            subject = range(tokens.start, verbs.start)
            held = self._held(figure, subject, noun.text)
            verb = "" if held else denial(self.phrases, verb, verbs) + verb  # 尚未改造的1127所卫生院
            whose = held or self._covering(figure, subject, MOST - len(verb + noun.text))
            return Named(whose + verb + noun.text, "" if whose else verb, held or noun.text, "both")
        if (
            summed
            or (before.endswith(("共", "共计", "合计", "总共")) and "、" in before[1:])
            or (figure.kind == "count" and _PLACE.search(before) is not None)
            or (figure.kind == "measure" and self.words.sized.search(noun.text))
        ):
            return self._of_kind(figure, tokens, noun)  # A、B、C三家企业, A、B等8个县
        if self._only_after(figure, before, noun):
            return self._on_watch(figure, tokens, noun) or noun.by("after")
        of = self.text.startswith("的", figure.end)
        if of or before.endswith(("的", "有")) or last & MODIFIER:
            near = tokens[-3:] if before.endswith("有") else tokens[-2:]
            modifier = self.phrases.trim(self.phrases.telling(near) or near).text[-10:]
            goes = figure.kind == "count" and before in _LEFT and noun.text.startswith(_GOES)
            return None if goes else Named(modifier + noun.text, "", noun.text, "both")
        return self._combined(figure, self.phrases.trim(tokens), noun)

    def _of_kind(self, figure: Surroundings, tokens: range, noun: Named) -> Named:
        """The kind of what was listed, or what is so large: (建设)镇东20万吨(有机肥项目), (年产)9万吨(氧化铝工程)."""
        verb = self.phrases.join(self.phrases.leading_verbs(tokens))
        capacity = (
            _CAPACITY.search(self.text, figure.left, figure.start) if figure.kind == "measure" else None
        )
        if capacity and len(noun.text) + 2 < MOST:
            return Named(capacity[0] + noun.text, "", noun.text, "both")
        if verb and not (noun.verb or verb in self.words.causing) and len(verb) + len(noun.text) <= MOST:
            return Named(verb + noun.text, verb, noun.text, "both")
        return noun.by("after")

    def _on_watch(self, figure: Surroundings, tokens: range, noun: Named) -> Named | None:
        """Where watch is kept for so many hours: (防火卡点)24小时(值守)."""
        acts = self.phrases.tokens.together(tokens.start, tokens.stop) & VERB
        if figure.unit != "小时" or noun.verb != noun.text or acts:
            return None
        whose = self.phrases.trim(tokens).text
        return Named((whose + noun.text)[-MOST:], "", whose, "both")

    def _held(self, figure: Surroundings, subject: range, noun: str) -> str:
        """The occasion at which a general noun was held so often: “村歌邀请赛”办了12场(活动)."""
        known = self.phrases.tokens
        if not subject or len(noun) > _GENERAL or figure.unit not in self.words.session_units:
            return ""
        title = self.phrases.inside_quotes(subject) if known.seen & QUOTED else []
        if title and title[-1] + 1 == subject.stop:
            name = self.phrases.join(range(title[0], title[-1] + 1)).strip("“”")
        elif self.words.occasion_kinds.search(self.phrases.join(subject)):
            name = self.phrases.join(self.phrases.last_words(subject, MOST - len(noun)))  # 第二届采茶节
        else:
            return ""
        return name if len(name) + len(noun) <= MOST and self.words.occasion_ends.search(name) else ""

    def _covering(self, figure: Surroundings, subject: range, room: int) -> str:
        """What covers a share of those after the figure: (服务设施)覆盖80%的街道; who each does it."""
        each = self.text.startswith(_EACH_ONE, figure.left)  # (每名护林员)联系9名农户
        told = (figure.kind == "ratio" and self.text.startswith("的", figure.end)) or each
        if (
            not told
            or not subject
            or room <= 1
            or self.phrases.tokens.together(subject.start, subject.stop) & (VERB | PHRASE_STOP)
        ):
            return ""
        return self.phrases.join(self.phrases.last_words(subject, room))

    def _only_after(self, figure: Surroundings, before: str, noun: Named) -> bool:
        """Whether the words before say only whose they are: 全镇下辖12个村, 每个村至少有1个增收项目."""
        if _SET.search(before) or before.endswith(self.words.having) or figure.unit in self.words.size_units:
            return True
        if before.endswith("有") and _OF_EACH.match(before):
            return True
        if figure.fact.qualifier_text in _WITHIN:
            return False  # 一般事项3天内办结
        return (
            figure.unit in self.words.action_units and bool(noun.verb) and not before.endswith(("的", "有"))
        )

    def _combined(self, figure: Surroundings, named: Named, noun: Named) -> Named | None:
        """Both sides in one head where neither is whole: 解决农村200万人饮水问题, 民生10件实事, 骨干企业80%完成改制."""
        if len(named.text) + len(noun.text) > MOST:
            return None
        if noun.verb:
            # 落实每人每月200元补助
            given = figure.kind == "money" and noun.text in self.words.benefits
            given = given and _EACH_OF.search(named.text) is not None
            if figure.kind == "ratio" or figure.fact.qualifier_text in _WITHIN or given:
                return Named(named.text + noun.text, "", named.noun, "both")
            # 县政府36个部门制定方案: of whom they are is left out
            of_body = figure.kind == "count" and not named.verb and self.words.actors.search(named.text)
            told = noun.text.startswith("全部")  # 老人612名全部登记
            return noun.by("after") if of_body and not told else None
        # 每名教师包保3名(学生)
        short = (
            len(named.text) <= 4
            or named.text.startswith(_EACH_ONE)
            or (named.verb and named.noun and len(named.noun) <= 4)
        )
        reached = self.text[figure.left : figure.start].rstrip().endswith(_REACHES)
        plain = not (short or reached or self.words.is_measured(named.text))
        # 落实支持民企发展20条措施, 云溪化工集团20万吨乙烯
        made = plain and ((figure.kind == "count" and named.verb) or (figure.unit == "吨" and not named.verb))
        if short or made:
            return Named(named.text + noun.text, named.verb, noun.text, "both")
        return noun.by("after") if plain and figure.kind == "count" else None  # 云陂自贸区28项制度创新成果


def _sums_up(before: str, quantity: Quantity) -> bool:
    """A、B、C三家企业: as many names listed as the figure says, as far as it can be read."""
    if "、" not in before[1:]:
        return False
    if quantity.masked or quantity.low is None:
        return quantity.masked
    return before.count("、") + 1 <= quantity.low <= len(SEPARATORS.split(before))
