"""Which stretch of time a figure is about: 2022年, 今年以来, 去年, 上半年, 1—9月, 截至11月底, “十四五”期间, 过去五年.

Relative words count from an anchor that each part of a report shows by its own words: a government report given in
January says 去年 for the year it reviews and 今年 for the year it plans; a township's summary says 今年 for its own year.
A figure without a word of time has the period of its part: the reported period, or the year planned.
"""

from __future__ import annotations

from reporttext.resolve.period.calendar import calendar_of
from reporttext.resolve.period.clock import Clock

__all__ = ["Clock", "calendar_of"]
