"""What decides a comparison: weights and thresholds, kinds left out, lines that no article says as its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from factcheck.model import Relation
from factcheck.scorers import FactScorer, SentenceScorer, bundled_fact_scorer, bundled_sentence_scorer

THRESHOLDS = ("align", "story", *(relation.value for relation in Relation))
"""What a threshold can be set for: sentences that report the same, articles on one story, facts that stand in a relation."""

ONE_STORY = 0.44
"""Kinship from which two articles are on one story: see `benchmarks/one_story.py` for what lies on either side."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What decides which sentences report the same, which facts answer the same question, and whether two articles are one story.

    `kinds_off` are the ids of kinds that are not compared; `boilerplate` are patterns of lines that are left out: words, with `*`
    for any others.
    """

    sentences: SentenceScorer
    facts: FactScorer
    one_story: float = ONE_STORY
    kinds_off: frozenset[str] = frozenset()
    boilerplate: tuple[str, ...] = ()

    @classmethod
    def released(cls) -> Settings:
        """The settings that come with the package."""
        return cls(bundled_sentence_scorer(), bundled_fact_scorer())

    def with_thresholds(self, thresholds: Mapping[str, float]) -> Settings:
        """These settings with other thresholds (0..1), by the names in `THRESHOLDS`."""
        relations = {relation: thresholds[relation.value] for relation in Relation if relation.value in thresholds}
        return replace(
            self,
            sentences=self.sentences._replace(threshold=thresholds.get("align", self.sentences.threshold)),
            facts=self.facts._replace(thresholds={**self.facts.thresholds, **relations}),
            one_story=thresholds.get("story", self.one_story),
        )

    def listed(self) -> tuple[tuple[str, object], ...]:
        """The thresholds by name, as a report gives them; what else was set stands behind them."""
        return (
            ("align_threshold", round(self.sentences.threshold, 4)),
            ("story_threshold", self.one_story),
            *((f"compare_threshold_{relation.value}", value) for relation, value in sorted(self.facts.thresholds.items())),
            *((("kinds_off", sorted(self.kinds_off)),) if self.kinds_off else ()),
            *((("boilerplate", list(self.boilerplate)),) if self.boilerplate else ()),
        )
