"""Outcomes of a check made by hand, so that a test of their forms needs no model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hypothesis import strategies as st

from factcheck.model import Relation, Verdict
from factcheck.outcome import CheckedStory, FailOn, Flagged, Outcome, Skipped, Standing
from factcheck.report import Finding
from factcheck.visible import one_line
from reports import article, finding, mention, report

HOSTILE = (
    "\0", "\x1b[2J", "\x9b2J", "\u202e", "\udc80", "\ufffe", "]]>", "</failure>", "::set-output name=a::b", "::stop-commands::x", "##[set-output name=a]b",
    "##vso[task.complete]", "](javascript:alert(1))", "<script>", "</details>", "a\nb", "a\r\n::error::b", "\u2028::error::b", "100 %", "%0A::error::x", "a,b:c", '"', "|", "`",
    "# a", "$x$",
)  # fmt: skip
PATHS = st.text(st.characters(exclude_characters="\0"), min_size=1, max_size=12)
ANY_TEXT = st.text(st.characters(), min_size=1, max_size=12).filter(lambda text: one_line(text) != "")


def story(
    texts: Sequence[str],
    *,
    name: str = "raid",
    paths: Sequence[str] | None = None,
    changed: Sequence[int] | None = None,
    relation: Relation = Relation.CONFLICT,
    sources: Sequence[str] | None = None,
    mentioned: Sequence[str] | None = None,
    suffix: str = ".txt",
) -> CheckedStory:
    """A story with an article for each text, whose mention is all of it or the one of `mentioned`; one finding gathers them.

    What places mean in the files goes by `suffix`: characters in .txt, lines in .md, nothing in .html.
    """
    made = [
        article(
            ["Rain fell.", text],
            source=sources[index] if sources else f"source {index}",
            path=paths[index] if paths else f"stories/{name}/{index}{suffix}",
            as_written=suffix == ".txt",
            has_lines=suffix != ".html",
        )
        for index, text in enumerate(texts)
    ]
    empty = report(made, [])
    ids = empty.ids()
    mentions = [
        mention(identity, sentences[1], mentioned[at] if mentioned else None)
        for at, (identity, (_, sentences)) in enumerate(zip(ids, made, strict=True))
    ]
    differing = finding("count", Verdict.DIFFER, mentions, relation=relation, subject="officers", reason="they exclude each other")
    return CheckedStory(
        name=name,
        changed=tuple(made[at][0].path for at in (changed if changed is not None else range(len(made)))),
        report=report(made, [differing]),
        pairs=tuple((left, right) for at, left in enumerate(ids) for right in ids[at + 1 :]),
    )


def flagged(of: CheckedStory, standing: Standing = Standing.NEW, *, reason: str | None = None) -> Flagged:
    """The story's one finding."""
    return Flagged(of, of.report.findings[0], standing, reason)


def outcome(
    *flags: Flagged,
    stories: Sequence[CheckedStory] | None = None,
    stale: Sequence[str] = (),
    expired: Sequence[str] = (),
    skipped: Sequence[Skipped] = (),
    fail_on: FailOn = FailOn.CONFLICT,
    exit_code: int | None = None,
) -> Outcome:
    """The outcome with these flagged findings and their stories."""
    fails = any(one.standing is Standing.NEW for one in flags)
    return Outcome(
        stories=tuple(stories) if stories is not None else tuple(one.story for one in flags),
        flagged=tuple(flags),
        stale=tuple(stale),
        expired=tuple(expired),
        skipped=tuple(skipped),
        fail_on=fail_on,
        exit=exit_code if exit_code is not None else int(fails),
    )


def of_every_sort(text: str = "48 pages", path: str = "stories/raid/cnn.txt") -> Outcome:
    """An outcome with one of everything, `text` standing wherever a text of an article may, `path` wherever a path may."""
    paths = [path, "stories/raid/verge.txt", f"other/{path}"]
    new = story([text, "47 pages", f"some {text}"], name=f"raid {path}", paths=paths, changed=[0], sources=[text, "verge", f"some {text}"])
    found, reason = new.report.findings[0], f"it is not {text}"
    found = replace(
        found,
        subject=text,
        mentions=tuple(replace(one, attribution=text) for one in found.mentions),
        comparisons=tuple(replace(one, reason=reason) for one in found.comparisons),
        reason=reason,
        note=f"{text} is the later article",
    )
    new = with_finding(new, found)
    known = story([text, "2 men"], name="sale", paths=[f"sale/{path}", "sale/b.txt"])
    old = story([text, "2 men"], name=f"vote {path}", paths=[f"vote/{path}", "vote/b.txt"], changed=[])
    return outcome(
        flagged(new),
        flagged(known, Standing.SUPPRESSED, reason=f"settled: {text}"),
        flagged(old, Standing.UNCHANGED),
        stale=["0123456789abcdef"],
        expired=["fedcba9876543210"],
        skipped=[Skipped(f"bad/{path}", f"not English: {text}"), Skipped(path, "not one story", "stories/raid/verge.txt")],
        exit_code=2,
    )


def with_finding(of: CheckedStory, made: Finding, pairs: Sequence[tuple[str, str]] | None = None) -> CheckedStory:
    """The story with this finding alone, and these compared pairs."""
    articles = [(one, sentences) for one, sentences in zip(of.report.articles, of.report.sentences, strict=True)]
    return CheckedStory(of.name, of.changed, report(articles, [made]), of.pairs if pairs is None else tuple(pairs))
