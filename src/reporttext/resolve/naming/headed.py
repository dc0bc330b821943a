"""What a project's own paragraph is about: (1)云帆产业园项目。(总投资)9亿元，(占地)200亩."""

from __future__ import annotations

import re
from typing import Final

from reporttext.resolve.context import Passage
from reporttext.resolve.naming.names import NOTHING, Named
from reporttext.resolve.words.phrases import MOST

_PROJECT: Final = re.compile(r"[^,;:。、，；：\d]{2,20}(?:项目|工程|产业园)\Z")
# 重大项目, 招商项目: a kind of projects, of which the paragraph tells several
_KIND: Final = re.compile(
    "(?:重[大点]|招商|在建|新建|续建|储备|产业|建设|民生|实事|签约|各类|一批)(?:项目|工程)\\Z"
)
_ACTS: Final = re.compile(
    "(?:狠?抓[好实紧]?|紧[盯扣]|聚焦|围绕|加[快强大]|强化|推[进动]|谋划|实施|建设|做[好优强])"
)


def project(passage: Passage) -> Named:
    """The one project that heads the paragraph of a passage, run in or on the line above; NOTHING where there is none."""
    block = passage.block
    heading = block.heading or (block.path[-1] if block.path else "")
    if not _PROJECT.match(heading) or _KIND.search(heading) or _ACTS.match(heading):
        return NOTHING
    return Named(heading, "", heading)


def of_project(named: Named, head: Named) -> Named:
    """What is told of the project under its name: 云帆产业园项目总投资."""
    text = named.text
    room = MOST + 4 - len(text)
    return Named(head.text[-room:] + text, "", head.text, "owned")
