"""The page of a report in a browser: sentences are linked, findings are found, stepped through, linked to and copied."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from pages import large_story, long_story, story
from playwright.sync_api import expect

from factcheck.formats import format_named
from factcheck.report import Finding
from reports import report

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

LONG = long_story()
CONFLICTS = [LONG.conflict.id, LONG.other_conflict.id]
CARDS = [one.id for one in LONG.report.findings if one is not LONG.alike]


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    """The page of the long story."""
    return open_page(LONG.report)


def card(page: Page, finding: Finding) -> Locator:
    return page.locator(f"[id='{finding.id}']")


_IS_SEEN = """element => {
    const box = element.getBoundingClientRect();
    let shown = box.height > 0 && box.top >= 0 && box.top < innerHeight;
    for (let around = element.parentElement; around; around = around.parentElement) {
        const outer = around.getBoundingClientRect();
        if (getComputedStyle(around).overflowY !== "visible") shown &&= box.top >= outer.top - 1 && box.top < outer.bottom;
    }
    return shown && element.checkVisibility();
}"""


_AFTER_TEN_FRAMES = """() => new Promise(resolve => {
    let frames = 10;
    const wait = () => frames-- ? requestAnimationFrame(wait) : resolve();
    wait();
})"""


def is_seen(one: Locator) -> bool:
    """Whether a reader sees the element now: in the window, and in all that scrolls around it."""
    return bool(one.evaluate(_IS_SEEN))


def comes_into_view(one: Locator) -> bool:
    """Whether a reader sees the element once the page has come to rest."""
    one.page.evaluate(_AFTER_TEN_FRAMES)
    return is_seen(one)


def outline(one: Locator) -> str:
    return str(one.evaluate("one => getComputedStyle(one).outlineStyle"))


def shown_cards(page: Page) -> list[str]:
    """The ids of the cards that the filters leave, in the order of the page."""
    return [str(one.get_attribute("id")) for one in page.locator(".card:not([hidden])").all()]


def address(page: Page) -> str:
    return str(page.evaluate("location.hash.slice(1)"))


class TestLinkedSentences:
    def test_the_counterpart_of_a_clicked_sentence_comes_into_view_and_is_set_off(self, page: Page) -> None:
        page.locator(".articles").scroll_into_view_if_needed()
        sentence, counterpart = page.locator("#a-3"), page.locator("#b-55")
        assert not is_seen(counterpart)
        assert outline(counterpart) == "none"
        sentence.click()
        assert comes_into_view(counterpart)
        assert comes_into_view(sentence)
        assert (outline(sentence), outline(counterpart)) == ("solid", "dashed")
        assert [str(one.get_attribute("id")) for one in page.locator(".s.beside").all()] == ["b-55"]

    def test_relation_and_reason_are_told(self, page: Page) -> None:
        page.locator("#a-3").click()
        note = page.locator("#beside")
        expect(note).to_contain_text("B (City Desk), sentence 55: a conflict")
        expect(note).to_contain_text("At dawn nine boats had left.")
        expect(note).to_contain_text("“Seven boats” / “nine boats”, conflict: 7 and 9 exclude each other")

    def test_it_works_both_ways_and_on_a_mark(self, page: Page) -> None:
        page.locator("#b-55 mark").click()
        assert comes_into_view(page.locator("#a-3"))
        expect(page.locator("#beside")).to_contain_text("“nine boats” / “Seven boats”, conflict: 7 and 9 exclude each other")

    def test_another_choice_takes_the_place_of_the_first(self, page: Page) -> None:
        page.locator("#a-3").click()
        page.locator("#b-10").click()
        assert [str(one.get_attribute("id")) for one in page.locator(".s.chosen, .s.beside").all()] == ["a-30", "b-10"]
        expect(page.locator("#a-3")).to_have_attribute("aria-pressed", "false")
        expect(page.locator("#b-10")).to_have_attribute("aria-pressed", "true")
        assert comes_into_view(page.locator("#a-30"))

    def test_agreement_and_its_reason_are_told_too(self, page: Page) -> None:
        page.locator("#a-56").click()
        expect(page.locator("#beside")).to_contain_text("the same")
        expect(page.locator("#beside")).to_contain_text("“Monday” / “Monday”, same: both are Monday")

    def test_of_a_sentence_that_one_source_alone_has_that_is_told(self, page: Page) -> None:
        page.locator("#b-60").click()
        expect(page.locator("#beside")).to_contain_text("No other article says this.")
        assert page.locator(".s.beside").count() == 0

    def test_a_place_in_a_card_leads_to_its_sentence(self, page: Page) -> None:
        card(page, LONG.conflict).locator("blockquote .at").nth(1).click()
        assert comes_into_view(page.locator("#b-55"))
        assert comes_into_view(page.locator("#a-3"))
        expect(page.locator("#b-55")).to_have_attribute("aria-pressed", "true")

    def test_a_card_shows_its_mentions_in_the_articles(self, page: Page) -> None:
        card(page, LONG.conflict).get_by_role("button", name="Show in the articles").click()
        assert [str(one.get_attribute("id")) for one in page.locator(".s.beside").all()] == ["a-3", "b-55"]
        page.locator(".articles").scroll_into_view_if_needed()
        assert comes_into_view(page.locator("#a-3"))
        assert comes_into_view(page.locator("#b-55"))

    def test_the_note_closes(self, page: Page) -> None:
        page.locator("#a-3").click()
        page.get_by_role("button", name="Close").click()
        expect(page.locator("#beside")).to_be_hidden()
        assert page.locator(".chosen, .s.beside").count() == 0

    def test_a_text_that_is_being_selected_chooses_nothing(self, page: Page) -> None:
        page.locator("#a-3").dblclick()
        page.keyboard.press("Escape")
        assert page.evaluate("getSelection().toString()") != ""
        page.locator("#a-3").evaluate("one => getSelection().selectAllChildren(one)")
        page.locator("#a-3").dispatch_event("click")
        expect(page.locator("#beside")).to_be_hidden()

    def test_the_strip_leads_to_its_place(self, page: Page) -> None:
        page.locator(".articles").scroll_into_view_if_needed()
        strip = page.locator("#pane-b .strip")
        box = strip.bounding_box()
        assert box is not None
        strip.click(position={"x": 3, "y": box["height"] * 54.5 / 60})
        assert comes_into_view(page.locator("#b-55"))


class TestThreeSources:
    def test_the_pane_of_a_counterpart_that_is_not_shown_takes_a_place(self, open_page: Callable[..., Page]) -> None:
        page = open_page(story())
        expect(page.locator("#pane-c")).to_be_hidden()
        page.locator("#a-3").click()
        for pane in ("a", "b"):
            expect(page.locator(f"#pane-{pane}")).to_be_visible()
        page.locator("#beside").get_by_role("link", name="C (Evening Wire), sentence 3").click()
        expect(page.locator("#pane-c")).to_be_visible()
        assert comes_into_view(page.locator("#c-3"))

    def test_each_place_shows_the_article_that_is_asked_for(self, open_page: Callable[..., Page]) -> None:
        page = open_page(story())
        page.locator("#pane-b select").select_option("c")
        expect(page.locator("#pane-c")).to_be_visible()
        expect(page.locator("#pane-b")).to_be_hidden()
        page.locator("#pane-c select").select_option("a")
        assert [str(one.get_attribute("id")) for one in page.locator(".pane:not([hidden])").all()] == ["pane-a", "pane-c"]
        assert page.locator("#pane-a").evaluate("one => one.getBoundingClientRect().left") > page.locator("#pane-c").evaluate(
            "one => one.getBoundingClientRect().left"
        )

    def test_the_grid_has_what_every_source_says_and_marks_the_odd_one_out(self, open_page: Callable[..., Page]) -> None:
        row = open_page(story()).locator(".grid tr", has_text="Duration")
        assert row.locator("td").all_inner_texts() == ["“two weeks”", "“two weeks”", "“three weeks” odd one out"]
        row.get_by_role("link").click()
        expect(row.page.locator(".card.chosen h3")).to_have_text(re.compile("Conflict: Duration"))


class TestFilters:
    def test_every_finding_is_there_at_first(self, page: Page) -> None:
        assert sorted(shown_cards(page)) == sorted(CARDS)
        expect(page.locator("#shown")).to_have_text("")

    @pytest.mark.parametrize("look", ["conflict", "unclear", "detail", "agree", "only"])
    def test_a_verdict_is_taken_away_and_given_back(self, page: Page, look: str) -> None:
        box = page.locator(f"input[value='{look}']")
        box.uncheck()
        left = shown_cards(page)
        assert len(left) < len(CARDS)
        assert page.locator(f".card.{look}:not([hidden])").count() == 0
        assert page.locator(f".pane mark.{look}:not(.off)").count() == 0
        expect(page.locator("#shown")).to_have_text(f"{7 - {'conflict': 2, 'agree': 2}.get(look, 1)} shown")
        box.check()
        assert sorted(shown_cards(page)) == sorted(CARDS)
        assert page.locator(".pane mark.off").count() == 0

    def test_a_kind_alone(self, page: Page) -> None:
        page.locator("#kind").select_option("count")
        assert shown_cards(page) == [LONG.conflict.id, LONG.detail.id]
        expect(page.locator("#shown")).to_have_text("2 shown")
        page.locator("#kind").select_option("")
        assert sorted(shown_cards(page)) == sorted(CARDS)

    def test_a_verdict_and_a_kind_at_once(self, page: Page) -> None:
        page.locator("#kind").select_option("count")
        page.locator("input[value='detail']").uncheck()
        assert shown_cards(page) == [LONG.conflict.id]

    @pytest.mark.parametrize("words", ["nine boats", "BOATS seven", "  boats  ", "exclude 9"])
    def test_a_search_is_for_all_its_words_in_any_order_and_case(self, page: Page, words: str) -> None:
        page.fill("#search", words)
        expect(page.locator("#shown")).to_have_text("1 shown")
        assert shown_cards(page) == [LONG.conflict.id]

    @pytest.mark.parametrize("words", ["jose ruiz", "José", "JOSE\u0301"])
    def test_a_search_knows_letters_with_and_without_their_accents(self, page: Page, words: str) -> None:
        page.fill("#search", words)
        expect(page.locator("#shown")).to_have_text("1 shown")
        assert shown_cards(page) == [LONG.other_conflict.id]

    def test_a_search_for_straight_quotation_marks_finds_typographic_ones(self, page: Page) -> None:
        page.fill("#search", '"never touched"')
        expect(page.locator("#shown")).to_have_text("1 shown")
        assert shown_cards(page) == [LONG.unclear.id]

    def test_a_search_opens_the_group_of_what_it_finds(self, page: Page) -> None:
        expect(card(page, LONG.only)).to_be_hidden()
        page.fill("#search", "tells number 60")
        expect(card(page, LONG.only)).to_be_visible()

    @pytest.mark.parametrize("words", ["Copy", "markdown", "Show in the articles"])
    def test_a_search_passes_over_what_is_written_on_buttons(self, page: Page, words: str) -> None:
        page.fill("#search", words)
        expect(page.locator("#shown")).to_have_text("0 shown")

    def test_a_search_for_either_of_two_sentences_that_agree_finds_them(self, page: Page) -> None:
        for words in ("the storm began on monday", "on monday the storm began."):
            page.fill("#search", words)
            expect(page.locator("#group-alike li:not([hidden])")).to_have_count(1)

    def test_passages_that_are_shared_are_not_counted_as_findings(self, open_page: Callable[..., Page]) -> None:
        page = open_page(story())
        assert page.locator("#group-shared li").count() > 0
        page.locator("input[value='conflict']").uncheck()
        left = [one for one in story().findings if not one.is_conflict]
        expect(page.locator("#shown")).to_have_text(f"{len(left)} shown")

    def test_a_search_for_nothing_that_is_there_says_so(self, page: Page) -> None:
        page.fill("#search", "zeppelin")
        expect(page.locator("#shown")).to_have_text("0 shown")
        assert shown_cards(page) == []
        page.fill("#search", "")
        expect(page.locator("#shown")).to_have_text("")
        assert sorted(shown_cards(page)) == sorted(CARDS)


class TestSteps:
    def test_keys_go_from_conflict_to_conflict_and_around(self, page: Page) -> None:
        for key, wanted in zip("nnnpp", (0, 1, 0, 1, 0), strict=True):
            page.keyboard.press(key)
            expect(card(page, LONG.conflict if wanted == 0 else LONG.other_conflict)).to_be_focused()
            assert address(page) == CONFLICTS[wanted]
        assert comes_into_view(page.locator("#a-3"))
        assert comes_into_view(page.locator("#b-55"))

    def test_buttons_do_the_same(self, page: Page) -> None:
        page.get_by_role("button", name="Previous conflict").click()
        expect(card(page, LONG.other_conflict)).to_be_focused()
        page.get_by_role("button", name="Next conflict").click()
        expect(card(page, LONG.conflict)).to_be_focused()

    def test_what_is_filtered_out_is_passed_over(self, page: Page) -> None:
        page.locator("#kind").select_option("money")
        page.locator("#kind").blur()
        page.keyboard.press("n")
        page.keyboard.press("n")
        assert address(page) == LONG.other_conflict.id

    def test_differences_are_stepped_through_where_no_conflict_is_shown(self, page: Page) -> None:
        page.locator("input[value='conflict']").uncheck()
        seen = []
        for _ in range(2):
            page.keyboard.press("n")
            seen.append(address(page))
        assert sorted(seen) == sorted([LONG.detail.id, LONG.unclear.id])

    def test_where_there_is_neither_that_is_said(self, page: Page) -> None:
        page.locator("#kind").select_option("date")
        page.get_by_role("button", name="Next conflict").click()
        expect(page.locator("#shown")).to_have_text("No conflict among what is shown.")

    def test_letters_typed_into_the_search_are_letters(self, page: Page) -> None:
        page.keyboard.press("/")
        page.keyboard.type("pin/")
        expect(page.locator("#search")).to_have_value("pin/")
        assert page.locator(".chosen").count() == 0

    def test_letters_can_be_given_back_to_the_browser(self, page: Page) -> None:
        page.locator(".keys summary").click()
        page.locator("#letters").uncheck()
        page.keyboard.press("n")
        assert page.locator(".chosen").count() == 0

    @pytest.mark.parametrize("keys", ["Control+n", "Alt+p", "Meta+/"])
    def test_keys_of_the_browser_are_left_alone(self, page: Page, keys: str) -> None:
        page.keyboard.press(keys)
        assert page.locator(".chosen").count() == 0


class TestDeepLinks:
    @pytest.mark.parametrize(
        "finding", [LONG.other_conflict, LONG.agreement, LONG.alike, LONG.only], ids=["card", "folded", "alike", "only"]
    )
    def test_lead_to_the_finding_wherever_it_is_folded(self, open_page: Callable[..., Page], finding: Finding) -> None:
        page = open_page(LONG.report, f"#{finding.id}")
        expect(card(page, finding)).to_be_focused()
        assert comes_into_view(card(page, finding))
        assert page.locator(".s.beside").count() == len(finding.mentions)

    def test_lead_to_it_from_the_open_page_and_through_filters(self, page: Page) -> None:
        page.locator("input[value='conflict']").uncheck()
        page.locator("#kind").select_option("date")
        page.fill("#search", "zeppelin")
        expect(page.locator("#shown")).to_have_text("0 shown")
        page.evaluate(f"location.hash = '{LONG.other_conflict.id}'")
        expect(card(page, LONG.other_conflict)).to_be_focused()
        assert comes_into_view(card(page, LONG.other_conflict))
        expect(page.locator("input[value='conflict']")).to_be_checked()

    def test_lead_to_a_sentence_too(self, open_page: Callable[..., Page]) -> None:
        page = open_page(LONG.report, "#b-55")
        assert comes_into_view(page.locator("#a-3"))
        expect(page.locator("#b-55")).to_have_attribute("aria-pressed", "true")

    def test_that_were_followed_can_be_gone_back_from(self, page: Page) -> None:
        page.locator(f"a[href='#{LONG.conflict.id}']").first.click()
        card(page, LONG.conflict).locator("a.at").last.click()
        expect(page.locator("#b-55")).to_have_class(re.compile("chosen"))
        page.go_back()
        expect(card(page, LONG.conflict)).to_have_class(re.compile("chosen"))
        page.go_back()
        expect(page.locator(".chosen")).to_have_count(0)

    @pytest.mark.parametrize("fragment", ["#", "#0123456789abcdef", "#a-999", "#%", "#%E0%A4", "#constructor", "#'\"><b>"])
    def test_that_lead_nowhere_do_no_harm(self, open_page: Callable[..., Page], fragment: str) -> None:
        page = open_page(LONG.report, fragment)
        assert page.locator(".chosen").count() == 0
        page.locator("#a-3").click()
        assert comes_into_view(page.locator("#b-55"))
        page.evaluate("fragment => { location.hash = fragment }", fragment)
        page.keyboard.press("n")
        assert address(page) == LONG.conflict.id

    @pytest.mark.parametrize("key", ["ctrlKey", "metaKey", "shiftKey"])
    def test_open_beside_the_page_where_that_is_asked_for(self, page: Page, key: str) -> None:
        page.evaluate("addEventListener('click', event => { window.wasTaken = event.defaultPrevented; event.preventDefault() })")
        card(page, LONG.detail).get_by_role("link", name="Link").dispatch_event("click", {key: True})
        assert page.evaluate("wasTaken") is False
        assert page.locator(".chosen").count() == 0

    def test_are_what_the_address_becomes(self, page: Page) -> None:
        card(page, LONG.detail).get_by_role("link", name="Link").click()
        assert address(page) == LONG.detail.id
        page.reload()
        expect(card(page, LONG.detail)).to_be_focused()


class TestCopying:
    @pytest.mark.parametrize("finding", [LONG.conflict, LONG.detail, LONG.agreement], ids=["conflict", "detail", "agreement"])
    def test_gives_the_finding_as_the_markdown_report_has_it(self, page: Page, finding: Finding) -> None:
        page.evaluate(f"location.hash = '{finding.id}'")
        card(page, finding).get_by_role("button", name="Copy as Markdown").click()
        expect(card(page, finding).locator(".copy")).to_have_text("Copied")
        whole = re.sub(r"(?m)^### \d+\. ", "### ", format_named("markdown").render(LONG.report))
        copied = str(page.evaluate("navigator.clipboard.readText()")).strip()
        assert copied in whole
        assert [mention.text in copied for mention in finding.mentions] == [True, True]

    def test_of_what_one_source_alone_has_names_the_source(self, page: Page) -> None:
        page.evaluate(f"location.hash = '{LONG.only.id}'")
        card(page, LONG.only).get_by_role("button", name="Copy as Markdown").click()
        expect(card(page, LONG.only).locator(".copy")).to_have_text("Copied")
        copied = str(page.evaluate("navigator.clipboard.readText()"))
        assert "City Desk" in copied
        assert LONG.only.mentions[0].text in copied

    def test_of_sentences_that_agree_gives_both(self, page: Page) -> None:
        page.evaluate(f"location.hash = '{LONG.alike.id}'")
        card(page, LONG.alike).locator("xpath=ancestor::li").get_by_role("button", name="Copy as Markdown").click()
        copied = str(page.evaluate("navigator.clipboard.readText()"))
        for mention in LONG.alike.mentions:
            assert mention.text in copied

    def test_works_where_the_browser_keeps_its_clipboard_shut(self, page: Page) -> None:
        page.evaluate("window.read = navigator.clipboard.readText.bind(navigator.clipboard)")
        page.evaluate("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
        button = card(page, LONG.conflict).get_by_role("button", name="Copy as Markdown")
        button.click()
        assert "nine boats" in page.evaluate("read()")
        assert page.evaluate("document.activeElement.className") == "copy"


def test_a_page_without_a_finding_says_so(open_page: Callable[..., Page]) -> None:
    left, right = (LONG.report.articles[at] for at in (0, 1))
    page = open_page(report([(left, LONG.left), (right, LONG.right)], []))
    expect(page.locator("#group-conflict")).to_contain_text("None found.")
    page.keyboard.press("n")
    expect(page.locator("#shown")).to_have_text("No conflict among what is shown.")


def test_forty_articles_are_linked_with_one_another(open_page: Callable[..., Page]) -> None:
    page = open_page(large_story())
    page.locator("#a-12").click()
    assert page.locator(".s.beside").count() == 39
    assert comes_into_view(page.locator("#b-12"))
    conflict = next(one for one in large_story().findings if one.is_conflict)
    page.keyboard.press("n")
    expect(card(page, conflict)).to_be_focused()
    page.evaluate("location.hash = 'an-60'")
    expect(page.locator("#an-60")).to_have_class(re.compile("chosen"))
    assert comes_into_view(page.locator("#an-60"))
