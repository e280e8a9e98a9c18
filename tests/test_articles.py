"""Files to articles: what the text is, what the file says of it, and what is refused."""

from __future__ import annotations

import io
import sys
from datetime import UTC, date, datetime, timedelta, timezone
from hashlib import sha256
from pathlib import Path
from time import process_time
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.errors import FactcheckError
from factcheck.reading.articles import article_from_text, read_article

LEAD = "Three people died in a fire at a paper mill on Sunday, police said."


def stored(folder: Path, name: str, content: str | bytes) -> str:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return str(path)


def refusal(path: str, published: str | None = None) -> str:
    with pytest.raises(FactcheckError) as refused:
        read_article(path, published=published)
    message = str(refused.value)
    assert "\n" not in message
    return message


class TestPlainText:
    def test_is_taken_as_it_stands(self, tmp_path: Path) -> None:
        text = "\n  “Quoted”\u00a0text,\tcafe\u0301 \r\n\r\nSecond line\rThird.\x0c\n\n"
        article = read_article(stored(tmp_path, "daily.txt", text))
        assert article.text == text
        assert article.sha256 == sha256(text.encode()).hexdigest()

    @pytest.mark.parametrize("name", ["story", "story.text", "story.TXT", ".story"])
    def test_is_what_an_unknown_suffix_means(self, tmp_path: Path, name: str) -> None:
        assert read_article(stored(tmp_path, name, f"<p>{LEAD}</p>")).text == f"<p>{LEAD}</p>"

    def test_every_kind_of_line_end_counts_a_line(self, tmp_path: Path) -> None:
        article = read_article(stored(tmp_path, "a.txt", "one\ntwo\r\nthree\rfour\n\nsix"))
        assert [article.line_of(article.text.index(word)) for word in ("one", "two", "three", "four", "six")] == [1, 2, 3, 4, 6]

    @given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\r\t"), max_size=80))
    def test_a_line_number_counts_the_line_ends_before(self, text: str) -> None:
        article = article_from_text(f"{text}x")
        assert article.line_of(len(text)) == len(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))

    def test_a_text_in_memory_is_read_like_a_file(self, tmp_path: Path) -> None:
        text = f"March 3, 2014\r\n{LEAD}"
        of_file = read_article(stored(tmp_path, "a.txt", text))
        in_memory = article_from_text(text)
        for attribute in ("text", "sha256", "lines", "published", "source", "title", "url"):
            assert getattr(in_memory, attribute) == getattr(of_file, attribute)


class TestDecoding:
    @pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
    def test_a_byte_order_mark_decides_and_is_no_text(self, tmp_path: Path, encoding: str) -> None:
        assert read_article(stored(tmp_path, "a.txt", "Peña said no.".encode(encoding))).text == "Peña said no."

    @pytest.mark.parametrize(("mark", "encoding"), [(b"\xfe\xff", "utf-16-be"), (b"\x00\x00\xfe\xff", "utf-32-be")])
    def test_so_does_a_big_endian_one(self, tmp_path: Path, mark: bytes, encoding: str) -> None:
        assert read_article(stored(tmp_path, "a.txt", mark + "Peña said no.".encode(encoding))).text == "Peña said no."

    def test_utf_8_comes_before_windows_1252(self, tmp_path: Path) -> None:
        assert read_article(stored(tmp_path, "a.txt", "Peña “no”".encode())).text == "Peña “no”"
        assert read_article(stored(tmp_path, "a.txt", "Peña “no”".encode("cp1252"))).text == "Peña “no”"

    def test_a_page_says_its_charset(self, tmp_path: Path) -> None:
        page = (
            f'<html><head><meta charset="iso-8859-2"></head><body><article><p>{LEAD} Marek Nováček survived it.</p></article></body></html>'
        )
        assert "Nováček" in read_article(stored(tmp_path, "a.html", page.encode("iso-8859-2"))).text

    def test_a_page_that_says_latin_1_means_windows_1252(self, tmp_path: Path) -> None:
        page = f"<html><head><meta charset='latin1'></head><body><article><p>{LEAD} “It was loud.”</p></article></body></html>"
        assert "“It was loud.”" in read_article(stored(tmp_path, "a.html", page.encode("cp1252"))).text

    def test_only_a_page_says_its_charset(self, tmp_path: Path) -> None:
        text = f'<meta charset="iso-8859-2"> {LEAD} Nováček'
        assert "Nováèek" in read_article(stored(tmp_path, "a.txt", text.encode("iso-8859-2"))).text

    @pytest.mark.parametrize("charset", ["unicode_escape", "utf-7", "rot13", "base64", "utf-16", "no-such-charset"])
    def test_a_charset_that_no_page_can_have_is_passed_over(self, tmp_path: Path, charset: str) -> None:
        page = (
            f"<html><head><meta charset='{charset}'></head><body><article><p>{LEAD} \\ud800 Peña +2AA- lived.</p></article></body></html>"
        )
        assert "\\ud800 Peña +2AA- lived" in read_article(stored(tmp_path, "a.html", page.encode("cp1252"))).text

    def test_what_is_no_known_encoding_is_refused(self, tmp_path: Path) -> None:
        assert "cannot decode" in refusal(stored(tmp_path, "a.txt", b"Prague \x81\x8d\x8f \x90 \x9d fire"))
        assert "cannot decode" in refusal(stored(tmp_path, "a.txt", b"\xef\xbb\xbfPe\xf1a"))

    @given(st.binary(max_size=200))
    def test_any_bytes_are_read_or_refused_in_one_line(self, tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
        path = stored(tmp_path_factory.getbasetemp(), "any.txt", data)
        try:
            said = read_article(path).sha256
        except FactcheckError as refused:
            said = str(refused)
        assert "\n" not in said


class TestMarkdown:
    TEXT = (
        "---\ntitle: Mill fire\nsource: The Daily Example\ndate: 2014-03-03\nurl: https://example.org/fire\n---\n\n"
        "# Fire in *Ladton*\n\n"
        "Police said [three people](https://example.org) died\non Sunday at `Ladton` & nearby.\n\n"
        "![a photo](fire.jpg)\n\n<div>an advertisement</div>\n\n"
        "- twelve **hurt**\n- two missing\n\n"
        "> “It was \\*loud\\*,”\\\n> a man said.\n"
    )

    def test_is_rendered_to_plain_text(self, tmp_path: Path) -> None:
        assert read_article(stored(tmp_path, "a.md", self.TEXT)).text == (
            "Fire in Ladton\n\nPolice said three people died on Sunday at Ladton & nearby.\n\n"
            "twelve hurt\n\ntwo missing\n\n“It was *loud*,”\na man said."
        )

    @pytest.mark.parametrize("line_end", ["\n", "\r\n"])
    def test_lines_are_those_of_the_file(self, tmp_path: Path, line_end: str) -> None:
        article = read_article(stored(tmp_path, "a.md", self.TEXT.replace("\n", line_end)))
        places = {"Fire": 8, "Police": 10, "died": 10, "on Sunday": 11, "twelve": 17, "two missing": 18, "“It": 20, "a man": 21}
        assert {words: article.line_of(article.text.index(words)) for words in places} == places

    def test_front_matter_says_what_the_article_is(self, tmp_path: Path) -> None:
        article = read_article(stored(tmp_path, "a.md", self.TEXT))
        assert (article.title, article.source, article.published, article.url) == (
            "Mill fire",
            "The Daily Example",
            date(2014, 3, 3),
            "https://example.org/fire",
        )

    def test_front_matter_may_say_published_and_a_time(self, tmp_path: Path) -> None:
        article = read_article(stored(tmp_path, "a.md", f"---\npublished: March 3, 2014 4:30 PM\n---\n{LEAD}"))
        assert article.published == datetime(2014, 3, 3, 16, 30)  # noqa: DTZ001 the text names no zone

    @pytest.mark.parametrize("opening", ["", "---\n\n", "---\nA heading\n---\n\n", "***\n", "---\n---\n"])
    def test_a_rule_at_the_top_is_no_front_matter(self, tmp_path: Path, opening: str) -> None:
        article = read_article(stored(tmp_path, "a.md", opening + LEAD))
        assert article.text.endswith(LEAD)
        assert (article.title, article.source) == (None, "a")

    @pytest.mark.parametrize(
        ("front_matter", "complaint"),
        [
            ("title: Fire: again", "line 2"),
            ("title: [unclosed", "line"),
            ("date: 2014-13-45", "month"),
            ("title: a\ndate: some day", "date"),
            ("title: &a [1, 2]\nsource: [*a, *a]", "`title`"),
        ],
    )
    def test_broken_front_matter_is_refused(self, tmp_path: Path, front_matter: str, complaint: str) -> None:
        message = refusal(stored(tmp_path, "a.md", f"---\n{front_matter}\n---\n{LEAD}"))
        assert "front matter" in message
        assert complaint in message

    def test_paragraphs_in_markup_are_kept_with_their_lines(self, tmp_path: Path) -> None:
        markup = "<p>Three men &amp; a <b>boy</b> died.\n<!-- no\none --><script>let a = 'nine died'\n</script>Two are\nmissing.</p>\n\nIt burned."
        article = read_article(stored(tmp_path, "a.md", markup))
        assert article.text.split() == ["Three", "men", "&", "a", "boy", "died.", "Two", "are", "missing.", "It", "burned."]
        assert [article.line_of(article.text.index(word)) for word in ("Three", "Two", "missing", "It")] == [1, 4, 5, 7]

    def test_what_is_quoted_deeply_is_read(self, tmp_path: Path) -> None:
        assert read_article(stored(tmp_path, "a.md", f"{'> ' * 60}{LEAD}")).text == LEAD

    @pytest.mark.parametrize("mark", ["[", "*", "`", "![", "<", "<!--", "- ", "> ", "a [", "](x)", "_a", "&", "\\"])
    def test_marks_without_end_are_read_in_time(self, tmp_path: Path, mark: str) -> None:
        start = process_time()
        assert read_article(stored(tmp_path, "a.md", f"{LEAD}\n\n{mark * 20_000}\n")).text.startswith(LEAD)
        assert process_time() - start < 10

    def test_front_matter_without_an_end_is_refused(self, tmp_path: Path) -> None:
        assert "has no end" in refusal(stored(tmp_path, "a.md", f"---\ntitle: Fire\n\n{LEAD}"))


class TestHtml:
    PAGE = (
        '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html><html lang="en"><head><title>Mill fire | The Daily Example</title>'
        '<meta property="og:title" content="Mill fire"><meta property="og:site_name" content="The Daily Example">'
        '<meta property="article:published_time" content="2014-03-03T10:20:00Z">'
        '<link rel="canonical" href="https://example.org/fire"></head><body><nav><a href="/">Home</a> <a href="/world">World</a></nav>'
        f"<main><article><h1>Mill fire</h1><p>{LEAD} It burned for more than five hours.</p>"
        '<figure><img src="a.jpg" alt="flames"><figcaption>About 40 firefighters fought the flames.</figcaption></figure>'
        "<p>The mill had employed 200 people before it was closed &amp; sold, the mayor, Jane Ortiz-Smith, told reporters.</p>"
        "</article></main><footer>Copyright 2021 The Daily Example</footer></body></html>"
    )

    def test_gives_the_main_text(self, tmp_path: Path) -> None:
        text = read_article(stored(tmp_path, "a.html", self.PAGE)).text
        assert f"{LEAD} It burned for more than five hours." in text.splitlines()
        assert "before it was closed & sold" in text
        assert "World" not in text
        assert "Copyright" not in text

    def test_keeps_captions_where_they_stand(self, tmp_path: Path) -> None:
        text = read_article(stored(tmp_path, "a.htm", self.PAGE)).text
        assert text.index("five hours") < text.index("About 40 firefighters fought the flames.") < text.index("200 people")

    def test_says_what_the_article_is(self, tmp_path: Path) -> None:
        article = read_article(stored(tmp_path, "a.html", self.PAGE))
        assert (article.title, article.source, article.published, article.url) == (
            "Mill fire",
            "The Daily Example",
            date(2014, 3, 3),
            "https://example.org/fire",
        )

    def test_has_no_lines(self, tmp_path: Path) -> None:
        assert read_article(stored(tmp_path, "a.html", self.PAGE)).line_of(20) is None

    def test_a_copyright_year_is_no_publication(self, tmp_path: Path) -> None:
        page = self.PAGE.replace('<meta property="article:published_time" content="2014-03-03T10:20:00Z">', "")
        assert page != self.PAGE
        assert read_article(stored(tmp_path, "a.html", page)).published is None

    @pytest.mark.parametrize("page", ["<html></html>", "<html><body><script>let a = 1</script></body></html>", " ", "<!-- nothing -->"])
    def test_without_an_article_it_is_refused(self, tmp_path: Path, page: str) -> None:
        message = refusal(stored(tmp_path, "a.html", page))
        assert "found no article" in message

    def test_without_the_extra_it_says_how_to_get_it(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "trafilatura", None)
        assert "pip install 'factcheck[html]'" in refusal(stored(tmp_path, "a.html", self.PAGE))


class TestSource:
    def test_is_the_stem_where_nothing_else_says_it(self, tmp_path: Path) -> None:
        assert read_article(stored(tmp_path, "the.daily.txt", LEAD)).source == "the.daily"

    def test_given_goes_before_found(self, tmp_path: Path) -> None:
        path = stored(tmp_path, "a.md", f"---\nsource: Found\ndate: 2014-03-03\n---\n{LEAD}")
        article = read_article(path, source="Given", published="2020-08-14")
        assert (article.source, article.published) == ("Given", date(2020, 8, 14))

    def test_of_standard_input_is_stdin(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(f"{LEAD} Peña".encode("cp1252"))))
        article = read_article("-")
        assert (article.path, article.source, article.text) == ("-", "stdin", f"{LEAD} Peña")

    def test_path_is_kept_as_given(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        stored(tmp_path, "a.txt", LEAD)
        monkeypatch.chdir(tmp_path)
        assert read_article("./a.txt").path == "./a.txt"


class TestPublication:
    @pytest.mark.parametrize(
        ("first_lines", "published"),
        [
            ("Posted 11/27/2005 7:21 AM\nUpdated 11/28/2005 3:41 PM", "2005-11-27T07:21:00"),
            ("Updated 11/28/2005 3:41 PM\nPosted 11/27/2005 7:21 AM", "2005-11-27T07:21:00"),
            ("Published 10:00 AM EDT Aug. 7, 2020 Updated 6:18 PM EDT Aug. 8, 2020", "2020-08-07T10:00:00-04:00"),
            ("Last Updated: Monday, 28 November 2005, 02:24 GMT", "2005-11-28T02:24:00+00:00"),
            ("Last updated at 11:24, Tuesday, 18 June 2013", "2013-06-18T11:24:00"),
            ("Published time: March 12, 2013 02:03\nEdited time: March 13, 2013 02:15", "2013-03-12T02:03:00"),
            ("April 04, 2007", "2007-04-04"),
            ("(March 20, 2007) --", "2007-03-20"),
            ("(March 20, 2007) -- A court in Ladton has convicted two men.", "2007-03-20"),
            ("LADTON, March 20, 2007 (XYZ) — A court has convicted two men.", "2007-03-20"),
            ("LADTON, England, 20 March 2007 /Newswire/ -- A court has convicted two men.", "2007-03-20"),
            ("Saturday, 28 September 2013 01:43", "2013-09-28T01:43:00"),
            ("11/10/11 02:39 PM ET", "2011-11-10T14:39:00-05:00"),
            ("Thu Nov 10, 2011 3:00pm EST", "2011-11-10T15:00:00-05:00"),
            ("updated 12/19/2005 2:48:40 PM ET", "2005-12-19T14:48:40-05:00"),
            ("Page last updated at 1353 GMT, 3 March 2014".removeprefix("Page "), "2014-03-03T13:53:00+00:00"),
            ("By Jo Oak | 3rd of March 2014 | 12.30pm", "2014-03-03"),
            ("2014-03-03T16:30:00+01:00", "2014-03-03T16:30:00+01:00"),
            ("03.04.2014", "2014-04-03"),
            ("03/04/2014", "2014-03-04"),
            ("13/04/2014", "2014-04-13"),
            ("3-Mar-2014", "2014-03-03"),
            ("Date: SEPT. 12, 2014, 12 a.m.", "2014-09-12T00:00:00"),
        ],
    )
    def test_is_a_date_that_stands_alone_at_the_top(self, first_lines: str, published: str) -> None:
        found = article_from_text(f"A headline\n\n{first_lines}\n{LEAD}").published
        assert found is not None
        assert found.isoformat() == published

    @pytest.mark.parametrize(
        "line",
        [
            "It happened on March 3, 2014.",
            "On March 3, 2014, a mill burned.",
            "March 3, 2014 was a Monday",
            "The fire of March 3, 2014",
            "Monday, March 3",
            "Updated 3:41 PM",
            "March 2014",
            "13/13/2014",
            "February 30, 2014",
            "Died: March 3, 2014",
            "MEN, March 3, 2014 votes later, were",
            "Call 11-10-11-12 now",
            "24/7",
            "9/11",
        ],
    )
    def test_is_not_read_from_anything_else(self, line: str) -> None:
        assert article_from_text(f"A headline\n{line}\n{LEAD}").published is None

    def test_is_not_read_far_below(self) -> None:
        assert article_from_text("\n\n".join([LEAD] * 8 + ["March 3, 2014"])).published is None

    @pytest.mark.parametrize(
        ("given", "published"),
        [
            ("2020-08-14", date(2020, 8, 14)),
            ("2020-08-14T16:30", datetime(2020, 8, 14, 16, 30)),  # noqa: DTZ001 the text names no zone
            ("2020-08-14T16:30Z", datetime(2020, 8, 14, 16, 30, tzinfo=UTC)),
            ("14 August 2020, 4.30pm +0200", datetime(2020, 8, 14, 16, 30, tzinfo=timezone(timedelta(hours=2)))),
            ("Aug. 14, 2020", date(2020, 8, 14)),
            (date(2020, 8, 14), date(2020, 8, 14)),
        ],
    )
    def test_may_be_given(self, given: str | date, published: date) -> None:
        assert article_from_text(f"March 3, 2014\n{LEAD}", published=given).published == published

    @pytest.mark.parametrize("given", ["", "yesterday", "2020-02-30", "August 14", "14/14/2020", "12", "2020-08-14 and more"])
    def test_given_must_be_a_whole_date(self, tmp_path: Path, given: str) -> None:
        message = refusal(stored(tmp_path, "a.txt", LEAD), published=given)
        assert "publication date" in message
        assert "2020-08-14" in message

    @given(st.text(alphabet=" 0123456789/-.:,|apmJanuryOctGMTEposted\n", max_size=150))
    def test_any_line_is_read_without_an_accident(self, text: str) -> None:
        article_from_text(f"x{text}")


class TestRefused:
    def test_missing(self, tmp_path: Path) -> None:
        assert refusal(str(tmp_path / "none.txt")).startswith("there is no file")

    def test_below_a_file(self, tmp_path: Path) -> None:
        assert "cannot read" in refusal(stored(tmp_path, "a.txt", LEAD) + "/b.txt")

    def test_directory(self, tmp_path: Path) -> None:
        assert "is a directory" in refusal(str(tmp_path))

    @pytest.mark.parametrize("content", ["", " \n\t\r\n ", "\ufeff", "\u200b\u00a0", "--- * ---"])
    @pytest.mark.parametrize("name", ["a.txt", "a.md"])
    def test_empty(self, tmp_path: Path, name: str, content: str) -> None:
        assert "is empty" in refusal(stored(tmp_path, name, content))

    @pytest.mark.parametrize(
        "content", [b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", b"text\x00text", bytes(range(1, 128)), "a b".encode("utf-16-le")]
    )
    def test_binary(self, tmp_path: Path, content: bytes) -> None:
        assert "is binary" in refusal(stored(tmp_path, "a.txt", content))

    @pytest.mark.parametrize(
        ("content", "what"), [(b"%PDF-1.7\nabc", "PDF"), (b"{\\rtf1 abc}", "RTF"), (b"PK\x03\x04abc", "office document")]
    )
    def test_another_kind_of_document(self, tmp_path: Path, content: bytes, what: str) -> None:
        assert what in refusal(stored(tmp_path, "a.txt", content))

    @pytest.mark.skipif(not Path("/dev/zero").exists(), reason="this system has no endless device")
    def test_without_an_end(self) -> None:
        assert "larger than 20 MB" in refusal("/dev/zero")

    def test_closed_standard_input(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sys, "stdin", None)
        assert "standard input is closed" in refusal("-")

    def test_a_name_with_a_line_break_stays_on_one_line(self, tmp_path: Path) -> None:
        assert "\\n" in refusal(str(tmp_path / "two\nlines.txt"))

    def test_a_name_that_is_no_text(self) -> None:
        assert "rename" in refusal("a\udcff.txt")

    def test_a_stray_control_character_is_no_binary_file(self, tmp_path: Path) -> None:
        assert read_article(stored(tmp_path, "a.txt", f"{LEAD * 3}\x0c\x1b[1m\x02")).text.endswith("\x02")
