"""The stories of an archive and why they are taken for such, for `factcheck check --list`."""

from __future__ import annotations

import json
from typing import Any

from factcheck.formats.evidence import counted
from factcheck.gate import Archive
from factcheck.gate.stories import Story
from factcheck.visible import one_line, visible

SCHEMA = "factcheck-stories/1"


def render_text(archive: Archive) -> str:
    """A block for each story: its name and why, its articles, and what each of them that is alike is most akin to."""
    blocks = [[f"{one_line(story.name)} ({story.why})", *(f"  {line}" for line in _articles(story))] for story in archive.stories]
    if archive.unread:
        blocks.append(["not usable", *(f"  {visible(one.path)}: {one_line(one.why)}" for one in archive.unread)])
    compared = sum(len(story.articles) > 1 for story in archive.stories)
    articles = sum(len(story.articles) for story in archive.stories)
    blocks.append([f"{counted(articles, 'article')}, {counted(compared, 'story', 'stories')} of two or more"])
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


def render_json(archive: Archive) -> str:
    """The same as JSON (`factcheck-stories/1`); `akin` are the links between articles that are alike, by their places in `articles`."""
    stories: list[dict[str, Any]] = [
        {
            "name": story.name,
            "why": story.why,
            "articles": [article.path for article in story.articles],
            "akin": [{"left": link.left, "right": link.right, "akin": link.akin} for link in story.links],
        }
        for story in archive.stories
    ]
    unused = [{"path": one.path, "why": one.why} for one in archive.unread]
    return json.dumps({"schema": SCHEMA, "stories": stories, "skipped": unused}, ensure_ascii=False, indent=1) + "\n"


def _articles(story: Story) -> list[str]:
    """Each article's path, with the one that it is most akin to where that put it there."""
    lines = []
    for place, article in enumerate(story.articles):
        links = [(link.akin, link.right if link.left == place else link.left) for link in story.links if place in (link.left, link.right)]
        closest = max(links, key=lambda link: (link[0], -link[1]), default=None)
        said = f", {closest[0]:.2f} akin to {visible(story.articles[closest[1]].path)}" if closest else ""
        lines.append(f"{visible(article.path)}{said}")
    return lines
