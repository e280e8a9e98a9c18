"""Whether a quotation stands in each of some articles, in the same words and by the same speaker."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from factcheck.errors import FactcheckError
from factcheck.model import Article
from factcheck.quoting.answers import STRENGTH, Found, InSource, QuotationCheck, WordEdit
from factcheck.quoting.asked import Asked
from factcheck.quoting.passages import Passages
from factcheck.quoting.search import search
from factcheck.values.spoken_words import asked_words, has_spaced_thousands
from factcheck.visible import one_line

if TYPE_CHECKING:
    from factcheck.encoders import Encoder

__all__ = ["Found", "InSource", "QuotationCheck", "WordEdit", "find_quote", "find_quotes"]


def find_quote(quotation: str, articles: Sequence[Article], *, encoder: Encoder | None = None) -> QuotationCheck:
    """How one quotation stands in each article, in the order of the articles.

    `quotation` is the wording without or with its marks; an omission is marked by … or [ ]. With an `encoder` the sentence that says the same is given
    beside `absent`; without one no model is loaded. Raises FactcheckError if there is no word in the quotation, or no article.

    >>> from factcheck import find_quote, read_article
    >>> check = find_quote("We will appeal", [read_article("first.txt"), read_article("second.txt")])  # doctest: +SKIP
    >>> check.verdict, [source.speaker for source in check.sources]  # doctest: +SKIP
    """
    return find_quotes([quotation], articles, encoder=encoder)[0]


def find_quotes(quotations: Sequence[str], articles: Sequence[Article], *, encoder: Encoder | None = None) -> tuple[QuotationCheck, ...]:
    """How each quotation stands in each article, as `find_quote`; an article is read once, whatever the number of quotations."""
    if not articles:
        raise FactcheckError("nothing to search: give an article or more")
    asked = [Asked(asked_words(quotation)) for quotation in quotations]
    for quotation, one in zip(quotations, asked, strict=True):
        if not one.bare:
            raise FactcheckError(f"there is no word in the quotation {one_line(quotation)!r}")
    passages = [Passages(article) for article in articles]
    checks = [
        QuotationCheck(quotation, tuple(_in_either_reading(quotation, wanted, one) for one in passages))
        for quotation, wanted in zip(quotations, asked, strict=True)
    ]
    if encoder is None:
        return tuple(checks)
    from factcheck.quoting.paraphrases import with_paraphrases

    return with_paraphrases(checks, encoder)


def _in_either_reading(quotation: str, asked: Asked, passages: Passages) -> InSource:
    """The stronger answer where a number with spaced thousands may be read as one or as two ("12 500")."""
    found = search(asked, passages)
    if STRENGTH.index(found.verdict) <= STRENGTH.index(Found.ELIDED):
        return found
    if not has_spaced_thousands(quotation) and not passages.has_spaced_thousands:
        return found
    apart = search(Asked(asked_words(quotation, thousands_joined=False)), passages.with_thousands_apart)
    return min(found, apart, key=lambda one: STRENGTH.index(one.verdict))
