"""Polarity: that something happened or is so in one text, and that it did not or is not so in another.

Only what a plain finite clause asserts or denies is compared. A denial excludes an assertion when everything
that narrows the denial also holds of the assertion: "no shots were fired at the school" says nothing of shots elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from factcheck.capitals import restricted, tokens
from factcheck.clauses import assertions
from factcheck.frames import FramedVerb, framed_verbs
from factcheck.language import content_lemmas, stop_words, words
from factcheck.model import Fact, Kind, Related, Relation, Sentence, Value, never
from factcheck.numbers.nouns import is_person, noun_lemma
from factcheck.tables import shipped
from factcheck.values.assertion import Assertion

_LONGEST_JOINED = 4  # words between "and" and the noun that it joins to another
_LONGEST_SUBJECT = 3  # words, of a clause that is known by its words alone


@cache
def _table(name: str, key: str = "") -> Any:
    whole = shipped("kinds/polarity.toml")
    return whole[name][key] if key else whole[name]


@cache
def _words(name: str, key: str) -> frozenset[str]:
    return frozenset(_table(name, key))


def find(sentences: Sequence[Sentence]) -> list[Fact]:
    """The plain assertions and denials of an article's sentences, in order of place."""
    facts = []
    for sentence in sentences:
        if sentence.boilerplate:
            continue
        framed = framed_verbs(sentence.text)
        found = []
        for stated in assertions(sentence.text):
            within = [verb for verb in framed if verb.start < stated.end and stated.start < verb.end]
            frame = next((verb.frame for verb in within if verb.negated == stated.assertion.negated), None)
            found.append((stated.start, stated.end, replace(stated.assertion, frame=frame)))
            framed = [verb for verb in framed if verb not in within]
        found += [(verb.start, verb.end, _bare(verb)) for verb in framed]
        for start, end, value in sorted(found, key=lambda one: one[:2]):
            subject = " ".join((value.patient or value.agent)[:_LONGEST_SUBJECT] if value.bare else value.patient or value.agent)
            facts.append(Fact(sentence, KIND.id, sentence.start + start, sentence.start + end, subject, value))
    return facts


def _bare(verb: FramedVerb) -> Assertion:
    """What a verb says that makes no plain statement: its words alone."""
    before, after = ([word for word in side if word not in stop_words()] for side in (verb.frame.before, verb.frame.after))
    return Assertion(" ".join(verb.frame.verb), verb.negated, tuple(before), tuple(after), frame=verb.frame, bare=True)


def relate(left: Fact, right: Fact) -> Related | None:
    """Conflict where one denies what the other asserts, or they assert opposites; same where both deny it; else None.

    What two named voices say of each other's claim is unclear: the texts may both report truly.
    """
    one, other = left.value, right.value
    assert isinstance(one, Assertion)
    assert isinstance(other, Assertion)
    if one.negated == other.negated and (one.bare or other.bare):
        return None
    related = _as_stated(left, right, one, other) or _word_for_word(left, right, one, other)
    if related is None or related.relation is not Relation.CONFLICT or not _two_voices(left.attribution, right.attribution):
        return related
    return Related(Relation.UNCLEAR, f"{related.reason}; two voices: {left.attribution}, {right.attribution}")


def _two_voices(left: str | None, right: str | None) -> bool:
    """Whether two speakers are named and share no word ("police" and "Police Chief Ann Lowe" do); "reports" name nobody."""
    if left is None or right is None:
        return False
    ours, theirs = (set(content_lemmas(voice)) - _words("voices", "nobody") for voice in (left, right))
    return bool(ours and theirs) and not ours & theirs


def _word_for_word(left: Fact, right: Fact, one: Assertion, other: Assertion) -> Related | None:
    """Conflict where two clauses say the same in the same words, but for a negation."""
    if one.negated == other.negated or one.frame is None or one.frame != other.frame:
        return None
    denial, claim = (left, right) if one.negated else (right, left)
    return Related(Relation.CONFLICT, f"“{denial.text}” denies what “{claim.text}” says")


def _as_stated(left: Fact, right: Fact, one: Assertion, other: Assertion) -> Related | None:
    if one.future != other.future or one.bare or other.bare:
        return None
    if one.days and other.days and not one.days & other.days:
        return None
    if one.negated != other.negated:
        denial, claim = (left, right) if one.negated else (right, left)
        if not _of_people(denial.value, claim):
            return None
        if _denies_event(denial.value, claim.value):
            return Related(Relation.CONFLICT, f"“{denial.text}” denies what “{claim.text}” says")
    if one.predicate == other.predicate:
        if one.negated and other.negated:
            if _excludes(one, other) and _excludes(other, one):
                return Related(Relation.SAME, f"both deny it: “{left.text}”, “{right.text}”")
            return None
        if one.negated == other.negated:
            return None
        if not (_excludes(one, other) if one.negated else _excludes(other, one)):
            return None
        return Related(Relation.CONFLICT, f"“{denial.text}” denies what “{claim.text}” says")
    opposite = _opposites().get((one.predicate, other.predicate))
    if opposite is None or one.negated or other.negated:
        return None
    if opposite == "sequence" and not one.days & other.days:
        return None
    if _same_subject(one, other):
        return Related(Relation.CONFLICT, f"“{left.text}” is the opposite of “{right.text}”")
    return None


def _of_people(denial: Value, claim: Fact) -> bool:
    """Whether a claim that "nobody" or "no casualties" would deny is made of people: not so of cattle and of a warehouse."""
    assert isinstance(denial, Assertion)
    assert isinstance(claim.value, Assertion)
    nobody = ("person",) in (denial.patient, denial.agent) or bool(denial.patient) and denial.patient[-1] in _table("casualties")
    phrase = claim.value.patient or claim.value.agent
    if not nobody or not phrase:
        return True
    others = _words("nonpersons", "animals") | _words("nonpersons", "things")
    if phrase[-1] in _words("nonpersons", "partitives"):
        return not claim.value.setting & others or any(map(is_person, claim.value.setting))
    return phrase[-1] not in others or _a_name(claim.sentence.text, phrase[-1]) or _joined_to_people(claim.sentence.text, phrase[-1])


def _a_name(text: str, head: str) -> bool:
    """Whether a noun stands in a sentence as a name ("John Fox"): with a capital where not every word has one."""
    row = tokens(text)
    return any(token.capital and noun_lemma(token.folded) == head for token in row[1:]) and not restricted(row, text)


def _joined_to_people(text: str, head: str) -> bool:
    """Whether "and" joins people to a noun: "two officers and a police dog"."""
    row = [(word.text, noun_lemma(word.text)) for word in words(text)]
    for at, (_, root) in enumerate(row):
        if root != head:
            continue
        for joint in range(max(at - _LONGEST_JOINED, 0), min(at + 2, len(row))):
            beyond = row[max(joint - _LONGEST_JOINED, 0) : joint] if joint < at else row[joint + 1 : joint + 1 + _LONGEST_JOINED]
            if row[joint][0] in ("and", "or") and any(is_person(noun) for _, noun in beyond):
                return True
    return False


@cache
def _opposites() -> dict[tuple[str, str], str]:
    found = {}
    for key, name in (("sequences", "sequence"), ("pairs", "pair")):
        for first, second in _table("antonyms", key):
            found[first, second] = found[second, first] = name
    return found


def _covered(word: str, claim: set[str]) -> bool:
    """Whether the claim speaks of what `word` names; a casualty may be a death or an injury."""
    return word in claim or any(narrow in claim for narrow in _table("casualties").get(word, ()))


def _denies_event(denial: Value, claim: Value) -> bool:
    """Whether "no arrests were made" stands against "was arrested"."""
    assert isinstance(denial, Assertion)
    assert isinstance(claim, Assertion)
    events = _table("events")
    if not denial.patient or denial.predicate not in events["verbs"] or not claim.patient:
        return False
    if claim.predicate not in events.get(denial.patient[-1], ()):
        return False
    return all(word in claim.spoken for word in (*denial.patient[:-1], *denial.setting)) and _one_event(denial, claim)


def _one_event(denial: Assertion, claim: Assertion) -> bool:
    """Whether the two sentences share what else they speak of, where the denying one speaks of anything else."""
    own = {
        *denial.patient,
        *denial.agent,
        denial.predicate,
        *_words("events", "verbs"),
        *_words("generic", "words"),
        *_words("voices", "words"),
    }
    context = denial.spoken - own
    return not context or bool(context & claim.spoken)


def _meets(denied: tuple[str, ...], claimed: tuple[str, ...]) -> bool:
    """Whether two phrases may name one thing: the head of one stands in the other."""
    distinguishing = _words("vague", "distinguishing")
    if not denied or not claimed or distinguishing & set(denied) != distinguishing & set(claimed):
        return False
    return _covered(denied[-1], set(claimed)) or claimed[-1] in denied


def _specific(denied: tuple[str, ...], claimed: tuple[str, ...]) -> bool:
    """Whether two phrases share a word that says more than "people" or "officials"."""
    return any(word not in _words("generic", "words") and _covered(word, set(claimed)) for word in denied)


def _excludes(denial: Assertion, claim: Assertion) -> bool:
    """Whether the denial, if true, leaves the claim no room."""
    nobody = ("person",)
    if nobody in (denial.patient, denial.agent) and denial.sweeping:
        phrase = claim.patient if denial.patient == nobody else claim.agent
        return (
            denial.predicate in _words("personal", "words")
            and bool(phrase)
            and _one_event(denial, claim)
            and denial.setting <= claim.spoken
        )
    met = []
    for denied, claimed in ((denial.agent, claim.agent), (denial.patient, claim.patient)):
        if denied and claimed:
            if not _meets(denied, claimed):
                return False
            met.append((denied, claimed))
    if not any(_specific(*pair) for pair in met) or (
        [pair[0] for pair in met] == [denial.agent] and denial.predicate in _words("vague", "words") and not denial.setting & claim.setting
    ):
        return False
    said = set(claim.spoken)
    if denial.patient and not claim.patient or (denial.agent and not claim.agent and not denial.patient):
        return False
    # A narrower denial ("no armed officers", "not in the first house") leaves the wider claim room.
    narrow = denial.patient if denial.sweeping or denial.agent else ()
    if not all(_covered(word, said) for word in narrow):
        return False
    missing = [word for word in denial.setting if not _covered(word, said)]
    return not missing or 2 * len(missing) < len(denial.setting)


def _same_subject(one: Assertion, other: Assertion) -> bool:
    """Whether opposites are said of one subject, and of one object where both have one."""
    if bool(one.agent) != bool(other.agent) or bool(one.patient) != bool(other.patient):
        return False
    pairs = [pair for pair in ((one.agent, other.agent), (one.patient, other.patient)) if pair[0]]
    return all(_meets(*pair) and _meets(*reversed(pair)) for pair in pairs) and any(_specific(*pair) for pair in pairs)


KIND = Kind(
    id="polarity",
    title="Denial",
    help="What one text says happened or is so, and another says did not or is not.",
    find=find,
    relate=relate,
    lone=never,
    weight=0.95,
)
