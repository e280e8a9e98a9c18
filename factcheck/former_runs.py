"""What former runs found of the same articles by the same rules: it need not be found again."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import fields
from hashlib import sha256
from typing import TYPE_CHECKING, Any, TypeVar

from factcheck.errors import FactcheckError
from factcheck.installation import installation_digest
from factcheck.report_packing import packed, report_from, report_rows, unpacked
from factcheck.scorers import FactScorer, SentenceScorer
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
    """What was found of articles by this encoder and these settings, and is kept in a store; without a store, nothing is.

    Without `with_dictionary` what the dictionary says is neither looked up nor kept: other processes ask it.
    """

    def __init__(self, store: Store | None, encoder: Encoder, settings: Settings, *, with_dictionary: bool = True) -> None:
        self._store = store
        self._shelf = Shelf(store) if store is not None else None
        self.encoder = encoder
        self.settings = settings
        self._with_dictionary = with_dictionary
        self._installation = installation_digest() if store is not None else ""
        self._verified: set[str] = set()
        self._rules = repr((self._installation, encoder.name, told_of(settings)))

    def find(
        self, kept_as: str, groups: Sequence[Sequence[Article]], read: Callable[[Any, Sequence[Article]], Found]
    ) -> Iterator[Found | None]:
        """What was kept of each group of articles under this name, as `read(rows, group)` gives it; None where nothing was."""
        if self._shelf is None:
            yield from [None] * len(groups)
            return
        for some in parts(groups, AT_ONCE):
            keys = [self._key(kept_as, articles) for articles in some]
            contents = self._shelf.find(keys)
            for key, articles in zip(keys, some, strict=True):
                yield self._read(contents[key], articles, read) if key in contents else None

    def _read(self, content: bytes, articles: Sequence[Article], read: Callable[[Any, Sequence[Article]], Found]) -> Found | None:
        try:
            fingerprint, rows = unpacked(content)
            # Asked for only where something was found: until the weights are read, it has to be waited for.
            return read(rows, articles) if fingerprint == self.encoder.fingerprint else None
        except (LookupError, RecursionError, TypeError, ValueError, zlib.error):  # whole, and yet nothing that was put here
            return None

    def keep(self, kept_as: str, found: Iterable[tuple[Sequence[Article], Found]], rows: Callable[[Found], object]) -> None:
        """Keeps what was found of these groups of articles under this name, as the JSON types that `rows` makes of it.

        Nothing is kept of rules that were edited since this run began, nor of an encoder that cannot be read and was not needed.
        """
        if self._shelf is None:
            return
        if kept_as not in self._verified:
            # Rules are loaded when they are first needed: by now they are, and one that was edited before is at work under another's name.
            if installation_digest() != self._installation:
                return
            self._verified.add(kept_as)
        with suppress(FactcheckError):
            fingerprint = self.encoder.fingerprint
            self._shelf.put({self._key(kept_as, articles): packed([fingerprint, rows(one)]) for articles, one in found})

    def compare(self, articles: Sequence[Article], *, force: bool = False, jobs: int = 1) -> Report:
        """What `comparator.compare` says of these articles; compared only if no former run has. Raises what it raises."""
        kept_as = "forced report" if force else "report"
        (report,) = self.find(kept_as, [articles], report_from)
        if report is None:
            from factcheck.comparator import compare

            with self.recalled_words(articles):
                report = compare(articles, encoder=self.encoder, force=force, settings=self.settings, jobs=jobs)
            self.keep(kept_as, [(articles, report)], report_rows)
        return report

    @contextmanager
    def recalled_words(self, articles: Sequence[Article]) -> Iterator[None]:
        """What the dictionary says of the articles' words is known from former runs in there, and kept for later ones."""
        if self._store is None or not self._with_dictionary:
            yield
            return
        from factcheck.vocabulary import keep, recall

        recall(self._store, [article.text for article in articles])
        yield
        keep(self._store)

    def _key(self, kept_as: str, articles: Sequence[Article]) -> bytes:
        total = sha256(repr((kept_as, self._rules)).encode())
        for article in articles:
            total.update(repr(told_of(article, "lines")).encode())  # line numbers are the article's own to tell
        return total.digest()


def told_of(item: Article | Settings, *beside: str) -> list[tuple[str, object]]:
    """Every field of an article or of settings, but for those named, in a form whose `repr` is the same in every run."""
    return [(field.name, _steady(getattr(item, field.name))) for field in fields(item) if field.name not in beside]


def _steady(value: object) -> object:
    if isinstance(value, SentenceScorer | FactScorer):
        return [_steady(part) for part in value]
    if isinstance(value, Mapping):
        return sorted((str(key), one) for key, one in value.items())
    return sorted(value) if isinstance(value, frozenset) else value
