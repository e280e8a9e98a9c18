"""What former runs found of the same articles by the same rules: it need not be found again."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from typing import TYPE_CHECKING, Any, TypeVar

from factcheck.installation import installation
from factcheck.report_packing import packed, report_from, report_rows, unpacked
from factcheck.shelf import Shelf
from factcheck.store import parts

if TYPE_CHECKING:
    from factcheck.encoders import Encoder
    from factcheck.model import Article
    from factcheck.report import Report
    from factcheck.settings import Settings
    from factcheck.store import Store

AT_ONCE = 256
"""Groups of articles asked for at once; bounds memory, not the result."""

Found = TypeVar("Found")


class FormerRuns:
    """What is kept in a store of the articles that were read with this encoder and these settings; without a store, nothing.

    Without `words` what the dictionary says is not kept either: other processes ask it.
    """

    def __init__(self, store: Store | None, encoder: Encoder, settings: Settings, *, words: bool = True) -> None:
        self._store = store
        self._shelf = Shelf(store) if store is not None else None
        self._encoder = encoder
        self._words = words
        self._rules = repr((_rules(settings), encoder.name))

    def find(
        self, what: str, groups: Sequence[Sequence[Article]], read: Callable[[Any, Sequence[Article]], Found]
    ) -> Iterator[Found | None]:
        """For each of these groups of articles what `read` makes of the JSON types that were kept of it under this name, and of the group.

        None where there are none.
        """
        if self._shelf is None:
            yield from [None] * len(groups)
            return
        for some in parts(groups, AT_ONCE):
            keys = [self._key(what, articles) for articles in some]
            contents = self._shelf.find(keys)
            for key, articles in zip(keys, some, strict=True):
                yield self._read(contents[key], articles, read) if key in contents else None

    def _read(self, content: bytes, articles: Sequence[Article], read: Callable[[Any, Sequence[Article]], Found]) -> Found | None:
        try:
            fingerprint, rows = unpacked(content)
            # Asked for only where something was found: until the weights are read, it has to be waited for.
            return read(rows, articles) if fingerprint == self._encoder.fingerprint else None
        except (LookupError, TypeError, ValueError, zlib.error):  # whole, and yet nothing that was put here
            return None

    def keep(self, what: str, found: Iterable[tuple[Sequence[Article], Found]], rows: Callable[[Found], object]) -> None:
        """Keeps what was found of these groups of articles, as the JSON types that `rows` makes of it, for a later run to find."""
        if self._shelf is not None:
            self._shelf.put({self._key(what, articles): packed([self._encoder.fingerprint, rows(one)]) for articles, one in found})

    def find_report(self, what: str, articles: Sequence[Article]) -> Report | None:
        """The report that was kept under this name of these articles."""
        (report,) = self.find(what, [articles], report_from)
        return report

    def keep_report(self, what: str, report: Report) -> None:
        """Keeps this report, for a later run to find by its articles."""
        self.keep(what, [(report.articles, report)], report_rows)

    @contextmanager
    def words(self, articles: Sequence[Article]) -> Iterator[None]:
        """What the dictionary says of the articles' words is known from former runs in there, and kept for later ones."""
        if self._store is None or not self._words:
            yield
            return
        from factcheck.vocabulary import keep, recall

        recall(self._store, [article.text for article in articles])
        yield
        keep(self._store)

    def _key(self, what: str, articles: Sequence[Article]) -> bytes:
        told = [
            (one.text, one.path, one.source, one.sha256, one.title, one.published, one.url, one.as_written, one.story) for one in articles
        ]
        return sha256(repr((what, installation(), self._rules, told)).encode("utf-8", "surrogatepass")).digest()


def _rules(settings: Settings) -> tuple[object, ...]:
    sentences, facts = settings.sentences, settings.facts
    return (
        (sorted(sentences.weights.items()), sentences.bias, sentences.threshold),
        (sorted(facts.weights.items()), facts.bias, sorted(facts.thresholds.items())),
        (settings.one_story, sorted(settings.kinds_off), settings.boilerplate),
    )
