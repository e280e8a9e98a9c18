"""Who a noun phrase of a news sentence names: people, roles, organisations and documents that say things."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import NamedTuple

from factcheck.language import straighten
from factcheck.tables import shipped

_TOKEN = re.compile(
    r"(?:[A-Z]\.){2,}(?:'s\b)?"
    r"|(?:Mr|Mrs|Ms|Dr|St|Jr|Sr|Lt|Mt|Sgt|Gov|Sen|Rep|Gen|Col|Maj|Det|Cpl|Rev|Adm|Hon|Atty|Dist|Capt|Insp|Supt|Prof|Cmdr|Dept)\."
    r"|[A-Z]\.(?=\s+[A-Z])"
    r"|[^\W_]+(?:['.&-][^\W_]+)*(?:(?<=s)'(?=\s))?"
    r"|[^\w\s]"
)

_LONGEST_NOUN = 4  # words
_WHO_DOES = ("er", "or", "ist", "ian", "ee", "ant", "ent", "eer")
"""Endings of nouns for persons by what they do."""


class Token(NamedTuple):
    """A word or sign of a sentence, straightened, with its offsets in the article; `quoted` stands for a whole quotation.

    `low` is the text in lower case without a full stop at its end.
    """

    text: str
    start: int
    end: int
    low: str
    is_word: bool
    is_capital: bool
    quoted: bool = False

    @property
    def bare(self) -> str:
        """The word in lower case without a possessive ending."""
        return self.low.removesuffix("'s").removesuffix("'")

    @property
    def possessive(self) -> bool:
        return self.low.endswith(("'s", "'"))


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks, as an article has it. `name` is normalised: a person's full name, else the phrase without its article.

    `gender` is "f", "m" or "" where nothing tells it; `known` says that a person or an organisation is named.
    """

    name: str
    role: str | None = None
    gender: str = ""
    plural: bool = False
    known: bool = False
    personal: bool = True


@cache
def vocabulary(table: str, name: str) -> frozenset[str]:
    """A list of `attribution.toml` as a set of folded words."""
    data = shipped("speech/attribution.toml")[table][name]
    return frozenset(word.replace("_", " ") for word in str(data).split())


@lru_cache(maxsize=65536)
def _form(text: str) -> tuple[str, bool, bool]:
    """The text in lower case without a full stop, whether it is a word, and whether one with a capital."""
    is_word = text[0].isalnum()
    return text.lower().rstrip(".") or text, is_word, is_word and any(letter.isupper() for letter in text)


def tokenise(text: str, start: int) -> list[Token]:
    """The words and signs of `text`, which stands at `start` in its article."""
    straight = straighten(text)
    if "—" in text or "–" in text:
        straight = "".join(sign if sign in "—–" else plain for sign, plain in zip(text, straight, strict=True))
    return [Token(match.group(), start + match.start(), start + match.end(), *_form(match.group())) for match in _TOKEN.finditer(straight)]


@cache
def _singular(word: str) -> str:
    if word.endswith("men"):
        return word[:-3] + "man"
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


@lru_cache(maxsize=16384)
def is_role(word: str) -> bool:
    """Whether a folded word is a noun for somebody who may speak."""
    word = word.removesuffix("'s").removesuffix("'")
    roles = vocabulary("people", "roles")
    one = _singular(word)
    return (
        word in roles
        or one in roles
        or one.endswith(("man", "woman", "person", "maker"))
        and len(one) > 5
        or one.rpartition("-")[2] in roles
    )


def does(word: str) -> bool:
    """Whether a folded word looks like a noun for a person by what they do ("baker"), listed or not."""
    return is_role(word) or _singular(word).endswith(_WHO_DOES)


@lru_cache(maxsize=16384)
def is_voice(word: str) -> bool:
    """Whether a folded word is a noun for an organisation or a document that says things."""
    voices = vocabulary("people", "voices")
    return word in voices or _singular(word) in voices


def is_title(word: str) -> bool:
    """Whether a folded word is a form of address, a rank or an office that stands before a name."""
    return word in vocabulary("people", "titles")


def _gender(words: Iterable[str], name: Sequence[str]) -> str:
    for word in words:
        one = _singular(word)
        if word in vocabulary("people", "female_titles") or one in vocabulary("people", "female") or one.endswith("woman"):
            return "f"
        if word in vocabulary("people", "male_titles") or one in vocabulary("people", "male") or (one.endswith("man") and one != "human"):
            return "m"
    if len(name) > 1 and name[0].lower() in vocabulary("people", "given_female"):
        return "f"
    if len(name) > 1 and name[0].lower() in vocabulary("people", "given_male"):
        return "m"
    return ""


def speaker_of(phrase: Sequence[Token]) -> Speaker | None:
    """The speaker a noun phrase names, or None where it is no noun for one who speaks."""
    tokens = [token for token in phrase if token.is_word or token.text in "&-"]
    while tokens and (tokens[0].low in vocabulary("phrase", "determiners") and tokens[0].low not in vocabulary("phrase", "possessives")):
        if (
            len(tokens) > 1
            and tokens[0].low in ("two", "three", "four", "five", "several", "many", "some", "one")
            and tokens[1].low == "of"
        ):
            break
        if tokens[0].is_capital and len(tokens) == 1:
            return None
        tokens = tokens[1:]
    if not tokens or (len(tokens) == 1 and tokens[0].low in vocabulary("phrase", "possessives")):
        return None
    if tokens[0].low == "one" and len(tokens) > 2 and tokens[1].low == "of":
        noun = next((number for number, token in enumerate(tokens) if is_role(token.bare)), len(tokens) - 1)
        tokens = tokens[: noun + 1]
        nouns = [token.bare for token in tokens[2:]]
        personal = "them" in nouns or any(map(is_role, nouns))
        return Speaker(" ".join(token.text for token in tokens), None, _gender(nouns, []), False, False, personal)
    head = _head(tokens)
    name = _name(head)
    lows = [token.bare for token in head]
    if name:
        before = [token.bare for token in head[: len(head) - len(name)]]
        words = [token.text for token in name]
        words[-1] = re.sub(r"'s?$", "", words[-1])
        role = _role_text(head[: len(head) - len(name)])
        organisation = is_voice(words[-1].lower()) or (len(words) == 1 and words[0].isupper() and len(words[0]) > 1)
        return Speaker(" ".join(words), role, "" if organisation else _gender(before, words), False, True, not organisation)
    last = lows[-1]
    if not (any(map(is_role, lows[-2:])) or is_voice(last) or any(token.is_capital for token in head)):
        return None
    text = " ".join(token.text for token in tokens)
    text = re.sub(r" ([&-]) ", r"\1", text)
    plural = last.endswith("s") and not last.endswith("ss") or last in ("police", "people", "men", "women", "children")
    person = is_role(last) and last != "police"
    known = not is_role(last) and not is_voice(last)
    return Speaker(text, text, _gender(reversed(lows), []), plural, known, person)


def any_speaker_of(phrase: Sequence[Token]) -> Speaker | None:
    """The speaker whom the subject of a verb such as "said" names, be it no noun for one who speaks: "the museum", "a voice"."""
    if len(phrase) == 1 and phrase[0].low in vocabulary("phrase", "quantities"):
        return Speaker(phrase[0].text, None, "", phrase[0].low != "one")
    listed = speaker_of(phrase)
    if listed is not None or len(phrase) < 2 or phrase[0].low not in vocabulary("phrase", "determiners"):
        return listed
    head = _head([token for token in phrase[1:] if token.is_word])
    last = head[-1].low if head else ""
    nouns = (
        vocabulary("phrase", "weekdays")
        | vocabulary("phrase", "pronouns")
        | vocabulary("phrase", "determiners")
        | vocabulary("phrase", "prepositions")
    )
    if not last.isalpha() or last in nouns or last.endswith(("ly", "ing", "ed")) or len(head) > _LONGEST_NOUN or head[-1].possessive:
        return None
    text = " ".join(token.text for token in head)
    return Speaker(text, text, "", last.endswith("s") and not last.endswith("ss"), False, does(last))


def _head(tokens: list[Token]) -> list[Token]:
    """The phrase up to its first "of", "for" … unless these belong to a name ("Department of Justice")."""
    for at, token in enumerate(tokens):
        if at and token.low in ("close", "familiar", "briefed", "involved"):
            return tokens[:at]
        if at and token.low in vocabulary("phrase", "inner") and not token.is_capital:
            following = tokens[at + 1] if at + 1 < len(tokens) else None
            named = token.low in ("of", "for") and tokens[at - 1].is_capital and following is not None and following.is_capital
            if not (named and not is_role(tokens[at - 1].low)):
                return tokens[:at]
    return tokens


@cache
def _inside_a_name() -> frozenset[str]:
    """Words in lower case that may stand between two capitals of one name."""
    return vocabulary("phrase", "particles") | {"of", "and", "for", "&", "the"}


def _name(head: list[Token]) -> list[Token]:
    """The name at the end of a phrase's head, its titles and the offices before it left out."""
    at = len(head)
    particles, suffixes = vocabulary("phrase", "particles"), vocabulary("phrase", "suffixes")
    while at and (head[at - 1].is_capital or (at < len(head) and head[at - 1].low in _inside_a_name())):
        if at < len(head) and head[at - 1].possessive:
            break
        at -= 1
    while at < len(head) and (not head[at].is_capital or head[at].low in vocabulary("phrase", "weekdays")):
        if head[at].low in particles and at + 1 < len(head):
            break
        at += 1
    run = head[at:]
    if not run:
        return []
    offices = [number for number, token in enumerate(run) if _is_office(token.bare)]
    organisation = is_voice(run[-1].bare)
    if offices and not organisation:
        last = offices[-1]
        rest = run[last + 1 :]
        if rest and rest[0].low in ("of", "for"):
            return []
        if all(token.low in suffixes for token in rest):
            # A word that is an office and also a surname ("James Bishop"): a given name before it decides.
            given = vocabulary("people", "given_male") | vocabulary("people", "given_female")
            return run if last and run[last - 1].bare in given else []
        return rest
    return run


def _is_office(word: str) -> bool:
    """Whether a capitalised word before a name is a title or a role; listed words only, for a surname may end in -man."""
    roles = vocabulary("people", "roles")
    listed = (
        word in roles
        or _singular(word) in roles
        or word in ("spokesman", "spokeswoman", "congressman", "congresswoman", "councilman", "councilwoman")
    )
    return is_title(word) or (listed and word not in ("police", "justice", "prime"))


def _role_text(tokens: list[Token]) -> str | None:
    text = " ".join(token.text for token in tokens).strip()
    return text or None


@dataclass(slots=True)
class People:
    """The persons whom one article names so far or at all, and what it calls them."""

    full: dict[str, list[Speaker]] = field(default_factory=dict)
    offices: dict[str, set[str]] = field(default_factory=dict)

    def meet(self, speaker: Speaker) -> None:
        """Note a person named in full, the office that stands before the name, and the gender."""
        words = _given_and_family(speaker.name)
        surname = _surname(words)
        if len(words) > 1 and surname:
            known = self.full.setdefault(surname, [])
            same = [one for one in known if one.name == speaker.name]
            if not same:
                known.append(speaker)
            elif speaker.gender and not same[0].gender:
                known[known.index(same[0])] = speaker
        if speaker.role:
            office = speaker.role.lower().split()[-1].rstrip(".")
            self.offices.setdefault(office, set()).add(surname or speaker.name.lower())

    def resolve(self, speaker: Speaker) -> Speaker:
        """The speaker under the full name, where the article has just one of that surname or in that office."""
        words = _given_and_family(speaker.name)
        if speaker.known and speaker.personal:
            candidates = self.full.get(_surname(words) or "", [])
            if len(words) > 1:
                given = words[0].lower()
                candidates = [one for one in candidates if one.name.lower().split()[0] == given]
                longest = max(candidates, key=lambda one: len(one.name), default=speaker)
                return Speaker(longest.name, speaker.role or longest.role, speaker.gender or longest.gender, False, True)
            fitting = [one for one in candidates if not (one.gender and speaker.gender and one.gender != speaker.gender)]
            told = [one for one in fitting if one.gender or one.role]
            fitting = told or fitting
            names = {one.name.split()[0] for one in fitting}
            if len(names) == 1:
                best = fitting[0]
                return Speaker(best.name, speaker.role or best.role, speaker.gender or best.gender, False, True)
            return speaker
        office = speaker.name.lower().split()[-1]
        holders = self.offices.get(office, set())
        if not speaker.known and len(speaker.name.split()) == 1 and office in vocabulary("people", "sole") and len(holders) == 1:
            [surname] = holders
            known_as = self.full.get(surname, [])
            if len(known_as) == 1:
                return Speaker(known_as[0].name, speaker.name, known_as[0].gender or speaker.gender, False, True)
        return speaker


def _given_and_family(name: str) -> list[str]:
    """The words of a name; a family name that stands alone with its particle ("van Dyck") counts as one."""
    words = name.split()
    particles = vocabulary("phrase", "particles")
    return words[-1:] if len(words) > 1 and all(word.lower() in particles for word in words[:-1]) else words


def _surname(words: list[str]) -> str | None:
    kept = [word for word in words if word.lower().rstrip(".") not in vocabulary("phrase", "suffixes")]
    return kept[-1].lower().removesuffix("'s") if kept else None


def persons_in(tokens: Sequence[Token]) -> tuple[Speaker, ...]:
    """The persons and organisations that a sentence names, in order, with the title or role that stands at the name."""
    return _persons_in(tuple(tokens))


# Asked for the article's persons, for those who speak a quotation, and for those who say a fact.
@lru_cache(maxsize=16384)
def _persons_in(tokens: tuple[Token, ...]) -> tuple[Speaker, ...]:
    return tuple(_named_in(tokens))


WHERE = frozenset({"in", "at", "near", "across", "outside", "around"})
"""Words before a place: one capitalised word behind them is nobody."""


def _named_in(tokens: Sequence[Token]) -> Iterator[Speaker]:
    starts = vocabulary("phrase", "starts")
    at = 0
    while at < len(tokens):
        opens = tokens[at].low in starts or (at == 0 and tokens[at].low in vocabulary("cues", "saying"))
        if not tokens[at].is_capital or opens:
            at += 1
            continue
        stop = _name_end(tokens, at)
        if at and stop == at + 1 and tokens[at - 1].low in WHERE:
            at = stop
            continue
        begin = at
        while (
            begin and at - begin < 2 and tokens[begin - 1].is_word and not tokens[begin - 1].is_capital and is_role(tokens[begin - 1].low)
        ):
            begin -= 1
        relation = tokens[at - 2] if at > 1 and tokens[at - 1].text == "," and is_role(tokens[at - 2].low) else None
        found = speaker_of(tokens[begin:stop])
        at = stop
        if found is None or not found.known or not found.personal or all(word.isupper() for word in found.name.split()):
            continue
        if relation is not None and not found.gender:
            found = Speaker(found.name, relation.text, _gender([relation.bare], []), False, True)
        words = found.name.split()
        if len(words) <= 5 and not any(is_voice(word.lower()) for word in words[1:]):
            yield found


def _name_end(tokens: Sequence[Token], at: int) -> int:
    """Where the run of capitalised words that begins at `at` ends."""
    particles, weekdays = vocabulary("phrase", "particles"), vocabulary("phrase", "weekdays")
    stop = at + 1
    while stop < len(tokens):
        token = tokens[stop]
        particle = token.low in particles and stop + 1 < len(tokens) and tokens[stop + 1].is_capital
        if (
            not (token.is_capital or particle)
            or tokens[stop - 1].possessive
            or token.start - tokens[stop - 1].end > 1
            or token.low in weekdays
        ):
            break
        stop += 1
    return stop


def people_in(sentences: Iterable[Sequence[Token]]) -> People:
    """The persons named in full in the sentences of one article, given as tokens."""
    people = People()
    for tokens in sentences:
        for person in persons_in(tokens):
            people.meet(person)
    return people
