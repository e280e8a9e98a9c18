"""How long `factcheck check` takes on an archive, cold, warm and with one article changed; and how it grows.

    python benchmarks/gate_speed.py real [--articles 300] [--jobs 1]
    python benchmarks/gate_speed.py growth [--sizes 30 300 3000] [--jobs 1]

The archive is made of the two seed articles: every story has both and a second version of the longer one, each with its own names
throughout and `EDITS` typed edits (`edits.py`), so that few sentences stand in two stories. `real` runs the program as a user does,
in a repository of its own, against the obvious script, which encodes every sentence with sentence-transformers and does no more. `growth` has its vectors from an encoder that counts words, so that what is measured is all but encoding; there the
archive is checked story by story, and once as one flat folder that has to be grouped first. Times are of whole processes, memory is their peak.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from itertools import product
from pathlib import Path

from cold_start import OBVIOUS, SEEDS
from edits import GENERATORS
from timing import run

EDITS = 6
_NAME = re.compile(r"\b(?:Ingram|Derrick|Shea|Dermot|Hoylman|Blasio|Dwreck|McRorie|LaFurno|Desirae|Harvey|Jessica|Johnson|Cuomo|Brad)\b")
SYLLABLES = ("Bar", "Cor", "Den", "Far", "Gil", "Hal", "Ker", "Lor", "Mer", "Nor", "Per", "Ros", "Sel", "Tor", "Val", "Wen")
ENDINGS = ("aby", "dale", "enko", "field", "grave", "iston", "land", "mont", "nell", "osk", "ridge", "sley", "ton", "vane", "well", "yard")
_COUNTING = """
import sys, time, json, resource
from datetime import date
sys.path[:0] = {paths!r}
from conftest import FakeEncoder
from factcheck.former_runs import FormerRuns
from factcheck.gate import Policy, check, find_files, group_archive, read_files
from factcheck.settings import Settings
former = FormerRuns(None, FakeEncoder(), Settings.released())
started = time.perf_counter()
members, unread = read_files(find_files([sys.argv[1]]))
read = time.perf_counter()
archive = group_archive(members, unread, former)
grouped = time.perf_counter()
if sys.argv[2] == "check":
    check(archive, former, policy=Policy(date(2030, 1, 1)), jobs=int(sys.argv[3]))
done = time.perf_counter()
print(json.dumps([read - started, grouped - read, done - grouped, len(archive.stories)]))
"""


def versions(story: int) -> Iterator[tuple[str, str]]:
    """The three articles of a story: the name of the source and its text."""
    names = [first + last for first, last in product(SYLLABLES, ENDINGS)]
    texts = [Path(path).read_text("utf-8") for path in SEEDS]
    own = random.Random(story)  # noqa: S311  # the same archive every time
    own.shuffle(names)
    renamed = {name: names[at] for at, name in enumerate(sorted({name for text in texts for name in _NAME.findall(text)}))}
    for source, text in (("post", texts[0]), ("desk", texts[1]), ("wire", texts[1])):
        version = _NAME.sub(lambda match: renamed[match.group()], text)
        for _ in range(EDITS):
            edits = list(own.choice(list(GENERATORS.values()))(version))
            if edits:
                version = own.choice(edits).text
        yield source, version


def make_archive(folder: Path, articles: int, *, flat: bool = False) -> None:
    """Writes stories of three articles each, every one in a folder of its own or all in one folder."""
    for story in range(articles // 3):
        for source, text in versions(story):
            path = folder / f"story{story:04}-{source}.txt" if flat else folder / f"story{story:04}" / f"{source}.txt"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")


def real(articles: int, jobs: int) -> None:
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        make_archive(folder / "stories", articles)
        git = ["git", "-c", "user.name=a", "-c", "user.email=a@example.org"]
        for arguments in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "archive"]):
            subprocess.run([*git, *arguments], cwd=folder, check=True)
        check = [sys.executable, "-m", "factcheck", "check", "stories", "--format", "json", "--cache", "cache", "--jobs", str(jobs)]
        taken: dict[str, list[float]] = {"warm": [], "all, one changed": [], "--since, one changed": []}
        cold = run(check, folder)
        for place in range(3):
            warm = run(check, folder)
            taken["warm"].append(warm.seconds)
            changed = folder / "stories" / f"story{place:04}" / "wire.txt"
            changed.write_text(
                f"{changed.read_text('utf-8')}\n\nPolice said on Monday that {place + 3} more officers had been named.\n", "utf-8"
            )
            taken["--since, one changed"].append(run([*check, "--since", "HEAD"], folder).seconds)
            changed.write_text(
                f"{changed.read_text('utf-8')}\n\nNobody else was named on Monday, a spokesman said on day {place}.\n", "utf-8"
            )
            taken["all, one changed"].append(run(check, folder).seconds)
            subprocess.run([*git, "commit", "-q", "-a", "-m", "changed"], cwd=folder, check=True)
        texts, script = folder / "texts.json", folder / "obvious.py"
        sentences = told(folder / "stories")
        texts.write_text(json.dumps([text for story in sentences for text in story]), "utf-8")
        script.write_text(OBVIOUS, "utf-8")
        obvious = run([sys.executable, str(script), str(texts)], folder)
        size = sum(path.stat().st_size for path in (folder / "cache").iterdir())
    total = sum(map(len, sentences))
    print(f"{articles} articles, {total:,} sentences, {len({text for story in sentences for text in story}):,} of them different")
    print(f"obvious script            {obvious.seconds:7.1f} s")
    for name, seconds in [("cold", [cold.seconds]), *taken.items()]:
        median = statistics.median(seconds)
        print(f"{name:24}  {median:7.1f} s  {median / obvious.seconds:.3f} of the obvious script, {median / cold.seconds:.3f} of cold")
    print(f"memory cold {cold.memory:.0f} MiB, warm {warm.memory:.0f} MiB, cache {size / 2**20:.0f} MiB")


def told(folder: Path) -> list[list[str]]:
    """The sentences that are encoded, story by story."""
    from factcheck.preparation import texts_of
    from factcheck.reading.articles import read_article
    from factcheck.settings import Settings

    stories = sorted(path for path in folder.iterdir() if path.is_dir())
    settings = Settings.released()
    return [[text for path in sorted(story.iterdir()) for text in texts_of(read_article(str(path)), settings)] for story in stories]


def growth(sizes: list[int], jobs: int) -> None:
    root = Path(__file__).resolve().parents[1]
    program = _COUNTING.format(paths=[str(root), str(root / "tests")])
    print("articles    reading  grouping  comparing   memory   (flat) grouping   memory")
    for size in sizes:
        with tempfile.TemporaryDirectory() as temporary:
            folder = Path(temporary)
            make_archive(folder / "stories", size)
            make_archive(folder / "flat", size, flat=True)
            by_folder = run([sys.executable, "-c", program, str(folder / "stories"), "check", str(jobs)])
            flat = run([sys.executable, "-c", program, str(folder / "flat"), "group", "1"])
        reading, grouping, comparing, _ = json.loads(by_folder.output)
        print(
            f"{size:8,}  {reading:7.1f} s {grouping:7.1f} s  {comparing:7.1f} s  {by_folder.memory:4.0f} MiB"
            f"        {json.loads(flat.output)[1]:8.1f} s {flat.memory:4.0f} MiB"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("real", "growth"))
    parser.add_argument("--articles", type=int, default=300)
    parser.add_argument("--sizes", type=int, nargs="+", default=[30, 300, 3000])
    parser.add_argument("--jobs", type=int, default=1)
    given = parser.parse_args()
    if given.what == "real":
        real(given.articles, given.jobs)
    else:
        growth(given.sizes, given.jobs)


if __name__ == "__main__":
    main()
