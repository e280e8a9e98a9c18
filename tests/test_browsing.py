"""The browser that pages are tested in sees what it should: each check fails on a page made for that, and passes on a good one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from browsing import NARROW, NO_BROWSER, absent, broken_rules, opened, sticking_out

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CLOSED = "<meta http-equiv='Content-Security-Policy' content=\"default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'\">"


def document(body: str, style: str = "", head: str = CLOSED) -> str:
    """A page that breaks no rule, with this in it."""
    return (
        f"<!doctype html><html lang='en'><head><meta charset='utf-8'>{head}<meta name='viewport' content='width=device-width'>"
        f"<title>The bridge</title><style>{style}</style></head><body><main><h1>The bridge</h1>{body}</main></body></html>"
    )


GOOD = document("<p>The bridge “opened” at <a href='#noon'>noon</a>.</p><h2 id='noon'>Noon</h2>")


class TestWatching:
    def test_a_page_that_does_nothing_passes(self, open_page: Callable[..., Page]) -> None:
        page = open_page(GOOD, "#noon")
        assert page.inner_text("p") == "The bridge “opened” at noon."
        page.click("a")

    @pytest.mark.parametrize(
        ("content", "mishap"),
        [
            (document("<script>console.error('oh')</script>"), "console error: oh"),
            (document("<script>console.log('hm')</script>"), "console log: hm"),
            (document("<script>throw new Error('oh')</script>"), "error: oh"),
            (document("<script>Promise.reject(new Error('later'))</script>"), "error: later"),
            (document("<script>setTimeout(alert, 0, 'hello')</script>"), "alert: hello"),
            (document("<script>open('about:blank')</script>"), "window: "),
            (document("<img src='other.png' alt=''>", head=""), "request: file://.*other.png"),
            (document("<link rel='stylesheet' href='https://invalid.invalid/a.css'>", head=""), "request: https://invalid"),
            (document("<script>fetch('https://invalid.invalid/')</script>", head=""), "request: https://invalid"),
            (document("<script>fetch('https://invalid.invalid/')</script>"), "Content Security Policy"),
            (document("<script>new WebSocket('wss://invalid.invalid/')</script>", head=""), "request: wss://invalid"),
            (document("<img src='https://invalid.invalid/a.png' alt=''>"), "Content Security Policy"),
            (document("<style>p { background: url(https://invalid.invalid/b.png) }</style><p>a"), "Content Security Policy"),
        ],
    )  # fmt: skip
    def test_what_a_page_must_not_do_is_told_at_its_end(self, chromium: Browser, tmp_path: Path, content: str, mishap: str) -> None:
        file = tmp_path / "page.html"
        file.write_text(content, "utf-8")
        with pytest.raises(AssertionError, match=mishap), opened(chromium, file) as page:
            page.wait_for_timeout(50)

    def test_a_link_that_leaves_is_told(self, chromium: Browser, tmp_path: Path) -> None:
        file = tmp_path / "page.html"
        file.write_text(document("<a href='other.html' download>other</a>"), "utf-8")
        with pytest.raises(AssertionError, match=r"other\.html"), opened(chromium, file) as page:
            page.click("a")


class TestWindow:
    def test_is_as_asked(self, open_page: Callable[..., Page]) -> None:
        page = open_page(GOOD, viewport=NARROW, color_scheme="dark")
        assert page.evaluate("[innerWidth, innerHeight]") == [NARROW["width"], NARROW["height"]]
        assert page.evaluate("matchMedia('(prefers-color-scheme: dark) and (prefers-reduced-motion: reduce)').matches")

    def test_shows_what_paper_shows(self, open_page: Callable[..., Page]) -> None:
        page = open_page(document("<p>ink</p>", "@media print { p { color: red } }"))
        page.emulate_media(media="print")
        assert page.evaluate("getComputedStyle(document.querySelector('p')).color") == "rgb(255, 0, 0)"

    def test_has_typographic_quotation_marks(self, open_page: Callable[..., Page]) -> None:
        page = open_page(document("<p><span>“</span> <span>\uf8ff</span></p>", "span { font: 20px sans-serif }"))
        drawn, missing = (page.locator("span").nth(at).evaluate("one => one.getBoundingClientRect().width") for at in (0, 1))
        assert drawn != missing


class TestRules:
    def test_a_good_page_breaks_none(self, open_page: Callable[..., Page]) -> None:
        assert broken_rules(open_page(GOOD)) == []

    def test_a_broken_rule_is_told_with_its_place(self, open_page: Callable[..., Page]) -> None:
        body = "<p id='pale'>pale</p><p id='veiled'>veiled</p><button></button><h3>deep</h3><input><p role='nothing'>odd</p>"
        style = "#pale { color: #999; background: #fff } #veiled { background: linear-gradient(#fff, #000) }"
        told = {rule.partition(":")[0] for rule in broken_rules(open_page(document(body, style)))}
        assert told == {
            "color-contrast at #pale", "color-contrast at #veiled", "button-name at button", "heading-order at h3", "label at input",
            'aria-roles at p[role="nothing"]',
        }  # fmt: skip

    def test_colours_are_those_of_the_scheme_shown(self, open_page: Callable[..., Page]) -> None:
        dark = "@media (prefers-color-scheme: dark) { body { background: #222 } h1 { color: #fff } p { color: #333 } }"
        page = open_page(document("<p>pale</p>", dark))
        assert broken_rules(page) == []
        page.emulate_media(color_scheme="dark")
        assert [rule.partition(":")[0] for rule in broken_rules(page)] == ["color-contrast at p"]


class TestSidewaysScrolling:
    @pytest.mark.parametrize(
        "body", ["<p>short</p>", "<div style='overflow-x: auto'><p style='width: 900px'>scrolls in its own box</p></div>"]
    )
    def test_a_page_that_fits_has_none(self, open_page: Callable[..., Page], body: str) -> None:
        assert sticking_out(open_page(document(body), viewport=NARROW)) == []

    def test_the_element_that_sticks_out_is_named(self, open_page: Callable[..., Page]) -> None:
        style = "pre { width: 500px; margin: 0 } body { margin: 0 }"
        page = open_page(document("<p>short</p><pre id='long' class='a b'>wide</pre>", style), viewport=NARROW)
        assert sticking_out(page) == ["pre#long.a.b ends at 500 of 360"]

    def test_what_only_text_makes_wide_is_told_too(self, open_page: Callable[..., Page]) -> None:
        told = sticking_out(open_page(document(f"<p>{'donaudampfschifffahrt' * 9}</p>"), viewport=NARROW))
        assert len(told) == 1
        assert told[0].startswith("the page is ")


class TestAbsence:
    def test_skips_a_test_where_nothing_is_said(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("FACTCHECK_BROWSER_REQUIRED", raising=False)
        with pytest.raises(pytest.skip.Exception, match="no browser"):
            absent(NO_BROWSER)

    def test_fails_it_in_continuous_integration(self, monkeypatch: pytest.MonkeyPatch) -> None:
        script = (Path(__file__).parents[1] / ".ci" / "run").read_text()
        [setting] = [line for line in script.splitlines() if line.startswith("export ")]
        name, _, value = setting.removeprefix("export ").partition("=")
        monkeypatch.setenv(name, value)
        with pytest.raises(pytest.fail.Exception, match="no browser"):
            absent(NO_BROWSER)
