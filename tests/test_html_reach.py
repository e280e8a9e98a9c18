"""The page of a report is for everybody: in any window, any light, on paper, by keyboard, without a script."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from browsing import NARROW, WIDE, broken_rules, sticking_out
from pages import long_story, story
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Page

LONG = long_story()

TALL = {"width": WIDE["width"], "height": 6_000}
"""So high that nothing scrolls: contrast can be told of what is shown alone."""

_OPEN_ALL = "for (const one of document.querySelectorAll('details')) one.open = true"

_LETTERS_BY_WIDTH = """() => [...document.querySelectorAll("button, label, summary, h1, h2, h3, th, .card p, .text")]
    .filter(one => one.checkVisibility() && one.getClientRects().length && one.getBoundingClientRect().width < 12 && !one.closest(".unseen"))
    .map(one => one.outerHTML.slice(0, 80))"""

_FOCUSED = """() => {
    const one = document.activeElement, style = getComputedStyle(one), box = one.getBoundingClientRect();
    return {
        name: one.id || one.className || one.localName,
        place: [...document.querySelectorAll("*")].indexOf(one),
        outlined: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
        inWindow: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    };
}"""


class TestRules:
    def test_are_kept_in_light_and_dark_whatever_is_open_and_chosen(self, open_page: Callable[..., Page]) -> None:
        page = open_page(story(), viewport=TALL)
        assert broken_rules(page) == []
        page.evaluate(_OPEN_ALL)
        page.locator("#a-3").click()
        expect(page.locator("#beside")).to_be_visible()
        assert broken_rules(page) == []
        page.emulate_media(color_scheme="dark")
        assert broken_rules(page) == []

    def test_are_kept_for_every_look_a_finding_can_have_on_paper_too(self, open_page: Callable[..., Page]) -> None:
        page = open_page(LONG.report, viewport=TALL)
        page.evaluate(_OPEN_ALL)
        page.locator("input[value='detail']").uncheck()
        page.locator("#b-60").click()
        assert broken_rules(page) == []
        page.emulate_media(color_scheme="dark")
        assert broken_rules(page) == []
        page.emulate_media(color_scheme="dark", media="print")
        assert [rule for rule in broken_rules(page) if rule.startswith("color-contrast")] == []

    def test_are_kept_in_a_narrow_window(self, open_page: Callable[..., Page]) -> None:
        page = open_page(story(), viewport={**NARROW, "height": TALL["height"]})
        page.evaluate(_OPEN_ALL)
        page.locator("#a-3").click()
        assert broken_rules(page, untold=False) == []


class TestWindow:
    def test_nothing_scrolls_sideways_however_wide_and_whatever_is_open(self, open_page: Callable[..., Page]) -> None:
        page = open_page(story())
        page.locator("#a-3").click()
        for opened in ("", _OPEN_ALL):
            page.evaluate(opened)
            for width in (320, 360, 600, 991, 993, 1599, 2400):
                page.set_viewport_size({"width": width, "height": 740})
                assert sticking_out(page) == []

    def test_not_for_words_without_an_end_either(self, open_page: Callable[..., Page]) -> None:
        made = LONG.report
        word = "donaudampfschifffahrt" * 20
        named = tuple(
            replace(one, source=f"{word} {at}", title=word, path=f"{word}.txt", url=f"https://example.org/{word}")
            for at, one in enumerate(made.articles)
        )
        findings = tuple(replace(one, subject=word, reason=word, note=word) for one in made.findings)
        page = open_page(replace(made, articles=named, findings=findings), viewport=NARROW)
        page.evaluate(_OPEN_ALL)
        page.locator("#a-3").click()
        assert sticking_out(page) == []

    def test_nothing_is_squeezed_to_a_letter_a_line(self, open_page: Callable[..., Page]) -> None:
        page = open_page(story())
        page.evaluate(_OPEN_ALL)
        for width in (320, 360, 1280):
            page.set_viewport_size({"width": width, "height": 740})
            assert page.evaluate(_LETTERS_BY_WIDTH) == []

    @pytest.mark.parametrize("choice", ["#a-3", "#b-55"])
    def test_a_counterpart_comes_into_a_narrow_window_too(self, open_page: Callable[..., Page], choice: str) -> None:
        page = open_page(LONG.report, viewport=NARROW)
        page.locator(choice).click()
        for one in ("#a-3", "#b-55"):
            expect(page.locator(one)).to_be_in_viewport()

    @pytest.mark.parametrize("width", [1280, 360])
    def test_choosing_a_finding_shows_it_and_where_it_stands(self, open_page: Callable[..., Page], width: int) -> None:
        page = open_page(LONG.report)
        page.set_viewport_size({"width": width, "height": 740})
        page.keyboard.press("n")
        expect(page.locator(f"[id='{LONG.conflict.id}'] h3")).to_be_in_viewport()
        if width > 1000:
            for one in ("#a-3", "#b-55"):
                expect(page.locator(one)).to_be_in_viewport()

    def test_asks_to_be_shown_as_wide_as_the_window(self, open_page: Callable[..., Page]) -> None:
        assert "width=device-width" in str(open_page(LONG.report).locator("meta[name=viewport]").get_attribute("content"))

    def test_text_twice_as_large_fits(self, open_page: Callable[..., Page]) -> None:
        page = open_page(story())
        page.set_viewport_size({"width": 640, "height": 740})
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        page.evaluate(_OPEN_ALL)
        assert sticking_out(page) == []


class TestColours:
    def test_looks_are_told_apart_without_them(self, open_page: Callable[..., Page]) -> None:
        page = open_page(LONG.report)
        drawn = "one => [getComputedStyle(one, '::before').content, getComputedStyle(one).textDecorationStyle].join()"
        drawings = {str(page.locator(f".pane mark.{look}").first.evaluate(drawn)) for look in ("conflict", "detail", "unclear", "agree")}
        assert len(drawings) == 4
        signs = {page.locator(f".card.{look} h3").first.inner_text()[0] for look in ("conflict", "detail", "unclear")}
        assert len(signs) == 3

    @pytest.mark.parametrize("scheme", ["light", "dark"])
    def test_where_the_system_sets_them_every_word_is_seen(self, open_page: Callable[..., Page], scheme: str) -> None:
        page = open_page(LONG.report, color_scheme=scheme, forced_colors="active")
        colours = """all => all.map(one => {
            const ground = getComputedStyle(one).backgroundColor;
            return [getComputedStyle(one).color, ground.endsWith(", 0)") && ground.startsWith("rgba") ? getComputedStyle(document.body).backgroundColor : ground];
        })"""
        marks = page.locator(".pane mark").evaluate_all(colours)
        assert marks != []
        assert [one for one in marks if one[0] == one[1]] == []

    def test_paper_is_white_in_the_dark_too(self, open_page: Callable[..., Page]) -> None:
        page = open_page(LONG.report, color_scheme="dark")
        ground = "getComputedStyle(document.body).backgroundColor"
        assert page.evaluate(ground) != "rgb(255, 255, 255)"
        page.emulate_media(media="print")
        assert page.evaluate(ground) == "rgb(255, 255, 255)"


class TestPaper:
    def test_shows_every_finding_and_every_article_whole(self, open_page: Callable[..., Page]) -> None:
        page = open_page(story())
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        page.emulate_media(media="print")
        hidden = "all => all.filter(one => !one.checkVisibility() || !one.getClientRects().length).map(one => one.id || one.textContent)"
        for what in (".card", ".card blockquote", ".alike li", ".pane", ".pane .s", ".grid td", ".coverage td"):
            found = page.locator(what)
            assert found.count() > 0
            assert found.evaluate_all(hidden) == []
        cut = "all => all.filter(one => one.scrollHeight > one.clientHeight + 1 && getComputedStyle(one).overflowY !== 'visible').map(one => one.className)"
        assert page.locator(".list, .text, .wide, .panes").evaluate_all(cut) == []

    def test_has_nothing_to_press(self, open_page: Callable[..., Page]) -> None:
        page = open_page(story())
        page.locator("#a-3").click()
        page.emulate_media(media="print")
        assert (
            page.locator("button, input, select").evaluate_all("all => all.filter(one => one.checkVisibility()).map(one => one.outerHTML)")
            == []
        )

    def test_prints(self, open_page: Callable[..., Page]) -> None:
        page = open_page(LONG.report)
        folded = page.locator("details:not([open])").count()
        pages = page.pdf(format="A4").count(b"/Type /Page\n")
        assert 3 <= pages <= 12
        assert page.locator("details:not([open])").count() == folded


class TestKeyboard:
    def test_reaches_everything_in_the_order_of_the_page_and_shows_where_it_is(self, open_page: Callable[..., Page]) -> None:
        page = open_page(LONG.report)
        stops = []
        for _ in range(200):
            page.keyboard.press("Tab")
            stop = page.evaluate(_FOCUSED)
            if stop["name"] == "body":
                break
            stops.append(stop)
        assert 20 < len(stops) < 200
        assert [stop["name"] for stop in stops if not (stop["outlined"] and stop["inWindow"])] == []
        assert all(one["place"] < other["place"] for one, other in pairwise(stops))
        names = [stop["name"] for stop in stops]
        assert {"search", "kind", "previous", "next", "copy", "choose"} <= set(names)

    def test_goes_from_sentence_to_sentence_and_chooses(self, open_page: Callable[..., Page]) -> None:
        page = open_page(LONG.report)
        page.locator("#a-3").focus()
        page.keyboard.press("ArrowDown")
        expect(page.locator("#a-30")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.locator("#b-10")).to_be_in_viewport()
        expect(page.locator("#beside")).to_contain_text("40 USD and 50 USD exclude each other")
        expect(page.locator("#a-30")).to_be_focused()
        page.keyboard.press("ArrowUp")
        page.keyboard.press(" ")
        expect(page.locator("#a-3")).to_have_attribute("aria-pressed", "true")

    def test_an_article_is_one_stop_and_keeps_its_place(self, open_page: Callable[..., Page]) -> None:
        page = open_page(LONG.report)
        page.locator("#a-3").focus()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Tab")
        assert page.evaluate("!document.activeElement.closest('#pane-a')")
        page.keyboard.press("Shift+Tab")
        expect(page.locator("#a-30")).to_be_focused()

    @pytest.mark.parametrize("how", ["sentence", "finding"])
    def test_escape_undoes_a_choice(self, open_page: Callable[..., Page], how: str) -> None:
        page = open_page(LONG.report)
        if how == "sentence":
            page.locator("#a-3").click()
        else:
            page.keyboard.press("n")
        assert page.locator(".s.beside").count() > 0
        page.keyboard.press("Escape")
        assert page.locator(".chosen, .s.beside, [aria-pressed=true]").count() == 0
        expect(page.locator("#beside")).to_be_hidden()

    def test_escape_in_the_search_empties_it(self, open_page: Callable[..., Page]) -> None:
        page = open_page(LONG.report)
        page.keyboard.press("/")
        page.keyboard.type("zeppelin")
        expect(page.locator("#shown")).to_have_text("0 shown")
        page.keyboard.press("Escape")
        expect(page.locator("#search")).to_have_value("")
        expect(page.locator("#shown")).to_have_text("")

    def test_focus_is_not_lost_when_the_note_closes(self, open_page: Callable[..., Page]) -> None:
        page = open_page(LONG.report)
        page.locator("#a-3").focus()
        page.keyboard.press("Enter")
        page.get_by_role("button", name="Close").press("Enter")
        expect(page.locator("#a-3")).to_be_focused()
        page.keyboard.press("Enter")
        page.get_by_role("button", name="Close").press("Escape")
        expect(page.locator("#beside")).to_be_hidden()
        expect(page.locator("#a-3")).to_be_focused()


class TestWithoutScript:
    def test_findings_and_articles_are_shown_and_that_is_said(self, open_page: Callable[..., Page]) -> None:
        page = open_page(story(), java_script_enabled=False)
        expect(page.locator("noscript p")).to_be_visible()
        expect(page.locator(".card.conflict blockquote").first).to_contain_text("Three people were hurt in the fire at the bridge.")
        for pane in ("a", "b", "c"):
            expect(page.locator(f"#pane-{pane} .text")).to_be_visible()
        expect(page.locator("#pane-c")).to_contain_text("Ferries carry walkers across the river until then.")
        page.locator("#group-agree summary").click()
        expect(page.locator("#group-agree .card").first).to_be_visible()

    def test_a_link_to_a_finding_is_a_link_to_its_card(self, open_page: Callable[..., Page]) -> None:
        page = open_page(LONG.report, f"#{LONG.other_conflict.id}", java_script_enabled=False)
        expect(page.locator(f"[id='{LONG.other_conflict.id}']")).to_be_in_viewport()


class TestExample:
    def test_the_page_of_the_seeds_keeps_the_rules_fits_and_links(self, open_page: Callable[..., Page]) -> None:
        page = open_page((Path(__file__).parents[1] / "reports" / "story.html").read_text("utf-8"), viewport=NARROW)
        page.evaluate(_OPEN_ALL)
        assert sticking_out(page) == []
        assert broken_rules(page, untold=False) == []
        page.locator(".card .at").first.click()
        expect(page.locator(".s.chosen")).to_be_in_viewport()
        expect(page.locator(".s.beside").first).to_be_attached()
