"""Which files changed since a revision: asked of real repositories."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from factcheck.errors import FactcheckError
from factcheck.gate import changed_since

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(autouse=True)
def plain_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Git as it comes, in an empty working folder; nothing of the settings of whoever runs the tests."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_NAME", "Desk")
        monkeypatch.setenv(f"GIT_{role}_EMAIL", "desk@example.org")
    monkeypatch.chdir(tmp_path)


class Repository:
    """The repository at a folder."""

    def __init__(self, folder: str) -> None:
        self.folder = Path(folder)

    @classmethod
    def of_two_articles(cls, folder: str) -> Repository:
        """A new one with a story in its first commit, which has the tag `first`."""
        made = cls(folder)
        made.folder.mkdir(parents=True)
        made.git("init", "-q", "-b", "main")
        made.write("stories/raid/a.txt", "Police sent 47 officers to the pier.\n" * 5)
        made.write("stories/raid/b.txt", "Police sent 50 officers to the pier.\n" * 5)
        made.commit()
        made.git("tag", "first")
        return made

    def git(self, *arguments: str) -> str:
        done = subprocess.run(
            ["git", "-c", "protocol.file.allow=always", *arguments], cwd=self.folder, check=True, capture_output=True, text=True
        )
        return done.stdout.strip()

    def write(self, name: str, text: str = "Rain fell.\n") -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def commit(self) -> None:
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", "Filed")

    def changed(self, revision: str = "first", *paths: str) -> set[str]:
        """The names of the changed files, from the repository's top."""
        top = os.path.realpath(self.folder)
        return {os.path.relpath(path, top) for path in changed_since(revision, paths or [str(self.folder / "stories")])}


@pytest.fixture
def repository() -> Repository:
    return Repository.of_two_articles("archive")


def test_nothing_changed_since_the_present_state(repository: Repository) -> None:
    assert repository.changed() == set()
    assert repository.changed("HEAD") == set()


@pytest.mark.parametrize("revision", ["first", "HEAD~1", "main~1", "refs/tags/first", "first^{commit}", "main@{1}", "HEAD^"])
def test_what_was_added_and_what_was_changed_counts(repository: Repository, revision: str) -> None:
    repository.write("stories/raid/a.txt", "Police sent 48 officers.\n")
    repository.write("stories/fire/c.txt")
    repository.commit()
    assert repository.changed(revision) == {"stories/raid/a.txt", "stories/fire/c.txt"}


def test_a_full_and_a_short_name_of_a_commit_are_revisions(repository: Repository) -> None:
    commit = repository.git("rev-parse", "HEAD")
    repository.write("stories/raid/a.txt", "Police sent 48 officers.\n")
    assert repository.changed(commit) == repository.changed(commit[:8]) == {"stories/raid/a.txt"}


def test_changes_that_are_not_committed_count_staged_or_not(repository: Repository) -> None:
    repository.write("stories/raid/a.txt", "Police sent 48 officers.\n")
    repository.write("stories/raid/b.txt", "Police sent 49 officers.\n")
    repository.git("add", "stories/raid/b.txt")
    repository.write("stories/raid/staged.txt")
    repository.git("add", "stories/raid/staged.txt")
    repository.write("stories/raid/meant.txt")
    repository.git("add", "-N", "stories/raid/meant.txt")
    assert repository.changed("HEAD") == {f"stories/raid/{name}.txt" for name in ("a", "b", "staged", "meant")}


def test_a_file_that_git_does_not_know_counts_and_one_that_it_ignores_does_not(repository: Repository) -> None:
    repository.write(".gitignore", "drafts/\n*.tmp.txt\n")
    repository.commit()
    repository.write("stories/raid/new.txt")
    repository.write("stories/drafts/new.txt")
    repository.write("stories/raid/new.tmp.txt")
    assert repository.changed("HEAD") == {"stories/raid/new.txt"}


def test_a_change_that_was_taken_back_is_none(repository: Repository) -> None:
    text = (repository.folder / "stories/raid/a.txt").read_text(encoding="utf-8")
    repository.write("stories/raid/a.txt", "Police sent 48 officers.\n")
    repository.commit()
    repository.write("stories/raid/a.txt", text)
    assert repository.changed() == set()


def test_a_file_that_was_only_touched_did_not_change(repository: Repository) -> None:
    os.utime(repository.folder / "stories/raid/a.txt", (1, 1))
    assert repository.changed("HEAD") == set()


def test_a_file_that_is_gone_is_not_among_the_changed(repository: Repository) -> None:
    repository.git("rm", "-q", "stories/raid/a.txt")
    repository.commit()
    (repository.folder / "stories/raid/b.txt").unlink()
    assert repository.changed() == set()


def test_what_the_other_branch_did_since_they_parted_does_not_count(repository: Repository) -> None:
    repository.git("checkout", "-q", "-b", "desk")
    repository.write("stories/raid/ours.txt")
    repository.commit()
    repository.git("checkout", "-q", "main")
    repository.write("stories/raid/theirs.txt")
    repository.write("stories/raid/a.txt", "Police sent 48 officers.\n")
    repository.commit()
    repository.git("checkout", "-q", "desk")
    assert repository.changed("main") == {"stories/raid/ours.txt"}


def test_a_file_renamed_whole_did_not_change(repository: Repository) -> None:
    repository.git("mv", "stories/raid/a.txt", "stories/raid/renamed.txt")
    assert repository.changed("HEAD") == set()
    repository.commit()
    assert repository.changed() == set()


def test_a_file_renamed_with_a_change_is_an_added_one(repository: Repository) -> None:
    repository.git("mv", "stories/raid/a.txt", "stories/raid/renamed.txt")
    repository.write("stories/raid/renamed.txt", "Police sent 47 officers to the pier.\n" * 4 + "Police sent 48 officers to the pier.\n")
    repository.commit()
    assert repository.changed() == {"stories/raid/renamed.txt"}


def test_a_copy_is_an_added_file(repository: Repository) -> None:
    repository.git("config", "diff.renames", "copies")
    repository.write("stories/raid/copy.txt", (repository.folder / "stories/raid/a.txt").read_text(encoding="utf-8"))
    repository.commit()
    assert repository.changed() == {"stories/raid/copy.txt"}


def test_a_story_moved_whole_did_not_change(repository: Repository) -> None:
    repository.git("mv", "stories", "articles")
    repository.commit()
    assert repository.changed("first", str(repository.folder / "articles")) == set()


def test_a_file_moved_to_another_story_counts_for_it_stands_beside_others(repository: Repository) -> None:
    repository.write("stories/fire/c.txt")
    repository.commit()
    repository.git("mv", "stories/raid/a.txt", "stories/fire/a.txt")
    assert repository.changed("HEAD") == {"stories/fire/a.txt"}


def test_files_moved_together_from_two_stories_count(repository: Repository) -> None:
    repository.write("stories/fire/c.txt")
    repository.commit()
    (repository.folder / "stories/both").mkdir()
    repository.git("mv", "stories/raid/a.txt", "stories/fire/c.txt", "stories/both")
    assert repository.changed("HEAD") == {"stories/both/a.txt", "stories/both/c.txt"}


def test_a_link_that_points_elsewhere_now_has_changed(repository: Repository) -> None:
    link = repository.folder / "stories/raid/link.txt"
    link.symlink_to("a.txt")
    repository.commit()
    link.unlink()
    link.symlink_to("b.txt")
    assert repository.changed("HEAD") == {"stories/raid/link.txt"}


@pytest.mark.parametrize("name", ["sp ace.txt", "fête 😀.txt", "two\nlines.txt", "-dash.txt", 'quo"te\\.txt', "tab\t.txt", ":(glob)*.txt"])
def test_a_file_may_have_any_name(repository: Repository, name: str) -> None:
    repository.write(f"stories/raid/{name}")
    assert repository.changed() == {f"stories/raid/{name}"}
    repository.commit()
    assert repository.changed() == {f"stories/raid/{name}"}


@pytest.mark.skipif(os.name != "posix", reason="names are bytes on POSIX alone")
def test_a_name_that_is_no_utf_8_is_that_of_the_file(repository: Repository) -> None:
    name = os.fsdecode(b"caf\xe9.txt")
    (repository.folder / "stories" / name).write_text("Rain fell.\n", encoding="utf-8")
    repository.commit()
    assert repository.changed() == {f"stories/{name}"}


@pytest.mark.parametrize("folder", ["an archive", "fête 😀", "-x", "a'b\"c", "$HOME"])
def test_a_repository_may_have_any_path(folder: str) -> None:
    repository = Repository.of_two_articles(folder)
    repository.write("stories/raid/new.txt")
    assert repository.changed("first", str(Path(folder).absolute() / "stories")) == {"stories/raid/new.txt"}


def test_a_path_may_be_a_file_a_link_or_the_repository_itself(repository: Repository) -> None:
    repository.write("stories/raid/new.txt")
    Path("link").symlink_to("archive/stories/raid")
    for path in ("archive", "archive/stories/raid/a.txt", "link", "./archive/../archive"):
        assert repository.changed("first", path) == {"stories/raid/new.txt"}


def test_each_path_is_looked_up_in_its_own_repository(repository: Repository) -> None:
    other = Repository.of_two_articles("other")
    repository.write("stories/raid/new.txt")
    other.write("stories/raid/a.txt", "Police sent 48 officers.\n")
    top = os.path.realpath(".")
    assert changed_since("first", ["archive", "other/stories", "archive/stories"]) == {
        f"{top}/archive/stories/raid/new.txt",
        f"{top}/other/stories/raid/a.txt",
    }


def test_a_working_tree_beside_the_repository_has_changes_of_its_own(repository: Repository) -> None:
    repository.git("worktree", "add", "-q", "-b", "desk", "../desk")
    Path("desk/stories/raid/new.txt").write_text("Rain fell.\n", encoding="utf-8")
    assert changed_since("first", ["desk"]) == {os.path.realpath("desk/stories/raid/new.txt")}
    assert repository.changed() == set()


class TestRepositoriesWithin:
    @pytest.fixture
    def wire(self, repository: Repository) -> Repository:
        """A repository that is a submodule of the archive, at `stories/wire`, which has the tag `joined`."""
        Repository.of_two_articles("wire")
        repository.git("submodule", "--quiet", "add", "../wire", "stories/wire")
        repository.commit()
        repository.git("tag", "joined")
        return Repository("archive/stories/wire")

    def test_a_submodule_that_was_added_is_all_new(self, repository: Repository, wire: Repository) -> None:
        wire.write("draft.txt")
        names = {".gitmodules", *(f"stories/wire/{name}" for name in ("draft.txt", "stories/raid/a.txt", "stories/raid/b.txt"))}
        assert repository.changed("first") == names

    def test_a_submodule_that_did_not_change_has_no_changes(self, repository: Repository, wire: Repository) -> None:
        assert wire.folder.is_dir()
        assert repository.changed("joined") == set()

    def test_what_changed_in_a_submodule_counts_committed_or_not(self, repository: Repository, wire: Repository) -> None:
        wire.write("stories/raid/a.txt", "Police sent 48 officers.\n")
        wire.commit()
        wire.write("stories/raid/new.txt")
        expected = {"stories/wire/stories/raid/a.txt", "stories/wire/stories/raid/new.txt"}
        assert repository.changed("joined") == expected
        repository.commit()
        assert repository.changed("joined") == expected

    def test_a_submodule_set_back_has_changed(self, repository: Repository, wire: Repository) -> None:
        wire.write("stories/raid/a.txt", "Police sent 48 officers.\n")
        wire.commit()
        repository.commit()
        repository.git("tag", "later")
        wire.git("checkout", "-q", "HEAD~1")
        assert repository.changed("later") == {"stories/wire/stories/raid/a.txt"}

    def test_a_submodule_that_is_not_checked_out_has_no_files(self, repository: Repository, wire: Repository) -> None:
        repository.git("submodule", "--quiet", "deinit", "-f", "stories/wire")
        assert list(wire.folder.iterdir()) == []
        assert repository.changed("joined") == set()

    def test_a_path_in_a_submodule_is_in_its_repository(self, repository: Repository, wire: Repository) -> None:
        assert repository.folder.is_dir()
        wire.write("stories/raid/new.txt")
        assert changed_since("HEAD", [str(wire.folder / "stories")]) == {os.path.realpath(wire.folder / "stories/raid/new.txt")}

    def test_a_submodule_without_its_history_says_what_to_do(self, repository: Repository, wire: Repository) -> None:
        wire.write("stories/raid/new.txt")
        wire.commit()
        wire.git("push", "-q", "origin", "HEAD:refs/heads/later")
        subprocess.run(["git", "-C", "wire", "checkout", "-q", "later"], check=True)
        repository.commit()
        subprocess.run(["git", "clone", "-q", f"file://{repository.folder.absolute()}", "copy"], check=True)
        copy = Repository("copy")
        copy.git("config", "submodule.stories/wire.url", f"file://{Path('wire').absolute()}")
        copy.git("submodule", "--quiet", "update", "--init", "--depth", "1")
        with pytest.raises(FactcheckError, match=r"in the shallow clone .*/copy/stories/wire: fetch more of the history"):
            copy.changed("joined")

    def test_a_repository_that_is_no_submodule_is_all_new_but_for_what_it_ignores(self, repository: Repository) -> None:
        within = Repository.of_two_articles("archive/stories/wire")
        within.write(".gitignore", "*.tmp\n")
        within.write("a.tmp")
        within.write("draft.txt")
        names = (".gitignore", "draft.txt", "stories/raid/a.txt", "stories/raid/b.txt")
        assert repository.changed() == {f"stories/wire/{name}" for name in names}


class TestWhatAHookHasSet:
    @pytest.mark.parametrize(
        ("name", "value"),
        [("GIT_DIR", ".git"), ("GIT_INDEX_FILE", ".git/next-index.lock"), ("GIT_WORK_TREE", "/nowhere"), ("GIT_PREFIX", "stories/")],
    )
    def test_does_not_mislead(self, repository: Repository, monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
        repository.write("stories/raid/new.txt")
        monkeypatch.chdir(repository.folder)
        monkeypatch.setenv(name, value)
        assert changed_since("first", ["stories"]) == {os.path.realpath("stories/raid/new.txt")}

    def test_does_not_mislead_a_hook_of_a_working_tree(self, repository: Repository) -> None:
        repository.git("worktree", "add", "-q", "-b", "desk", "../desk")
        desk = Repository("desk")
        ask = "import sys; from factcheck.gate.changes import changed_since; print(*changed_since('first', ['stories/raid']))"
        hook = repository.folder / ".git/hooks/pre-commit"
        hook.parent.mkdir(exist_ok=True)
        hook.write_text(f'#!/bin/sh\ntest -n "$GIT_DIR"\nPYTHONPATH={ROOT} {sys.executable} -c "{ask}" >hook.out 2>&1\n', encoding="utf-8")
        hook.chmod(0o755)
        desk.write(".gitignore", "hook.out\n")
        desk.write("stories/raid/new.txt")
        desk.commit()
        top = os.path.realpath("desk")
        said = (desk.folder / "hook.out").read_text(encoding="utf-8").split()
        assert sorted(said) == [f"{top}/.gitignore", f"{top}/stories/raid/new.txt"]


def test_settings_of_the_user_do_not_change_the_answer(repository: Repository) -> None:
    for key, value in [
        ("diff.external", "false"), ("diff.relative", "true"), ("diff.noprefix", "true"), ("diff.renames", "false"), ("color.ui", "always"),
        ("diff.ignoreSubmodules", "all"), ("core.quotePath", "true"), ("diff.orderFile", "/dev/null"), ("status.showUntrackedFiles", "no"),
        ("diff.autoRefreshIndex", "false"),
    ]:  # fmt: skip
        repository.git("config", key, value)
    repository.git("mv", "stories/raid/a.txt", "stories/raid/renamed.txt")
    repository.write("stories/raid/b.txt", "Police sent 48 officers.\n")
    repository.write("stories/raid/é.txt")
    assert repository.changed() == {"stories/raid/b.txt", "stories/raid/é.txt"}


def test_nothing_is_written_into_the_repository(repository: Repository) -> None:
    repository.write("stories/raid/new.txt")
    repository.write("stories/raid/a.txt", "Police sent 48 officers.\n")

    def state() -> dict[str, bytes]:
        return {str(path): path.read_bytes() for path in sorted((repository.folder / ".git").rglob("*")) if path.is_file()}

    before = state()
    repository.changed()
    assert state() == before


def refused(revision: str, path: str) -> str:
    with pytest.raises(FactcheckError) as refusal:
        changed_since(revision, [path])
    assert "\n" not in str(refusal.value)
    return str(refusal.value)


@pytest.mark.parametrize(
    "revision",
    [
        "",
        "-x",
        "--output=x",
        "--all",
        "-",
        "^HEAD",
        "HEAD~99",
        "nothing",
        "HEAD..main",
        "HEAD:stories",
        "a b",
        "first\n",
        "é",
        ":(top)",
        "HEAD --",
    ],
)
def test_what_is_no_revision_is_refused_and_nothing_done(repository: Repository, revision: str) -> None:
    before = sorted(Path().rglob("*"))
    assert f"there is no Git revision {revision!r}" in refused(revision, "archive/stories")
    assert sorted(Path().rglob("*")) == before
    assert repository.git("status", "--porcelain") == ""


def test_a_revision_without_a_common_history_is_refused(repository: Repository) -> None:
    repository.git("checkout", "-q", "--orphan", "fresh")
    repository.write("stories/raid/new.txt")
    repository.commit()
    assert "give a revision of this branch's history" in refused("main", "archive")


def test_a_repository_without_a_commit_has_no_revision() -> None:
    Path("empty").mkdir()
    subprocess.run(["git", "init", "-q", "empty"], check=True)
    assert "there is no Git revision 'HEAD' in the clone" in refused("HEAD", "empty")


def test_a_branch_without_a_commit_has_no_history_in_common(repository: Repository) -> None:
    repository.git("checkout", "-q", "--orphan", "fresh")
    assert "have no common history" in refused("main", "archive")


@pytest.mark.parametrize("revision", ["HEAD~1", "first", "origin/other"])
def test_a_shallow_clone_says_what_to_fetch(repository: Repository, revision: str) -> None:
    repository.write("stories/raid/new.txt")
    repository.commit()
    subprocess.run(["git", "clone", "-q", "--depth", "1", f"file://{repository.folder.absolute()}", "shallow"], check=True)
    said = refused(revision, "shallow/stories")
    assert f"there is no Git revision {revision!r} in the shallow clone" in said
    assert "git fetch --unshallow" in said
    assert "fetch-depth: 0" in said


def test_a_shallow_clone_answers_for_the_commit_that_it_has(repository: Repository) -> None:
    subprocess.run(["git", "clone", "-q", "--depth", "1", f"file://{repository.folder.absolute()}", "shallow"], check=True)
    Path("shallow/stories/raid/new.txt").write_text("Rain fell.\n", encoding="utf-8")
    assert changed_since("HEAD", ["shallow"]) == {os.path.realpath("shallow/stories/raid/new.txt")}


def test_two_branches_that_a_shallow_clone_cannot_join_say_what_to_fetch(repository: Repository) -> None:
    repository.git("checkout", "-q", "-b", "desk")
    repository.commit()
    repository.git("checkout", "-q", "main")
    repository.write("stories/raid/new.txt")
    repository.commit()
    url = f"file://{repository.folder.absolute()}"
    subprocess.run(["git", "clone", "-q", "--depth", "1", "--no-single-branch", url, "shallow"], check=True)
    said = refused("origin/desk", "shallow")
    assert "have no common history in the shallow clone" in said
    assert "fetch-depth: 0" in said


def test_a_path_outside_any_repository_is_refused(repository: Repository) -> None:
    Path("outside").mkdir()
    assert "Git knows no repository for outside (fatal: not a git repository" in refused("HEAD", "outside")
    with pytest.raises(FactcheckError, match="Git knows no repository for outside"):
        changed_since("first", [str(repository.folder), "outside"])


def test_a_repository_without_files_or_the_inside_of_one_is_refused(repository: Repository) -> None:
    subprocess.run(["git", "clone", "-q", "--bare", str(repository.folder), "bare.git"], check=True)
    assert "must be run in a work tree" in refused("HEAD", "bare.git")
    assert "must be run in a work tree" in refused("HEAD", "archive/.git/refs")


def test_a_broken_repository_is_refused(repository: Repository) -> None:
    (repository.folder / ".git/index").write_bytes(b"no index")
    assert "git diff failed in" in refused("HEAD", "archive")


def test_a_repository_of_someone_else_says_how_to_trust_it(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    assert "git config --global --add safe.directory" in refused("HEAD", str(repository.folder))


def test_git_has_to_be_there(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("nothing").mkdir()
    monkeypatch.setenv("PATH", str(Path("nothing").absolute()))
    assert "install git, or leave --since out" in refused("HEAD", str(repository.folder))


def test_the_answer_holds_real_paths(repository: Repository) -> None:
    Path("link").symlink_to(repository.folder.absolute())
    repository.write("stories/raid/new.txt")
    assert changed_since("first", ["link/stories"]) == {os.path.realpath("archive/stories/raid/new.txt")}
