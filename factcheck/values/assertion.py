"""Assertions: a predicate that a clause affirms or denies of its arguments."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple


class Frame(NamedTuple):
    """A verb, its auxiliaries before it, in the lemmas right before and behind it that say something, negators and articles left out."""

    verb: tuple[str, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Assertion:
    """What one finite clause says.

    `predicate` is a lemma that stands for its synonyms, `negated` whether the clause denies it, `future` whether
    it speaks of what is to come. `agent` and `patient` are the content lemmas of the phrases that name who acts
    and who or what is acted upon, heads last; empty where the clause leaves them open (a pronoun, a passive). `setting` holds the content lemmas
    of what else the clause says, `days` its words for days and months, `sweeping` that the denial is of any at
    all ("no shots"), `spoken` all content lemmas of the sentence. `frame` holds the words around the verb; `bare`: the clause is no
    plain statement ("would", "not yet", "not 300"), so that only one in the same words can contradict it.
    """

    predicate: str
    negated: bool
    agent: tuple[str, ...] = ()
    patient: tuple[str, ...] = ()
    setting: frozenset[str] = frozenset()
    days: frozenset[str] = frozenset()
    future: bool = False
    sweeping: bool = False
    spoken: frozenset[str] = frozenset()
    frame: Frame | None = None
    bare: bool = False

    @property
    def normal(self) -> str:
        """The normal form: "not fire(police; shot)"."""
        arguments = "; ".join(" ".join(phrase) for phrase in (self.agent, self.patient) if phrase)
        return f"{'not ' if self.negated else ''}{'will ' if self.future else ''}{self.predicate}({arguments})"

    @property
    def breadth(self) -> float:
        """Smaller the more arguments the clause states."""
        return 1.0 / (1 + len(self.agent) + len(self.patient))

    def details(self) -> dict[str, Any]:
        """Predicate, polarity and arguments."""
        return {
            "predicate": self.predicate,
            "negated": self.negated,
            "agent": " ".join(self.agent) or None,
            "patient": " ".join(self.patient) or None,
        }
