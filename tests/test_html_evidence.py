"""Whatever an article holds is text on its page: it reads as it stands, and does nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from browsing import opened
from playwright.sync_api import expect
from rendering import MARKUP

from factcheck.formats import format_named
from factcheck.report import Report
from factcheck.visible import running
from reports import article, mention, of_two_sentences, report

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

HOSTILE = {
    "script": "<script>document.title = 'gone'; alert(1)</script>",
    "end of script": "</script><script>alert(1)</script>",
    "end of script, spaced": "</script\t\n><svg onload=alert(1)>",
    "script in a comment": "<!--<script>alert(1)//-->",
    "comments": "<!-- a --> <!-- b --!> <!--> c -->",
    "style": "<style>* { display: none }</style>",
    "end of style": "</style><img src=x onerror=alert(1)>",
    "end of everything": "</span></p></div></section></main></body></html><h1>Other</h1>",
    "quotes": "\"' onmouseover='alert(1)' x=\"' onfocus=\"alert(1)\" autofocus=\"",
    "link": "<a href='javascript:alert(1)'>here</a> [here](javascript:alert(1)) javascript:alert(1)",
    "base": "<base href='https://invalid.invalid/'><meta http-equiv='refresh' content='0; url=https://invalid.invalid/'>",
    "form": "<form action='https://invalid.invalid/'><button autofocus>Send</button><textarea>",
    "frame": "<iframe srcdoc='<script>alert(1)</script>'></iframe><object data=x><embed src=x>",
    "foreign": "<svg><script>alert(1)</script><![CDATA[ </svg> ]]><math><mtext></mtext>",
    "template": "{{ 7 * 7 }} {% raw %} ${7 * 7} <%= 7 %> #{7} \\u003cscript\\u003e \\",
    "entities": "&lt;b&gt; &amp;lt; &#60;b&#62; &nbsp; &notanentity; &",
    "json": "\"}]; alert(1); //\\\" \\ __proto__ constructor",
    "turned": "\u202eeman.exe\u202c and \u2066back\u2069 \u200f\u061c",
    "controls": "bell \x07 escape \x1b[31m null \x00 delete \x7f next \x85 end",
    "lines": "one\u2028two\u2029three\x0bfour\x0cfive",
    "halves": "half \ud83d of a pair \udc00",
    "beyond": "😀 𝒜 \U0010ffff \ufffe \ufeff",
    "markdown": "# *a* _b_ `c` | d | ~~e~~ ![f](g) <https://invalid.invalid> www.invalid.invalid",
}  # fmt: skip


def everywhere(text: str) -> Report:
    """A report with this text in every place that comes from an article, a file's name or a model."""
    made = of_two_sentences(text, f"{text} {text}", text)
    findings = [replace(one, subject=text, reason=text, note=text) for one in made.findings]
    renamed = {one: replace(one, source=text, title=text, path=text, url=f"https://example.org/{text}") for one in made.articles}
    moved = tuple(
        tuple(
            replace(sentence, article=renamed[sentence.article], boilerplate="credit" if at else None) for at, sentence in enumerate(all_of)
        )
        for all_of in made.sentences
    )
    findings = [
        replace(
            one,
            mentions=tuple(replace(m, sentence=moved["ab".index(m.article)][m.sentence.index], attribution=text) for m in one.mentions),
            comparisons=tuple(replace(compared, reason=text) for compared in one.comparisons),
        )
        for one in findings
    ]
    return replace(
        made, articles=tuple(renamed.values()), sentences=moved, findings=tuple(findings), encoder=text,
    )  # fmt: skip


def shape(page: Page) -> list[list[str]]:
    """Every element of the page and the names of its attributes."""
    return list(page.evaluate("[...document.querySelectorAll('*')].map(one => [one.localName, ...[...one.attributes].map(at => at.name)])"))


@pytest.fixture(scope="module")
def plain_shape(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> list[list[str]]:
    """The shape of the page whose texts are all one plain word."""
    file = tmp_path_factory.mktemp("plain") / "page.html"
    file.write_text(format_named("html").render(everywhere("plain")), "utf-8")
    with opened(chromium, file) as page:
        return shape(page)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_reads_as_itself_and_does_nothing(open_page: Callable[..., Page], plain_shape: list[list[str]], text: str) -> None:
    page = open_page(everywhere(text))
    assert shape(page) == plain_shape
    assert page.locator("#a-1").evaluate("one => one.textContent") == running(text)
    shown = " ".join(running(text).split())
    assert " ".join(page.locator("body").evaluate("one => one.textContent").split()).count(shown) > 20
    page.locator("#a-1").click()
    expect(page.locator("#beside")).to_contain_text(shown)
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    page.fill("#search", shown)
    expect(page.locator("#shown")).not_to_be_empty()
    assert page.locator(".card:not([hidden])").count() > 0
    assert page.title().startswith("Fact comparison: ")


class TestText:
    def test_every_sentence_stands_there_letter_for_letter(self, open_page: Callable[..., Page]) -> None:
        sentences = [one for one in MARKUP if one.strip()] + ["  two  spaces\u00a0and\u2009thin ", "a\tb", "x" * 300]
        made, parts = article(sentences, source="Harbour Post")
        other = article(["Nothing."], source="City Desk")
        page = open_page(report([(made, parts), other], []))
        assert page.locator("#pane-a .s").evaluate_all("all => all.map(one => one.textContent)") == [running(one) for one in sentences]

    def test_a_mention_is_marked_where_it_stands(self, open_page: Callable[..., Page]) -> None:
        text = "A & B < C: “𝒜 47 e\u0301” and 47 more."
        page = open_page(of_two_sentences(text, "48", "𝒜 47 e\u0301", "48"))
        assert page.locator("#a-1 mark").all_text_contents() == ["𝒜 47 e\u0301"]
        assert page.locator("#a-1").evaluate("one => one.textContent") == text

    def test_mentions_that_overlap_are_all_marked(self, open_page: Callable[..., Page]) -> None:
        made = of_two_sentences("about 47 police officers left", "48", "47 police officers", "48")
        sentence = made.sentences[0][0]
        other = replace(made.findings[1], id="0" * 16, mentions=(mention("a", sentence, "about 47 police"), made.findings[1].mentions[1]))
        page = open_page(replace(made, findings=(*made.findings, other)))
        assert "".join(page.locator("#a-1 mark").all_text_contents()) == "about 47 police officers"
        assert page.locator("#a-1").evaluate("one => one.textContent") == sentence.text
