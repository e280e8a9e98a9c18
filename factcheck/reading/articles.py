"""Files to articles: bytes are decoded once, and the text is never edited after that.

`.txt` (and any unknown suffix) is taken as it stands, `.md` is rendered to plain text, `.html` gives its main text.
"""

from __future__ import annotations

import codecs
import html
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from factcheck.errors import FactcheckError
from factcheck.model import Article, Line
from factcheck.reading.datelines import publication_date, read_date

if TYPE_CHECKING:
    from lxml.html import HtmlElement
    from markdown_it.token import Token

STANDARD_INPUT = "-"

LARGEST = 20_000_000
"""Bytes; a larger file is no article, and an endless one would never be read to its end."""

_RULE = re.compile(r"---[ \t]*(?:\r\n?|\n)")
_FIRST_KEY = re.compile(r"\s{0,100}[\w-]{1,100}[ \t]{0,10}:(?=\s)")
_LINE_END = re.compile(r"\r\n?|\n")
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED_CHARSET = re.compile(
    rb"<(?:meta|\?xml)\s[^<>]{0,200}?(?:charset|encoding)\s{0,4}=\s{0,4}[\"']?\s{0,4}([\w.:-]{2,40})", re.IGNORECASE
)
_DECLARATION_WITHIN = 4096
# Encodings of text in which the declaration itself could be read; not those that Python offers for other ends (rot13, utf-7).
_CHARSET_FAMILIES = ("iso8859", "cp125", "cp932", "cp949", "cp950", "koi8", "mac-", "big5", "gb", "euc_", "shift_jis", "iso2022", "tis")
_OTHER_DOCUMENTS = ((b"%PDF-", "a PDF"), (b"{\\rtf", "an RTF document"), (b"PK\x03\x04", "a ZIP archive or office document"))
_MARKUP = re.compile(r"<!--.*?(?:-->|\Z)|<(script|style)\b.*?(?:</\1\s*>|\Z)|</?[a-z!?][^<>]*>", re.IGNORECASE | re.DOTALL)
_PROSE = re.compile(r"\s{0,3}<(?:p|h[1-6]|blockquote|article|section|[uo]l)\b", re.IGNORECASE)
"""The markup of an article's own words; what stands in a `<div>` or a `<figure>` inside Markdown is an embed or an advertisement."""
_DEEPEST = 100
"""Quotations and lists within one another; the reader of Markdown leaves out what stands deeper, and calls itself for each."""
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f]")
_MOST_CONTROLS = 0.01


@dataclass(frozen=True, slots=True)
class _Content:
    """What one file format gives: the article's text and what the file says about it."""

    text: str
    lines: tuple[Line, ...] = ()
    title: str | None = None
    source: str | None = None
    published: date | datetime | None = None
    url: str | None = None
    as_written: bool = False
    story: str | None = None


def read_article(path: str, *, source: str | None = None, published: str | date | None = None) -> Article:
    """The article in the file at `path`, by its suffix; `-` is standard input, read as `.txt`.

    `source` and `published` go before what the file says (front matter, HTML metadata, a dateline); the source
    falls back to the file's stem, or to "stdin". Raises FactcheckError if the file is missing, a directory, empty, too large,
    binary, in no known encoding, has broken front matter or a date that cannot be read, or needs an extra that is not installed.
    """
    given = _given_date(published)
    name = _printable(path)
    data = _read_bytes(path, name)
    suffix = Path(path).suffix.lower()
    is_html = suffix in (".html", ".htm")
    text = _decode(data, name, declared=is_html)
    if is_html:
        content = _from_html(text, name)
    elif suffix in (".md", ".markdown"):
        content = _from_markdown(text, name)
    else:
        content = _from_plain(text)
    stem = "stdin" if path == STANDARD_INPUT else Path(path).stem
    return _article(content, name=name, path=path, source=source or content.source or stem, published=given)


def article_from_text(text: str, *, path: str = STANDARD_INPUT, source: str = "a", published: str | date | None = None) -> Article:
    """The article that a `.txt` file with this text gives. Raises FactcheckError as `read_article` does."""
    return _article(_from_plain(text), name=_printable(path), path=path, source=source, published=_given_date(published))


def _article(content: _Content, *, name: str, path: str, source: str, published: date | None) -> Article:
    if not any(map(str.isalnum, content.text)):
        raise FactcheckError(f"{name} is empty: it holds no words; give a file with the article's text")
    return Article(
        text=content.text,
        path=path,
        source=source,
        sha256=sha256(content.text.encode()).hexdigest(),
        lines=content.lines,
        title=content.title,
        published=published or content.published or publication_date(content.text),
        url=content.url,
        as_written=content.as_written,
        story=content.story,
    )


def _given_date(published: str | date | None) -> date | None:
    if not isinstance(published, str):
        return published
    read = read_date(published)
    if read is None:
        raise FactcheckError(f"cannot read the publication date {published!r}: write it as 2020-08-14 or 2020-08-14T16:30")
    return read


def _printable(path: str) -> str:
    """How a message names the file, on one line."""
    if path == STANDARD_INPUT:
        return "standard input"
    name = path if path.isprintable() else ascii(path)
    try:
        path.encode()
    except UnicodeEncodeError:
        raise FactcheckError(f"the file name {name} is not valid UTF-8: rename the file") from None
    return name


def _read_bytes(path: str, name: str) -> bytes:
    try:
        data = _standard_input() if path == STANDARD_INPUT else _file(path)
    except FileNotFoundError:
        raise FactcheckError(f"there is no file {name}: check the path") from None
    except IsADirectoryError:
        raise FactcheckError(f"{name} is a directory: name the article files in it") from None
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise FactcheckError(f"cannot read {name}: {reason}; give a file that can be read") from None
    if len(data) > LARGEST:
        raise FactcheckError(f"{name} is larger than {LARGEST // 1_000_000} MB, which no article is: give the article's text alone")
    return data


def _standard_input() -> bytes:
    if sys.stdin is None:
        raise FactcheckError("standard input is closed: pipe an article into it, or name a file")
    return sys.stdin.buffer.read(LARGEST + 1)


def _file(path: str) -> bytes:
    if not path:
        raise FactcheckError("the path of an article is empty: name a file")
    with Path(path).open("rb") as file:
        return file.read(LARGEST + 1)


def _decode(data: bytes, name: str, *, declared: bool) -> str:
    for opening, what in _OTHER_DOCUMENTS:
        if data.startswith(opening):
            raise FactcheckError(f"{name} is {what}, not text: save the article as .txt, .md or .html")
    text = _decoded(data, declared=declared)
    if text is None:
        if b"\0" in data:
            raise FactcheckError(f"{name} is binary, not text: save the article as .txt, .md or .html")
        raise FactcheckError(f"cannot decode {name}: it is neither UTF-8 nor Windows-1252; save it as UTF-8")
    if "\0" in text or len(_CONTROL.findall(text)) > _MOST_CONTROLS * len(text):
        raise FactcheckError(f"{name} is binary, not text: save the article as .txt, .md or .html")
    return text


def _decoded(data: bytes, *, declared: bool) -> str | None:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _strictly(data.removeprefix(mark), encoding)
    text = _strictly(data, "utf-8")
    if text is None and declared and (charset := _declared_charset(data)):
        text = _strictly(data, charset)
    return _strictly(data, "cp1252") if text is None else text


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _declared_charset(data: bytes) -> str | None:
    declaration = _DECLARED_CHARSET.search(data[:_DECLARATION_WITHIN])
    if not declaration:
        return None
    try:
        charset = codecs.lookup(declaration[1].decode("ascii")).name
    except LookupError:
        return None
    # As browsers do: pages that say Latin-1 are written in its superset.
    if charset == "iso8859-1":
        return "cp1252"
    return charset if charset.startswith(_CHARSET_FAMILIES) else None


def _from_plain(text: str) -> _Content:
    starts = [0, *(end.end() for end in _LINE_END.finditer(text))]
    return _Content(text, lines=tuple(Line(start, number) for number, start in enumerate(starts, 1)), as_written=True)


def _from_markdown(text: str, name: str) -> _Content:
    from markdown_it import MarkdownIt

    data, body_start = _front_matter(text, name)
    first_line = 1 + sum(1 for _ in _LINE_END.finditer(text, 0, body_start))
    parts: list[str] = []
    lines: list[Line] = []
    length = 0
    for token in MarkdownIt("commonmark", {"maxNesting": _DEEPEST}).parse(text[body_start:]):
        block = _block_lines(token)
        if not any(written.strip() for _, written in block):
            continue
        if parts:
            parts.append("\n\n")
            length += 2
        for row, written in block:
            lines.append(Line(length, first_line + row))
            parts.append(written)
            length += len(written)
    return _Content(
        "".join(parts),
        lines=tuple(lines),
        title=_said(data, "title", name),
        source=_said(data, "source", name),
        published=_dated(data, name),
        url=_said(data, "url", name),
        story=_said(data, "story", name),
    )


def _front_matter(text: str, name: str) -> tuple[Mapping[str, object], int]:
    """What the front matter says, and where in `text` the body starts."""
    import yaml
    from frontmatter.default_handlers import YAMLHandler

    opening = _RULE.match(text)
    if not opening:
        return {}, 0
    reader = YAMLHandler()
    # A rule at the top of a text is Markdown; with a key under it, it was meant as front matter.
    meant = _FIRST_KEY.match(text, opening.end()) is not None
    try:
        written, body = reader.split(text)
    except ValueError:
        if meant:
            raise FactcheckError(f"the front matter of {name} has no end: close it with a line ---") from None
        return {}, 0
    try:
        data = reader.load(written)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        if not meant:
            return {}, 0
        mark = getattr(error, "problem_mark", None)
        where = f", line {mark.line + 1}" if mark else ""
        what = getattr(error, "problem", None) or str(error).partition("\n")[0]
        raise FactcheckError(f"cannot read the front matter of {name}{where}: {what}; correct its YAML") from None
    if not isinstance(data, dict | None):
        return {}, 0
    body_start = len(text) - len(body)
    if text[body_start - 1 : body_start + 1] == "\r\n":  # the closing rule takes one of the two
        body_start -= 1
    return data or {}, body_start


def _said(data: Mapping[str, object], key: str, name: str) -> str | None:
    value = data.get(key)
    if isinstance(value, list | dict | set):
        raise FactcheckError(f"cannot read `{key}` in the front matter of {name}: write one line of text")
    return (str(value).strip() or None) if value is not None else None


def _dated(data: Mapping[str, object], name: str) -> date | datetime | None:
    value = data.get("published") or data.get("date")
    if isinstance(value, date):
        return value
    read = read_date(value) if isinstance(value, str) else None
    if value is not None and read is None:
        raise FactcheckError(f"cannot read the date in the front matter of {name}: write it as 2020-08-14")
    return read


def _block_lines(token: Token) -> list[tuple[int, str]]:
    """The lines of one Markdown block as plain text, each with its row in the body; a line that only wraps ends in a space."""
    row = token.map[0] if token.map else 0
    if token.type in ("fence", "code_block"):
        below = row + (token.type == "fence")
        return [(below + at, line) for at, line in enumerate(token.content.rstrip("\n").splitlines(keepends=True))]
    if token.type == "html_block" and _PROSE.match(token.content):
        plain = _MARKUP.sub(lambda markup: "\n" * markup.group().count("\n"), token.content)
        return [(row + at, html.unescape(line)) for at, line in enumerate(plain.rstrip("\n").splitlines(keepends=True))]
    lines = [""]
    for child in token.children or ():
        if child.type in ("text", "code_inline"):
            lines[-1] += child.content
        elif child.type == "softbreak":
            lines[-1] += " "
            lines.append("")
        elif child.type == "hardbreak":
            lines[-1] += "\n"
            lines.append("")
        elif child.type == "html_inline" and child.content.lower().startswith("<br"):
            lines[-1] += "\n"
    return [(row + at, line) for at, line in enumerate(lines)]


def _from_html(text: str, name: str) -> _Content:
    import logging

    try:
        from trafilatura import bare_extraction
        from trafilatura.settings import Document
        from trafilatura.utils import load_html
    except ImportError:
        raise FactcheckError(f"cannot read {name}: HTML needs an extra; run pip install 'factcheck[html]'") from None

    for library in ("trafilatura", "htmldate"):
        # What they cannot read they log as an error; without a handler that lands on standard error.
        logging.getLogger(library).addHandler(logging.NullHandler())
    page = load_html(text)
    document = None
    if page is not None:
        _keep_captions(page)
        document = bare_extraction(
            page,
            favor_recall=True,
            include_comments=False,
            with_metadata=True,
            # Only dates that the page states as its own; the default for the latest possible date is the clock's.
            date_extraction_params={"extensive_search": False, "original_date": True, "max_date": "2999-12-31"},
        )
    if not isinstance(document, Document) or not document.text:
        raise FactcheckError(f"found no article in {name}: save the article's text as .txt")
    return _Content(
        document.text,
        title=document.title,
        source=document.sitename,
        published=read_date(document.date or ""),
        url=document.url,
    )


def _keep_captions(page: HtmlElement) -> None:
    """Puts each caption behind its figure as a paragraph: the extraction drops figures, and captions carry facts."""
    for caption in list(page.iter("figcaption")):
        figure = next(caption.iterancestors("figure"), None)
        if figure is not None and figure.getparent() is not None:
            caption.tag = "p"
            caption.tail = None
            figure.addnext(caption)
