"""Evidence inside Markdown: nothing in it is obeyed, and what a reader sees rendered is what stands in the article.

Only what could be taken for markup where it stands is escaped, so that the source stays pleasant to read.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from factcheck.model import Span
from factcheck.visible import one_line

_BACKSLASH = re.compile(
    r"""(?=[\\`*~|_\[\]<>&:/.$])(?:         # one look at a letter is enough for nearly all of them
        [\\`*~|]                          # code, emphasis, strikethrough, table cells
      | (?<![^\W_])_ | _(?![^\W_])        # emphasis; inside a word it means nothing
      | \[(?=[\^\[]) | \](?=\()           # footnotes and wiki links; links and images
      | <(?![\s\d])                       # tags and autolinks
      | (?<=--)>                          # the end of a comment
      | &(?=\#?\w{1,40};)                 # entities
      | :(?=//) | /(?=/) | (?<=[Ww]{3})\. # addresses
      | (?<=\S)\.(?=(?:[^\W\d_]{2}|biz|com|edu|gov|net|org|pro|web|xxx|aero|asia|coop|info|museum|name|shop|xn--\w+)(?![^\W_]))
                                          # names of hosts, which some renderers make links ("example.com", "jail.In")
      | \$(?!\d)                          # mathematics, but not "$5"
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_BACKSLASH_FIRST = re.compile(
    r"""(?:[>=\[]                         # quotations, underlined headings, definitions, task lists, alerts
      | \#(?=\#{0,5}(?:\s|$))             # headings
      | [-+](?=[-\s+]|$)                  # list items, rules
      | (?<=\d)[.)](?=\s|$))              # numbered list items
    """,
    re.VERBOSE,
)
_NUMBER_FIRST = re.compile(r"\d{1,9}(?=[.)])")
_CLOSING_HASHES = re.compile(r"(?<!\S)#+$")
# GitHub links these after the Markdown is rendered, so a backslash does not stop it; an empty comment does.
_SPLIT_AFTER = re.compile(
    r"""(?=[@\#Gg:])(?:
        @(?=\w)                                                # people, electronic mail
      | \#(?=\d) | (?i:\bGH-(?=\d))                            # issues
      | :(?=[\w+-]{1,40}:)(?=[^a-z:\s]{0,40}[a-z]|[+-]1:|100:|1234:)   # emoji by name; not the time 10:30:45
    )""",
    re.VERBOSE,
)
_SPLIT = "<!-- -->"


class Markdown(str):
    """Text that is Markdown already."""

    __slots__ = ()


def escape(text: str) -> Markdown:
    """`text` on one line, so escaped that it renders as itself anywhere in a line of GitHub-flavoured Markdown."""
    return set_off(text, ())


def set_off(text: str, spans: Iterable[Span]) -> Markdown:
    """`escape(text)` with the given spans of `text` in bold.

    A span whose edge no emphasis mark can stand at ("$5" in "US$5") is widened to the next place where one can.
    """
    line = one_line(text)
    before = dict.fromkeys(_backslashed(line), "\\")
    after = {match.end() - 1: _SPLIT for match in _SPLIT_AFTER.finditer(line)}
    for span in _marked(line, [_moved(text, line, span) for span in spans]):
        # An underscore at the edge of the mark no longer stands inside a word.
        for at in (span.start - 1, span.start, span.end - 1, span.end):
            if 0 <= at < len(line) and line[at] == "_":
                before[at] = "\\"
        before[span.start] = "**" + before.get(span.start, "")
        after[span.end - 1] = after.get(span.end - 1, "") + "**"
    pieces: list[str] = []
    copied = 0
    for at in sorted(before.keys() | after.keys()):
        pieces += line[copied:at], before.get(at, ""), line[at], after.get(at, "")
        copied = at + 1
    return Markdown("".join(pieces) + line[copied:])


def _backslashed(line: str) -> set[int]:
    places = {match.start() for match in _BACKSLASH.finditer(line)}
    number = _NUMBER_FIRST.match(line)
    if first := _BACKSLASH_FIRST.match(line, number.end() if number else 0):
        places.add(first.start())
    if hashes := _CLOSING_HASHES.search(line):
        places.add(hashes.start())
    return places


def _moved(text: str, line: str, span: Span) -> Span:
    """`span` of `text` as a span of `line`, which is `one_line(text)`."""
    before, within = one_line(text[: span.start]), one_line(text[: span.end])
    start, end = len(before), len(within)
    while start < end and line[start] == " ":
        start += 1
    return Span(start, end)


def _marked(line: str, spans: Iterable[Span]) -> list[Span]:
    """The spans where bold can begin and end, widened as little as possible; in order, with those that touch as one."""
    marked: list[Span] = []
    for span in sorted(span for span in spans if span.start < span.end):
        start, end = span
        while start > 0 and not _can_turn(outside=line[start - 1], inside=line[start]):
            start -= 1
        while end < len(line) and not _can_turn(outside=line[end], inside=line[end - 1]):
            end += 1
        if marked and start <= marked[-1].end:
            last = marked.pop()
            start, end = last.start, max(end, last.end)
        marked.append(Span(start, end))
    return marked


def _can_turn(*, outside: str, inside: str) -> bool:
    """Whether an emphasis mark between these two letters opens or closes towards the inner one, by every version of CommonMark.

    Letters that count as punctuation in some versions only ("€") are taken for the worse each time; a word is never cut.
    """
    if inside == " " or (inside.isalnum() and outside.isalnum()):
        return False
    return outside == " " or _is_punctuation(outside) or not (_is_punctuation(inside) or _is_symbol(inside))


def _is_punctuation(letter: str) -> bool:
    return unicodedata.category(letter)[0] == "P" or (letter.isascii() and _is_symbol(letter))


def _is_symbol(letter: str) -> bool:
    return unicodedata.category(letter)[0] == "S"
