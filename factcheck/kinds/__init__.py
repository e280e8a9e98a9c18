"""Kinds of fact, one file each: find it in an article, say how two mentions of it are related.

`KINDS` is in order of precedence: where two kinds want the same characters, the earlier has them.
"""

from dataclasses import replace

from factcheck.kinds import age, charge, count, date, duration, measure, money, name, percentage, place, polarity, quote, time
from factcheck.model import Kind
from factcheck.spacing import reading_single_spaces

KINDS: tuple[Kind, ...] = tuple(
    replace(module.KIND, find=reading_single_spaces(module.KIND.find))
    for module in (quote, charge, money, percentage, age, measure, time, date, duration, count, name, place, polarity)
)
