"""What each article says of the story it is on: as former runs found it, or found now."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from factcheck.former_runs import FormerRuns
from factcheck.model import Article
from factcheck.store import parts

if TYPE_CHECKING:
    from factcheck.story import Outline

AT_ONCE = 20
"""Articles whose outlines are made at once; bounds memory, not the result."""

KEPT_AS = "outline"


def outlines_of(articles: Sequence[Article], former: FormerRuns) -> dict[Article, Outline | str]:
    """The outline of every article, or why it cannot be compared with any other. Raises what the encoder raises."""
    kept = former.find(KEPT_AS, [[article] for article in articles], _outline_from)
    known: dict[Article, Outline | str] = {article: one for article, one in zip(articles, kept, strict=True) if one is not None}
    unknown = [article for article in articles if article not in known]
    if not unknown:
        return known
    from factcheck.preparation import outlines, why_unusable

    with former.recalled_words(unknown):
        for some in parts(unknown, AT_ONCE):
            reasons = {article: why_unusable(article, former.settings) for article in some}
            usable = [article for article in some if reasons[article] is None]
            found: dict[Article, Outline | str] = {article: why for article, why in reasons.items() if why is not None}
            found |= zip(usable, outlines(usable, former.encoder, former.settings), strict=True)
            former.keep(KEPT_AS, [([article], one) for article, one in found.items()], _rows)
            known |= found
    return known


def _rows(outline: Outline | str) -> object:
    if isinstance(outline, str):
        return outline
    vectors = b64encode(outline.vectors.astype("<f4").tobytes()).decode("ascii")
    return [*outline.vectors.shape, vectors, sorted(outline.names), sorted(outline.words)]


def _outline_from(rows: Any, _articles: Sequence[Article]) -> Outline | str:
    if isinstance(rows, str):
        return rows
    import numpy as np

    from factcheck.story import Outline

    count, width, vectors, names, words = rows
    return Outline(np.frombuffer(b64decode(vectors), "<f4").reshape(count, width), frozenset(names), frozenset(words))
