"""What several rooms' tests need: articles from a text, an encoder without a model, the bundled one loaded once."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from functools import cache
from itertools import count
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any
from zlib import crc32

os.environ["HF_HUB_OFFLINE"] = "1"
# No test sees what the machine's user has kept.
os.environ["XDG_CACHE_HOME"] = os.environ["LOCALAPPDATA"] = mkdtemp(prefix="factcheck-tests-")

import numpy
import pytest
from archives import ARCHIVE, written
from browsing import NO_BROWSER, absent, chromium_running, opened, program

from factcheck.comparator import compare
from factcheck.encoders import Encoder, SentenceEncoding, load_encoder
from factcheck.formats import format_named
from factcheck.language import words
from factcheck.model import Article
from factcheck.reading.articles import article_from_text, read_article
from factcheck.report import Report

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--renew-floors", action="store_true", help="write what is measured now into tests/floors.toml")
    parser.addoption("--lower-because", default="", metavar="REASON", help="why floors may get lower; written beside them")


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--renew-floors") and config.getoption("numprocesses", default=None):
        raise pytest.UsageError("--renew-floors writes one file: run it without --numprocesses")


def pytest_runtest_setup(item: pytest.Item) -> None:
    # Here, not in the fixture, whose skips are told test by test: these are told once.
    if "chromium" in getattr(item, "fixturenames", ()) and program() is None:
        absent(NO_BROWSER)


CACHES = os.environ["XDG_CACHE_HOME"]
NUMBERS = count()


@pytest.fixture(autouse=True)
def own_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test sees what another has kept: reports made by hand among them."""
    folder = os.path.join(CACHES, str(next(NUMBERS)))  # noqa: PTH118  # made ten thousand times, and hardly ever used
    monkeypatch.setenv("XDG_CACHE_HOME", folder)
    monkeypatch.setenv("LOCALAPPDATA", folder)


class FakeEncoder:
    """Encodings by counting words: texts that share words are similar. Needs no model and no time."""

    name = "fake"
    fingerprint = "sha256:" + "0" * 64
    dimensions = 512

    def encode(self, texts: Sequence[str]) -> list[SentenceEncoding]:
        return [self._encoding(tuple(word.text for word in words(text)) or ("",)) for text in texts]

    def _encoding(self, pieces: tuple[str, ...]) -> SentenceEncoding:
        vectors = numpy.zeros((len(pieces), self.dimensions), dtype=numpy.float32)
        for row, piece in zip(vectors, pieces, strict=True):
            row[crc32(piece.encode()) % self.dimensions] = 1
        total = vectors.sum(axis=0)
        return SentenceEncoding.of(total / numpy.linalg.norm(total), pieces, vectors)


@pytest.fixture
def fake_encoder() -> FakeEncoder:
    return FakeEncoder()


@pytest.fixture(scope="session")
def bundled_encoder() -> Encoder:
    """The default encoder, loaded once: it takes seconds."""
    return load_encoder()


@pytest.fixture(scope="session")
def reports_of(bundled_encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], Path]:
    """`reports_of(folder)`: a folder with the report of each of its labelled pairs as `<pair>.json`, made once."""

    @cache
    def reports(folder: Path) -> Path:
        written = tmp_path_factory.mktemp("reports")
        for labels in sorted(folder.glob("*/gold.json")):
            articles = [read_article(str(labels.with_name(name))) for name in ("a.txt", "b.txt")]
            report = compare(articles, encoder=bundled_encoder).to_json()
            (written / f"{labels.parent.name}.json").write_text(json.dumps(report, ensure_ascii=False), "utf-8")
        return written

    return reports


@pytest.fixture(scope="session")
def article() -> Callable[..., Article]:
    """`article("text", source=…, published=…)`: the article that a .txt file with this text gives."""
    return article_from_text


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder, with the invented archive in it as `stories`; commands encode without a model."""
    monkeypatch.setattr("factcheck.encoders.load_encoder", lambda *_, **__: FakeEncoder())
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)
    monkeypatch.chdir(written(tmp_path, {f"stories/{name}": text for name, text in ARCHIVE.items()}))
    return tmp_path


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A browser, one for all tests of this process."""
    with chromium_running() as browser:
        yield browser


@pytest.fixture
def open_page(chromium: Browser, tmp_path: Path) -> Iterator[Callable[..., Page]]:
    """`open_page(report or HTML, fragment, viewport=…, color_scheme=…)`: its page, watched until the test ends as `opened` says."""
    number = count()
    with ExitStack() as pages:

        def open_one(content: str | Report, fragment: str = "", **window: Any) -> Page:
            file = tmp_path / f"page-{next(number)}.html"
            file.write_text(format_named("html").render(content) if isinstance(content, Report) else content, "utf-8")
            return pages.enter_context(opened(chromium, file, fragment, **window))

        yield open_one
