"""The words of a case at law: how far it has come for an offence, and whom it accuses.

Everything here reads one sentence, before an offence or a penalty that somebody else has found in it.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from factcheck.language import fold, lemma

_REACH = 160
"""How far, in code points, a word of the law may stand before the offence that it governs."""

# What may stand between a verb and its preposition: "convicted [the man, 29,] of".
_BETWEEN = r"[^.;:]{0,70}?"

_STAGES: tuple[tuple[str, str], ...] = (
    ("accused", rf"\baccus(?:ed|es|e|ing)\b{_BETWEEN}\bof\b"),
    (
        "accused",
        r"\b(?:accusations?|allegations?|suspicions?|claims) (?:of|that)\b|\b(?:suspected|suspicion) of\b|\ballegedly\b|\balleged\b",
    ),
    (
        "accused",
        rf"\b(?:wanted|sought|hunted|investigated|questioned|implicated|blamed|under investigation)\b{_BETWEEN}\b(?:for|on|over|in connection with|in)\b",
    ),
    ("accused", r"\b(?:investigation|inquiry|probe)s? (?:into|of)\b"),
    (
        "arrested",
        rf"\b(?:arrest(?:ed|s|ing)?|detain(?:ed|s|ing)?|apprehended|taken into custody)\b{_BETWEEN}\b(?:for|on|over|of|in connection with|in relation to)\b",
    ),
    ("arrested", r"\barrests?,? including\b"),
    ("arrested", r"\b(?:held|booked|jailed|remanded)\b[^.;:,]{0,40}?\bon\b|\b(?:held|booked) for\b"),
    ("charged", rf"\bcharg(?:ed|es|e|ing)\b{_BETWEEN}\b(?:with|for|on|in connection with)\b"),
    (
        "charged",
        r"\bfac(?:ed|es|e|ing)\b(?: up to| as many as| at least| trial on)?|\b(?:cited|ticketed|arraigned|summoned|prosecuted)\b[^.;:,]{0,40}?\b(?:for|on|with)\b",
    ),
    (
        "charged",
        r"(?<!\bin )(?<!\btake )(?<!\btook )\bcharges? (?:of|includ(?:e|es|ed|ing)|are|is|were|was|rang(?:e|es|ed|ing) from|stem(?:s|med|ming) from|for)\b|\bincluding\b",
    ),
    ("charged", r"\bcounts? (?:each )?of\b"),
    ("indicted", rf"\bindict(?:ed|s|ing|ments?)\b{_BETWEEN}\b(?:on|for|of|with|charging)\b"),
    ("on trial", r"\b(?:trials?|tried|court)\b[^.;:]{0,30}?\b(?:for|on)\b"),
    (
        "pleaded guilty",
        r"\b(?:plead(?:ed|s|ing)?|pled|pleas?)\b(?: \w+){0,2} guilty\b[^.;:,]{0,40}?\b(?:to|of)\b|\bguilty pleas? (?:to|for|on)\b",
    ),
    ("pleaded guilty", r"\b(?:confess(?:ed|es|ing)?|admit(?:ted|s|ting)?)(?: to)?\b"),
    (
        "pleaded not guilty",
        r"\b(?:plead(?:ed|s|ing)?|pled|pleas? of) (?:\w+ ){0,1}?not guilty\b[^.;:,]{0,40}?\b(?:to|of|on)\b|\b(?:den(?:ied|ies|y|ying)|disput(?:ed|es|ing))\b",
    ),
    (
        "convicted",
        rf"\bconvict(?:ed|s|ing|ions?)\b{_BETWEEN}\b(?:of|for|on)\b|\b(?:find|found|finding|finds)\b{_BETWEEN}\bguilty\b[^.;:,]{{0,30}}?\b(?:of|on)\b|\bguilty (?:of|on)\b",
    ),
    (
        "acquitted",
        rf"\bacquit(?:ted|s|ting|tals?)?\b{_BETWEEN}\b(?:of|on|in)\b|\b(?:cleared|exonerated|absolved)\b{_BETWEEN}\bof\b|\bnot guilty\b[^.;:,]{{0,30}}?\b(?:of|on)\b",
    ),
    (
        "sentenced",
        rf"\bsentenc(?:ed|es|ing|e)\b{_BETWEEN}\b(?:for|on)\b|\b(?:jailed|imprisoned|executed|serving|served|prison|jail|fined)\b[^.;:]{{0,50}}?\bfor\b",
    ),
    (
        "dropped",
        r"\b(?:drop(?:ped|s|ping)?|dismiss(?:ed|es|ing)?|withdr(?:ew|awn|aw)|toss(?:ed)?|threw out)\b",
    ),
)
_STRONGEST = {"pleaded not guilty": 3, "acquitted": 3, "dropped": 3, "pleaded guilty": 2}
_GAP_BREAK = re.compile(
    r"[,.;:?!()]|\b(?:who|which|that|after|when|while|because|since|before|but|if|where|whose|during|amid|following|despite|although|though|says?|said|and|or|by|as)\b"
)
_FORESEEN = re.compile(
    r"\b(?:may|might|could|would|will|shall|should|if|whether|unless|expected to|likely to|set to|due to|plan\w{0,5} to|want\w{0,3} to|hop\w{1,3} to|prepar\w{1,4} to"
    r"|intend\w{0,3} to|consider\w{0,3}|possibl[ey]|potential(?:ly)?|urg\w{1,3}|recommend\w{0,3}|to|attempt\w{0,3} to)\s(?:(?!(?:have|has)\b)\w+\s){0,2}$"
)
_DENIED = re.compile(
    r"(?:\b(?:not|never|neither|nor|nobody|without|cannot)\b|n't\b)\s?(?:(?:been|be|being|yet|formally|ever|have|has|also|officially|immediately)\s){0,3}$"
)
_AFTER: dict[str, str] = {
    "conviction": "convicted",
    "convictions": "convicted",
    "verdict": "convicted",
    "trial": "on trial",
    "trials": "on trial",
    "suspect": "accused",
    "suspects": "accused",
    "accused": "accused",
    "defendant": "accused",
    "allegation": "accused",
    "allegations": "accused",
    "accusation": "accused",
    "accusations": "accused",
    "investigation": "accused",
    "indictment": "indicted",
    "indictments": "indicted",
    "charge": "charged",
    "charges": "charged",
    "count": "charged",
    "counts": "charged",
    "rap": "charged",
    "case": "",
    "cases": "",
}
"""What a noun after the offence says of the case ("murder trial"); the keys are all that is asked for "governed"."""

_DROPPED_AFTER = re.compile(
    r"^(?: charges?| counts?| case)? (?:\w+ ){0,4}?(?:were|was|been|be) (?:later |formally |also )?(?:dropped|dismissed|withdrawn|thrown out)\b"
)


class Stage(NamedTuple):
    """How far the law has come for an offence. `at` is where the governing word starts, -1 where none governs.

    `firm`: the word governs nothing but offences and what is called one; `disputed`: it says that somebody denies.
    """

    name: str
    expected: bool
    negated: bool
    at: int
    end: int
    firm: bool
    disputed: bool = False


NO_STAGE = Stage("", False, False, -1, -1, False)

# Words of the law that also stand before what is no offence ("facing a beating", "allegedly").
_LOOSE = re.compile(r"(?:fac|alleg|includ|prison|jail\b|admi|den|disput|sought|hunted|questioned|blamed|inquir|probe|court|served|serving)")


@cache
def _stages() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((name, re.compile(pattern)) for name, pattern in _STAGES)


def noun_after(word: str) -> str | None:
    """The stage that a noun right after an offence tells ("" where it leaves it open); None where the word is no such noun."""
    return _AFTER.get(word)


def governing(text: str, start: int, gap: int = 28) -> Stage:
    """The word of the law that governs what starts at `start` of the folded sentence `text`; NO_STAGE where there is none.

    At most `gap` code points, and no new clause, may stand between the two.
    """
    left = max(0, start - _REACH)
    window = text[left:start]
    found: list[tuple[int, int, int, str]] = []
    for name, pattern in _stages():
        last = _last_reaching(pattern, window, gap)
        if last is not None:
            found.append((last[1], _STRONGEST.get(name, 0), last[0], name))
    if not found:
        return NO_STAGE
    # Of words that reach the offence together ("arrested on charges of", "found not guilty of") the first governs.
    verbs = [one for one in found if not (one[3] == "charged" and re.match(r"(?:charges?|counts?|including)\b", window[one[2] :]))] or found
    strong = max(one[1] for one in verbs)
    best = max((one for one in verbs if one[1] == strong), key=lambda one: (one[2], one[0]))
    name, at = best[3], best[2]
    before = window[max(0, at - 60) : at]
    foreseen = _FORESEEN.search(before)
    # "was extradited to face charges": the charges are there already.
    expected = foreseen is not None and not (foreseen.group().strip() == "to" and window.startswith("fac", at))
    negated = name != "pleaded not guilty" and bool(_DENIED.search(before))
    return Stage(
        name,
        expected,
        negated,
        left + at,
        left + best[0],
        not _LOOSE.match(window, at),
        window.startswith(("den", "disput"), at),
    )


def _last_reaching(pattern: re.Pattern[str], window: str, gap: int) -> tuple[int, int] | None:
    last: tuple[int, int] | None = None
    for match in pattern.finditer(window):
        rest = window[match.end() :]
        if len(rest) <= gap and not _GAP_BREAK.search(rest):
            last = (match.start(), match.end())
    return last


def dropped_after(text: str, end: int) -> bool:
    """Whether the folded `text` goes on, from `end`, to say that the charge was dropped."""
    return bool(_DROPPED_AFTER.match(text[end : end + 90]))


_NAME = r"(?:[A-Z][\w'.-]{0,30} ){0,3}[A-Z][\w'-]{1,30}(?: (?:Jr|Sr|II|III|IV)\b\.?)?"
_BEFORE = re.compile(
    rf"(?P<name>{_NAME})(?:, (?:\d{{1,3}}|(?:a|an|the|of|who|former|aged)\b[^,.;]{{2,60}}),)?,? ?(?:who )?"
    r"(?:(?:was|were|is|are|has|have|had|been|being|later|also|formally|already|first|finally|to|will|may|could|would|be|stands?|stood|remains?|initially|now|not|recently|previously|originally|found) ?){0,6}$"
)
# Verbs whose subject is the accused, or participles that follow the accused's name.
_OF_SUBJECT = re.compile(r"(?:fac|plead|pled|admit|confess|den|disput|serv|spen|g[eo]t|receiv)|\w+ (?:of|with|for|on|in|to)\b")
_INSIDE = re.compile(rf"^(?:\w+ (?:against )?)(?:(?:\d{{1,3}}-year-old|former|ex-\w+|\w+man|\w+er|then-?) ){{0,2}}(?P<name>{_NAME})\b")


def accused_name(text: str, stage: Stage, unnamed: frozenset[str], suffixes: frozenset[str]) -> str:
    """The folded surname of the accused, where the straightened sentence `text` names one plainly beside the word that governs; else "".

    `unnamed` are folded words that are no one's name though capitalised, `suffixes` those that follow a surname.
    """
    if stage.at < 0 or _titled(text):
        return ""
    window = text[max(0, stage.at - 150) : stage.at]
    match = _BEFORE.search(window)
    governor = text[stage.at : stage.end]
    passive = match is not None and re.search(r"\b(?:was|were|is|are|been|being|be)\b", window[match.end("name") :])
    if (
        match
        and (passive or _OF_SUBJECT.match(governor))
        and not re.search(
            r"(?:\b(?:of|for|by|with|against|and|in|at|from|to|near|outside|on|told|or)|'s?|&)\s(?:the )?$", window[: match.start("name")]
        )
    ):
        name = _surname(match.group("name"), match.start("name") == 0 and stage.at <= 150, unnamed, suffixes)
        if name:
            return name
    inside = _INSIDE.match(governor)
    if inside and not re.match(r" and [A-Z]", text[stage.at + inside.end() :]):
        return _surname(inside.group("name"), False, unnamed, suffixes)
    return ""


@lru_cache(maxsize=64)
def _titled(sentence: str) -> bool:
    letters = [word[0] for word in re.findall(r"[^\W\d_]{4,}", sentence)]
    return len(letters) > 2 and sum(letter.isupper() for letter in letters) > 0.6 * len(letters)


def _surname(name: str, opens: bool, unnamed: frozenset[str], suffixes: frozenset[str]) -> str:
    parts = [part.strip(".,").removesuffix("'s") for part in fold(name).split()]
    while parts and parts[-1] in suffixes:
        parts.pop()
    if not parts or parts[-1] in unnamed or len(parts[-1]) < 2:
        return ""
    # A lone word that opens its sentence is capitalised anyway: a plural is no surname ("Doctors were …").
    if opens and len(parts) == 1 and lemma(parts[0]) != parts[0]:
        return ""
    return parts[-1]
