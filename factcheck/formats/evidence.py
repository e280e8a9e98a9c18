"""How evidence is worded, whatever the page: a sentence with its mentions, a place, a voice, a number of things."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date, datetime

from factcheck.formats.escaping import Markdown, escape, set_off
from factcheck.language import words
from factcheck.model import Article, Sentence, Span
from factcheck.report import Mention
from factcheck.visible import one_line

_HEADLINE_LENGTH = 80

PASSAGE_LENGTH = 240
"""Characters of a text that stands on a line of its own: two wordings of a quotation often differ near their ends."""

_QUOTATION_MARKS = "\"“”„‟«»'‘’"


def voices(mentions: Iterable[Mention]) -> list[str]:
    """Who says it in the articles' own words, each once; none where the articles say it themselves."""
    return distinct(mention.attribution for mention in mentions if mention.attribution)


def according_to(mentions: Iterable[Mention]) -> str:
    """The voices as Markdown, to go on a sentence with; nothing where the articles say it themselves."""
    named = voices(mentions)
    return f", according to {listed([escape(voice) for voice in named])}" if named else ""


def according_to_all(mentions: Collection[Mention]) -> str:
    """`according_to` where all of them have the same voice; nothing where they differ."""
    return according_to(mentions) if len({mention.attribution for mention in mentions}) == 1 else ""


def passage_of(mentions: Sequence[Mention]) -> tuple[str, list[Span]]:
    """The sentence of these mentions, as far as the mentions reach, and where they stand in it; none that is all of it."""
    sentence = mentions[0].sentence
    end = max(sentence.end, *(mention.end for mention in mentions))
    spans = [
        Span(mention.start - sentence.start, mention.end - sentence.start)
        for mention in mentions
        if (mention.start, mention.end) != (sentence.start, end)
    ]
    return sentence.article.text[sentence.start : end], spans


def sentence_with(mentions: Sequence[Mention]) -> Markdown:
    """The passage of these mentions, with them set off."""
    return set_off(*passage_of(mentions))


def grouped_by_sentence(mentions: Iterable[Mention]) -> list[list[Mention]]:
    """Mentions that stand in one sentence together, in order of arrival."""
    groups: dict[tuple[str, int], list[Mention]] = {}
    for mention in mentions:
        groups.setdefault((mention.article, mention.sentence.start), []).append(mention)
    return list(groups.values())


def unquoted(mention: Mention) -> str:
    """The mention's text on one line, without quotation marks around it."""
    text = one_line(mention.text)
    if len(text) > 2 and text[0] in _QUOTATION_MARKS and text[-1] in _QUOTATION_MARKS:
        return text[1:-1]
    return text


def in_quotation_marks(text: str) -> Markdown:
    """`text` as Markdown between quotation marks."""
    return Markdown(f"“{escape(text)}”")


def cut(text: str, length: int = _HEADLINE_LENGTH) -> str:
    """`text` short enough, for a headline unless said otherwise: whole words, and a mark where more is left out."""
    if len(text) <= length:
        return text
    kept = text[:length]
    return (kept.rpartition(" ")[0] or kept).rstrip(" ,;:") + " […]"


def where(sentence: Sentence, line: int | None) -> str:
    """The place of a sentence in its article, its line where lines mean something."""
    place = f"sentence {sentence.index + 1}"
    return place if line is None else f"{place}, line {line}"


def about(article: Article, sentences: Sequence[Sentence], *, link: bool = True) -> list[str]:
    """What a reader is told of an article besides its source: title, file, address unless `link` is False, publication and length."""
    parts = [
        f"“{article.title}”" if article.title else None,
        f"file {article.path}" if article.path != "-" else "standard input",
        article.url if link else None,
        f"published {_day(article.published)}" if article.published else "no date of publication",
        counted(len(sentences), "sentence"),
        counted(len(words(article.text)), "word"),
    ]
    return [part for part in parts if part]


def _day(published: date) -> str:
    return published.isoformat(sep=" ", timespec="minutes") if isinstance(published, datetime) else published.isoformat()


def ended(text: str) -> str:
    """`text` on one line, a full stop at its end if it has none."""
    text = one_line(text)
    return text if text.endswith((".", "!", "?")) else f"{text}."


def counted(number: int, noun: str, several: str | None = None) -> str:
    """`number` of `noun`, `several` being its plural where that is not formed with an s."""
    return f"{number:,} {noun if number == 1 else several or f'{noun}s'}"


def listed(parts: list[str]) -> str:
    """`parts` as a sentence lists them."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def distinct(texts: Iterable[str], key: Callable[[str], str] = str) -> list[str]:
    """Each text once, in order of arrival; those of one key are one text."""
    first: dict[str, str] = {}
    for text in texts:
        first.setdefault(key(text), text)
    return list(first.values())
