"""A report as a page, before any browser: what stands in the file, and what must not."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from dataclasses import replace
from html import escape
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from pages import large_story, story
from rendering import SENTENCES

from factcheck.formats import format_named
from factcheck.report import Copy, Report
from factcheck.visible import running
from reports import article, finding, mention, of_two_sentences, report

VOID = {"meta", "input", "rect", "br", "link", "img"}


class Read(HTMLParser):
    """A page's elements with their attributes, and the text inside each that has an id."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, str] = {}
        self.open: list[str | None] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        self.elements.append((tag, named))
        if tag not in VOID:
            self.open.append(named.get("id"))
            if named.get("id"):
                self.texts[str(named["id"])] = ""

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        for identity in self.open:
            if identity:
                self.texts[identity] += data

    def values(self, attribute: str) -> list[str]:
        return [str(named[attribute]) for _, named in self.elements if attribute in named]


def page(told: Report) -> str:
    return format_named("html").render(told)


@pytest.fixture(scope="module")
def read() -> Read:
    return Read(page(story()))


def test_every_element_that_is_opened_is_closed(read: Read) -> None:
    assert read.open == []


def test_every_finding_is_an_id_of_the_page(read: Read) -> None:
    assert {one.id for one in story().findings} - set(read.values("id")) == set()


def test_no_id_stands_twice(read: Read) -> None:
    assert len(read.values("id")) == len(set(read.values("id")))


def test_every_link_leads_somewhere(read: Read) -> None:
    assert {href.removeprefix("#") for href in read.values("href")} - set(read.values("id")) == set()


def test_what_is_labelled_by_another_element_finds_it(read: Read) -> None:
    assert set(read.values("aria-labelledby")) - set(read.values("id")) == set()


def test_every_sentence_stands_there_as_it_reads(read: Read) -> None:
    told = story()
    for identity, sentences in zip(told.ids(), told.sentences, strict=True):
        assert [read.texts[f"{identity}-{one.index + 1}"] for one in sentences] == [running(one.text) for one in sentences]


def test_nothing_is_asked_for(read: Read) -> None:
    assert [tag for tag, named in read.elements if tag in ("link", "img", "iframe", "object", "base", "form") or "src" in named] == []


def test_no_attribute_runs_or_styles(read: Read) -> None:
    assert [name for _, named in read.elements for name in named if name.startswith("on") or name == "style"] == []


@pytest.mark.parametrize("element", ["style", "script"])
def test_the_policy_lets_its_own_style_and_script_alone(element: str) -> None:
    (content,) = re.findall(rf"<{element}>(.*?)</{element}>", page(story()), re.DOTALL)
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page(story()))
    digest = b64encode(hashlib.sha256(content.encode()).digest()).decode()
    assert policy.startswith("default-src 'none'")
    assert f"{element}-src 'sha256-{digest}'" in policy


def test_it_is_the_same_each_time() -> None:
    assert page(story()) == page(story())


@settings(deadline=None, max_examples=60)
@given(left=SENTENCES, right=SENTENCES)
def test_no_sentence_changes_the_shape_of_the_page(left: str, right: str) -> None:
    def shape(told: Report) -> list[tuple[str, list[str]]]:
        return [(tag, sorted(named)) for tag, named in Read(page(told)).elements]

    assert shape(of_two_sentences(f"{left} left", f"{right} right")) == shape(of_two_sentences("left", "right"))


def test_a_shared_passage_is_a_paragraph_only_where_every_copy_is_one() -> None:
    made = [article(["One boat came in.", "Two boats came in."], source=source) for source in ("Post", "Desk")]
    copies = [Copy("a", made[0][1], True), Copy("b", made[1][1], False)]
    assert "2 sentences in" in page(report(made, [], shared=[copies])).lower()
    assert "a whole paragraph in" in page(report(made, [], shared=[[replace(one, paragraphs=True) for one in copies]])).lower()


@pytest.mark.parametrize(
    ("url", "is_link"),
    [
        ("https://example.org/fire", True),
        ("http://example.org/fire", True),
        ("https://example.org/a?b=c&d", True),
        ("javascript:alert(1)", False),
        ("JaVaScRiPt:alert(1)", False),
        ("//example.org", False),
        ("data:text/html,<script>alert(1)</script>", False),
        (" https://example.org", False),
        ("HTTPS:javascript", False),
    ],
)
def test_only_an_address_of_the_web_is_a_link(url: str, is_link: bool) -> None:
    (one, sentences), other = article(["Five people were hurt."], source="Desk", url=url), article(["Six people were hurt."], source="Post")
    told = report([(one, sentences), other], [finding("count", story().findings[0].verdict, [mention("a", sentences[0], "Five people")])])
    read = Read(page(told))
    assert [href for href in read.values("href") if not href.startswith("#")] == ([url] if is_link else [])
    assert escape(url.strip()) in page(told)


def test_a_story_of_forty_articles_has_less_than_five_megabytes() -> None:
    assert len(large_story().alignments) == 46_800
    assert len(page(large_story()).encode()) < 5_000_000
