"""Penalties as news in English writes them: where they stand in a sentence, and what they leave open."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from factcheck.patterns import lazily
from factcheck.values.penalty import LIFE, Penalty

_SMALL = [
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_WORDS = (
    {word: float(at) for at, word in enumerate(_SMALL, 1)} | {word: 10.0 * at for at, word in enumerate(_TENS, 2)} | {"a": 1.0, "an": 1.0}
)
_MONTHS = {"year": 12.0, "month": 1.0, "week": 12 / 52, "day": 12 / 365}

_NUMBER = rf"(?:\d{{1,3}}(?:\.\d)?|(?:{'|'.join(_TENS)})(?:[ -](?:{'|'.join(_SMALL)}))?|{'|'.join(reversed(_SMALL))})"
_TERM = (
    r"(?P<bound>(?:up to|as many as|as much as|a maximum of|at most|at least|a minimum of|no more than|more than|a mandatory minimum of|less than|nearly|about|almost) )?"
    rf"(?P<low>{_NUMBER}|an?(?=[ -](?:year|month)))(?P<half> and a half)?(?:(?:[ -]to[ -]|-)(?P<top>{_NUMBER}))?"
    r"[ -](?P<unit>year|month|week|day)s?'?(?P<life>[ -]to[ -]life)?"
)
_PLACE = (
    r"(?:(?:a|the) )?(?:(?:federal|state|county|military|maximum[ -]security|local|city|juvenile|youth) )?"
    r"(?:prison|jail|custody|detention|imprisonment|incarceration|hard labou?r|confinement|labou?r camp|solitary confinement)"
)
_LIMIT = r"(?:(?:the |a |an )?(?:maximum|minimum|mandatory|automatic|possible|potential) (?:possible )?(?:prison )?(?:(?:sentence|term|penalty|punishment) )?(?:of )?)?"
_PAROLE = lazily(r",? ?(with(?:out)?) (?:the |any )?(?:(?:possibility|chance|eligibility|hope) (?:of|for) )?(?:parole|release)\b")

_DEATH = lazily(
    r"\b(?:the )?(?:death[ -](?:penalty|sentences?)|capital punishment)\b"
    r"|\b(?:sentenc(?:ed|ing|es?)|condemned)\b[^.;:,]{0,40}? to (?:death|die|hang|be executed|be hanged)\b|\bordered (?:the |his |her )?execution\b"
)
_LIFE = lazily(
    rf"\b{_LIMIT}(?:life (?:in (?:federal |state |a )?(?:prison|jail|custody)|imprisonment|behind bars|sentences?|(?:prison |jail )?terms?)\b|life(?= without (?:the |any )?(?:\w+ \w+ )?parole))"
    r"|\b(?:sentenc(?:ed|ing|es?)|jailed|imprisoned|sent to (?:prison|jail)|prison)\b(?: (?!years?\b|to\b|\d)\w+){0,3}? (?:for|to) life(?: (?:in (?:federal |state |a )?(?:prison|jail|custody)|imprisonment|behind bars))?\b"
)
_UNITS = ("year", "month", "week", "day", "hour", "decade")
"""What every term is counted in; a text without them has none."""

_TELLING = (
    *("unpaid work", "community service", "probation", "supervised release", "prison", "jail", "custody", "detention", "imprison"),
    *("incarceration", "labor", "labour", "confinement", "bars", "sentenc", "term"),
)
"""Of which every term's pattern asks for one."""

_STAGES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("recommended", re.compile(r"\brecommend\w{0,3}\b")),
    (
        "sought",
        re.compile(
            r"\b(?:seek(?:s|ing)?|sought|ask(?:ed|s|ing)? for|pursu(?:e|es|ed|ing)|want(?:s|ed)?|demand(?:ed|s|ing)?|request(?:ed|s|ing)?|pushing for|argued for)\b"
        ),
    ),
    (
        "possible",
        re.compile(
            r"\b(?:fac(?:e|es|ed|ing)|could|may|might|would|can|will|carr(?:y|ies|ied|ying)|punishable|eligible|possible|potential|up to|as many as|maximum|minimum|if convicted|expected|"
            r"subject to|liable|threat(?:en\w{0,3})?|to be sentenced)\b"
        ),
    ),
    ("served", re.compile(r"\b(?:serv(?:e|es|ed|ing)|spen[dt](?:ing)?|release[ds]?|after)\b(?! (?:\w+ ){0,3}(?:sentenced|convict))")),
    (
        "imposed",
        re.compile(
            r"\b(?:sentenc(?:ed|es|ing|e)|jailed|imprisoned|got|gets|receiv(?:ed|es|ing)|hand(?:ed|s)|given|gave|gives|order(?:ed|s)|impos(?:ed|es|ing)|condemned|sent|serving a)\b"
        ),
    ),
)
_RULED_OUT = lazily(
    r"(?:\b(?:not|never|no|without|spared?|avoid(?:ed|s|ing)?|escap(?:ed|es|ing)|rul(?:ed|ing) out|instead of|rather than|against|abolish\w{0,3}|oppos\w{1,3}|off the table)\b|n't\b)"
)


class Stated(NamedTuple):
    """A penalty where it stands in the folded sentence, half-open."""

    start: int
    end: int
    penalty: Penalty


@cache
def _terms() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """What a term is for, and how it is told; slow to compile, and few articles tell of one."""
    return (
        ("community service", re.compile(r"\b(?P<low>\d{1,4}) hours(?:'| of)? (?:unpaid work|community service)\b")),
        (
            "probation",
            re.compile(rf"\b{_TERM}(?:s'|'s| of| on)? (?:supervised |unsupervised |federal )?(?:probation|supervised release)\b"),
        ),
        (
            "custody",
            re.compile(
                rf"\b{_LIMIT}{_TERM} (?:in|of|behind) (?:{_PLACE}|bars)\b|\b(?=\d|[a-z])(?:{_TERM.replace('(?P<', '(?P<o')}) imprisonment\b"
            ),
        ),
        (
            "custody",
            re.compile(
                rf"\b(?:(?:sentence|term)s? of|(?:jailed|imprisoned|sentenced|sentence[sd]?|sentencing)(?: (?!for\b|to\b)\w+){{0,4}} (?:for|to)) {_TERM}\b(?!(?: of| on)? (?:supervised |unsupervised |federal )?(?:probation|supervised|community|unpaid))(?: (?:in|of|behind) (?:{_PLACE}|bars)\b)?"
            ),
        ),
        (
            "custody",
            re.compile(
                rf"\b{_TERM} (?:(?:prison|jail|custodial|suspended|federal|state|minimum|maximum) ){{0,2}}(?:sentences?|(?:prison|jail) terms?)\b"
            ),
        ),
    )


def penalties(text: str) -> list[Stated]:
    """The penalties that the folded sentence `text` names, in order of place, none overlapping another."""
    found = [
        Stated(match.start(), match.end(), Penalty("death", stage=_stage(text, match.start(), match.end())))
        for match in _DEATH.finditer(text)
    ]
    found += _life_terms(text)
    told = any(unit in text for unit in _UNITS) and any(word in text for word in _TELLING)
    for sort, pattern in _terms() if told else ():
        found += [stated for match in pattern.finditer(text) if (stated := _term(sort, match, text))]
    free: list[Stated] = []
    for stated in sorted(found, key=lambda one: (one.start, -one.end)):
        if not free or stated.start >= free[-1].end:
            free.append(_denied(stated, text))
    return free


def _life_terms(text: str) -> Iterator[Stated]:
    for match in _LIFE.finditer(text):
        tail = _PAROLE.match(text, match.end())
        parole = None if tail is None else tail.group(1) == "with"
        end = tail.end() if tail else match.end()
        yield Stated(match.start(), end, Penalty("custody", LIFE, LIFE, parole, _stage(text, match.start(), end)))


def _term(sort: str, match: re.Match[str], text: str) -> Stated | None:
    part = {name: value for name, value in match.groupdict().items() if value}
    prefix = "" if "low" in part else "o"
    number = _read(part[f"{prefix}low"])
    if sort == "community service":
        return Stated(match.start(), match.end(), Penalty(sort, number, number, stage=_stage(text, match.start(), match.end())))
    unit = _MONTHS[part[f"{prefix}unit"]]
    low = (number + (0.5 if f"{prefix}half" in part else 0.0)) * unit
    high = low
    if f"{prefix}top" in part:
        high = max(low, _read(part[f"{prefix}top"]) * unit)
    if f"{prefix}life" in part or re.match(r" to life\b", text[match.end() :]):
        high = float(LIFE)
    bound = part.get(f"{prefix}bound", "").strip()
    if bound in {"at least", "more than", "a minimum of", "a mandatory minimum of"}:
        high = float(LIFE)
    elif bound == "less than":
        low = 0.0
    elif bound in {"nearly", "about", "almost"}:
        low, high = low * 0.9, high * 1.1
    # "up to 20 years" names the most that the law allows, as "a maximum of 20 years" does.
    return Stated(match.start(), match.end(), Penalty(sort, round(low, 2), round(high, 2), stage=_stage(text, match.start(), match.end())))


def _read(number: str) -> float:
    if number[0].isdigit():
        return float(number)
    return sum(_WORDS[word] for word in re.split(r"[ -]", number))


def _stage(text: str, start: int, end: int) -> str:
    """The stage told by the nearest words of law before the penalty, within its clause, or by its own words."""
    left = max(0, start - 70)
    window = text[max(left, text.rfind(";", left, start) + 1) : end]
    last: tuple[int, int, str] | None = None
    for rank, (name, pattern) in enumerate(_STAGES):
        for match in pattern.finditer(window):
            # A wish or a possibility governs the verb after it: "asked for him to be sentenced to".
            if last is None or match.start() > last[0] and not (rank > last[1] and match.start() - last[0] < 45):
                last = (match.start(), rank, name)
    return last[2] if last else ""


def _denied(stated: Stated, text: str) -> Stated:
    before = text[max(0, stated.start - 40) : stated.start]
    clause = re.split(r"[,;:]| but ", before)[-1]
    if not _RULED_OUT.search(clause):
        return stated
    value = stated.penalty
    return stated._replace(penalty=Penalty(value.sort, value.low, value.high, value.parole, value.stage, True))
