"""Text that would be markup, and what Markdown renders as by the renderers that editors use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import strategies as st
from markdown_it import MarkdownIt

from factcheck.visible import one_line

if TYPE_CHECKING:
    from markdown_it.token import Token

RENDERERS = {
    "commonmark": MarkdownIt("commonmark"),
    "github": MarkdownIt("gfm-like", {"linkify": False}),
    "github with links": MarkdownIt("gfm-like"),
    "github, typographer": MarkdownIt("js-default", {"html": True, "linkify": True}),
}

MARKUP = [
    "*", "**", "_", "__", "`", "``", "```", "~", "~~", "~~~", "[", "]", "](", "](x)", "[a](b)", "![a](b)", "[a]: b", "[^1]", "[^1]: x", "[ ] ", "[x] ",
    "[[a]]", "[!NOTE]", "<", ">", "<b>", "</b>", "<!--", "-->", "<!-- -->", "<script>alert(1)</script>", "<https://a.com>", "<a@b.com>", "<?x?>", "<![CDATA[",
    "&lt;", "&#35;", "&#x23;", "&amp;", "&", ";", "|", "|-|", "|---|---|", "# ", "###", " #", "#12", "GH-7", "@name", "a@b.com", "mailto:a@b.com",
    ":tada:", ":100:", "10:30:45", "http://", "https://a.com/b_c*d", "ftp://a.com", "www.a.com", "www.1", "//localhost", "http://localhost", "a.com", "jail.In",
    "- ", "+ ", "* ", "1. ", "1) ", "12.", "---", "***", "===", "- - -", ":-:", "$", "$5", "US$5", "$$", "€5", "\\", "\\\\", "007", "11,000", "a", "word", "é",
    "“", "”", "'", '"', "(", ")", ".", ",", "!", ":", "/", "-", "=", "+", " ", "  ", "    ", "\t", "\n", "\n\n", "\r\n", "\u00a0", "\u2028", "\0", "\x1b[31m", "\u202e",
    "\u200b", "\ufeff", "x", "5", "☃", "—", "…",
]  # fmt: skip
HOSTILE = st.lists(st.one_of(st.sampled_from(MARKUP), st.text(max_size=3)), min_size=1, max_size=12).map("".join)
SENTENCES = HOSTILE.filter(lambda text: one_line(text) != "")


def inline(markdown: str, renderer: MarkdownIt) -> list[Token]:
    return [child for token in renderer.parse(markdown) for child in token.children or ()]


def shown(tokens: list[Token]) -> str:
    return "".join(token.content for token in tokens if token.type == "text")
