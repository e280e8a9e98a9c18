"""What pre-commit and GitHub run, run as they run it: the hook file and the action, in scratch repositories."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from factcheck.gate.files import SUFFIXES

ROOT = Path(__file__).resolve().parents[1]
HOOKS = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
ACTION = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
STEPS = ACTION["runs"]["steps"]
RUNNING = [step for step in STEPS if "run" in step]
NOBODY = "0" * 40

COURIER = "A fire destroyed a grain warehouse in Marlow harbour on Tuesday night. Three people were taken to hospital, fire chief Dana Reyes said.\n"
AGREEING = (
    "Marlow's grain warehouse burned down on Tuesday night. Three people were taken to hospital, said fire chief Dana Reyes of Marlow.\n"
)
CONFLICTING = AGREEING.replace("Three", "Five")

FACTCHECK = f'#!/bin/sh\nPYTHONPATH={shlex.quote(str(ROOT))} exec {shlex.quote(sys.executable)} -P -m factcheck "$@"\n'
PYTHON = """#!/bin/bash
# Stands for the Python that actions/setup-python gives: makes environments, and "installs" the program that is tested.
case "$2" in
venv) mkdir -p "$3/bin" && cp "$0" "$3/bin/python" ;;
pip) printf '%s\\n' "$PWD" "${@:3}" > "$ASKED_OF_PIP" && cp "$PROGRAM" "${0%/*}/factcheck" ;;
*) exit 9 ;;
esac
"""


class Repository:
    """A newsroom's repository in which one article on a fire is committed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True)
        self.git("init", "--quiet", "--initial-branch=main")
        self.git("config", "commit.gpgsign", "false")
        self.write("stories/harbour fire/courier.txt", COURIER)
        self.first = self.commit("one article")

    def git(self, *arguments: str, check: bool = True, **environment: str) -> subprocess.CompletedProcess[str]:
        named = {f"GIT_{who}_{what}": "newsroom" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
        return subprocess.run(
            ["git", *arguments], cwd=self.folder, env={**os.environ, **named, **environment}, check=check, capture_output=True, text=True
        )

    def write(self, path: str, text: str) -> None:
        place = self.folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, "utf-8")

    def commit(self, said: str) -> str:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--no-verify", "--message", said)
        return self.head()

    def head(self) -> str:
        return self.git("rev-parse", "HEAD").stdout.strip()


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "news room")


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command `factcheck` of this very code."""
    path = tmp_path_factory.mktemp("bin") / "factcheck"
    path.write_text(FACTCHECK)
    path.chmod(0o755)
    return path


@pytest.fixture(scope="module")
def vectors(program: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache folder that knows every sentence of these tests, so that the model is loaded once."""
    caches = tmp_path_factory.mktemp("caches")
    for name, text in (("courier", COURIER), ("agreeing", AGREEING), ("conflicting", CONFLICTING)):
        (caches / f"{name}.txt").write_text(text, "utf-8")
    subprocess.run(
        [program, "check", str(caches), "--fail-on=never", "--cache", str(caches / "factcheck")], check=True, capture_output=True
    )
    return caches / "factcheck"


class TestHook:
    @pytest.fixture
    def hook(self) -> dict[str, Any]:
        (hook,) = HOOKS
        return dict(hook)

    @pytest.fixture
    def environment(self, program: Path, vectors: Path, tmp_path: Path) -> dict[str, str]:
        return {
            "PATH": f"{program.parent}{os.pathsep}{os.environ['PATH']}",
            "PRE_COMMIT_HOME": str(tmp_path / "pre-commit"),
            "XDG_CACHE_HOME": str(vectors.parent),
        }

    @pytest.fixture
    def committing(
        self, repository: Repository, environment: dict[str, str], tmp_path: Path
    ) -> Callable[..., subprocess.CompletedProcess[str]]:
        """`committing(*words)`: `git commit` in a repository that uses the hook file, with words of its own in `args`.

        Everything is pre-commit's doing but the environment that it would install, for the one of the tests is there.
        """
        hooks = Repository(tmp_path / "hooks")
        hooks.write(".pre-commit-hooks.yaml", (ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
        revision = hooks.commit("the hook file")
        used = {"id": "factcheck", "args": ["--fail-on", "conflict"], "language": "system", "additional_dependencies": []}
        configuration = {"repos": [{"repo": str(hooks.folder), "rev": revision, "hooks": [used]}]}
        repository.write(".pre-commit-config.yaml", yaml.safe_dump(configuration))
        repository.write("factcheck.toml", 'paths = ["stories"]\nfail-on = "never"\n')
        repository.commit("configuration")
        installing = [sys.executable, "-m", "pre_commit", "install"]
        subprocess.run(installing, cwd=repository.folder, env={**os.environ, **environment}, check=True, capture_output=True)
        return lambda *words: repository.git("commit", "--message", "news", *words, check=False, **environment)

    def test_the_hook_file_is_one(self) -> None:
        validating = [sys.executable, "-m", "pre_commit", "validate-manifest", str(ROOT / ".pre-commit-hooks.yaml")]
        assert subprocess.run(validating, check=False).returncode == 0

    def test_what_it_runs_is_what_the_package_installs(self, hook: dict[str, Any]) -> None:
        project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
        assert hook["language"] == "python"
        assert shlex.split(hook["entry"])[0] in project["scripts"]

    def test_what_it_installs_is_there(self, hook: dict[str, Any]) -> None:
        project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
        wanted = hook["additional_dependencies"]
        assert [one for one in wanted if one.startswith("--constraint=") and not (ROOT / one.partition("=")[2]).is_file()] == []
        assert [one for one in wanted if one.startswith(".[") and one[2:-1] not in project["optional-dependencies"]] == []

    @pytest.mark.parametrize("suffix", [*SUFFIXES, ".TXT"])
    def test_it_runs_for_every_ending_of_an_article(self, hook: dict[str, Any], suffix: str) -> None:
        assert re.search(hook["files"], f"stories/a fire/courier{suffix}")

    @pytest.mark.parametrize("name", ["courier.py", "txt", "notes.txt.bak", "page.xhtml5"])
    def test_it_does_not_run_for_other_files(self, hook: dict[str, Any], name: str) -> None:
        assert not re.search(hook["files"], name)

    def test_a_commit_of_a_conflicting_article_is_refused(self, repository: Repository, committing: Callable[..., Any]) -> None:
        before = repository.head()
        repository.write("stories/harbour fire/gazette.txt", CONFLICTING)
        repository.git("add", "--all")
        done = committing()
        assert done.returncode == 1
        assert "exit code: 1" in done.stderr
        assert "“Five people”" in done.stderr
        assert "1 new conflict" in done.stderr
        assert repository.head() == before

    def test_a_commit_of_an_agreeing_article_goes_through(self, repository: Repository, committing: Callable[..., Any]) -> None:
        repository.write("stories/harbour fire/gazette.txt", AGREEING)
        repository.git("add", "--all")
        done = committing()
        assert done.returncode == 0
        assert re.search(r"factcheck\.+Passed", done.stderr)

    def test_what_is_not_staged_is_not_looked_at(self, repository: Repository, committing: Callable[..., Any]) -> None:
        repository.write("stories/harbour fire/gazette.txt", AGREEING)
        repository.git("add", "--all")
        repository.write("stories/harbour fire/gazette.txt", CONFLICTING)
        assert committing().returncode == 0

    def test_a_conflict_that_was_committed_before_does_not_stop_another_story(
        self, repository: Repository, committing: Callable[..., Any]
    ) -> None:
        repository.write("stories/harbour fire/gazette.txt", CONFLICTING)
        repository.commit("known")
        repository.write("stories/flood/courier.txt", COURIER)
        repository.git("add", "--all")
        assert committing().returncode == 0

    def test_it_works_in_a_linked_worktree(
        self, repository: Repository, committing: Callable[..., Any], environment: dict[str, str], tmp_path: Path
    ) -> None:
        assert committing("--allow-empty").returncode == 0
        repository.git("worktree", "add", "--quiet", "-b", "branch", str(tmp_path / "linked"))
        repository.folder = tmp_path / "linked"
        repository.write("stories/harbour fire/gazette.txt", CONFLICTING)
        repository.git("add", "--all")
        assert repository.git("commit", "--message", "news", check=False, **environment).returncode == 1
        repository.commit("known")
        repository.write("stories/flood/courier.txt", COURIER)
        repository.git("add", "--all")
        assert repository.git("commit", "--message", "news", check=False, **environment).returncode == 0

    def test_arguments_of_ones_own_are_added_and_go_first(
        self, hook: dict[str, Any], repository: Repository, program: Path, environment: dict[str, str]
    ) -> None:
        repository.write("stories/harbour fire/gazette.txt", CONFLICTING)
        repository.commit("a conflict")
        entry = [str(program), *shlex.split(hook["entry"])[1:]]
        for own, code in (([], 0), (["--since", repository.first], 1)):
            words = [*entry, "stories", *own, "--quiet"]
            done = subprocess.run(words, cwd=repository.folder, env={**os.environ, **environment}, check=False, capture_output=True)
            assert done.returncode == code, own


class Ran(NamedTuple):
    """What a run of the action left."""

    code: int
    log: str
    outputs: dict[str, str]
    summary: str


class Runner:
    """Runs the action's own steps as a runner does: expressions are filled in, scripts go to bash. Other people's actions are left out."""

    def __init__(self, folder: Path, program: Path, vectors: Path | None) -> None:
        self.folder = folder
        self.python = folder / "python"
        folder.mkdir()
        self.python.write_text(PYTHON)
        self.python.chmod(0o755)
        self.program = program
        if vectors is not None:
            (folder / "temp" / "factcheck-found").mkdir(parents=True)
            name = "factcheck.sqlite3"
            (folder / "temp" / "factcheck-found" / name).write_bytes((vectors / name).read_bytes())

    def run(self, workspace: Path, event: str = "pull_request", ref: str = "refs/pull/1/merge", *, base: str = "", **inputs: str) -> Ran:
        """`base` is the commit that the event names; inputs that are not given have their defaults."""
        given = {name: about["default"] for name, about in ACTION["inputs"].items()} | inputs
        known = {
            **{f"inputs.{name}": value for name, value in given.items()},
            "github.action_path": str(ROOT),
            "github.event.repository.default_branch": "main",
            "steps.python.outputs.python-path": str(self.python),
            "github.event.pull_request.base.sha": base if event == "pull_request" else "",
            "github.event.merge_group.base_sha": base if event == "merge_group" else "",
            "github.event.before": base if event == "push" else "",
        }
        files = {name: self.folder / name for name in ("output", "summary", "pip")}
        for file in files.values():
            file.write_text("")
        environment = {
            **os.environ,
            "CI": "true",
            "GITHUB_ACTIONS": "true",
            "GITHUB_EVENT_NAME": event,
            "GITHUB_REF": ref,
            "GITHUB_WORKSPACE": str(workspace),
            "GITHUB_OUTPUT": str(files["output"]),
            "GITHUB_STEP_SUMMARY": str(files["summary"]),
            "RUNNER_TEMP": str(self.folder / "temp"),
            "ASKED_OF_PIP": str(files["pip"]),
            "PROGRAM": str(self.program),
        }
        log, code = "", 0
        for number, step in enumerate(RUNNING):
            script = self.folder / f"{number}.sh"
            script.write_text(step["run"], "utf-8")
            filled = {name: _filled(value, known) for name, value in step.get("env", {}).items()}
            done = subprocess.run(
                ["bash", "--noprofile", "--norc", "-eo", "pipefail", script],
                cwd=workspace, env={**environment, **filled}, check=False, capture_output=True, text=True,
            )  # fmt: skip
            log += done.stdout + done.stderr
            if code := done.returncode:
                break
        outputs = dict(line.split("=", 1) for line in files["output"].read_text("utf-8").splitlines())
        return Ran(code, log, outputs, files["summary"].read_text("utf-8"))


def _filled(value: str, known: dict[str, str]) -> str:
    """A value with its expressions filled in; `||` gives the first that is not empty."""

    def found(expression: re.Match[str]) -> str:
        return next((known[name] for name in re.split(r"\s*\|\|\s*", expression[1]) if known[name]), "")

    return re.sub(r"\$\{\{\s*(.*?)\s*\}\}", found, value)


class TestAction:
    @pytest.fixture
    def runner(self, tmp_path: Path, program: Path, vectors: Path) -> Runner:
        return Runner(tmp_path / "runner", program, vectors)

    @pytest.fixture
    def conflicting(self, repository: Repository) -> Repository:
        """The repository with a second commit, which adds a conflicting article."""
        repository.write("stories/harbour fire/gazette.txt", CONFLICTING)
        repository.commit("a conflict")
        return repository

    def test_no_script_holds_an_expression(self) -> None:
        assert [step.get("name") for step in RUNNING if "${{" in step["run"] or step["shell"] != "bash"] == []

    def test_every_input_is_used_and_every_one_used_is_there(self) -> None:
        used = set(re.findall(r"inputs\.([\w-]+)", json.dumps(ACTION["runs"])))
        assert used == set(ACTION["inputs"])

    def test_every_output_comes_from_a_step_that_is_there(self) -> None:
        named = {name for output in ACTION["outputs"].values() for name in re.findall(r"steps\.(\w+)\.", output["value"])}
        assert named <= {step.get("id") for step in STEPS}

    def test_the_folder_that_is_kept_is_the_one_that_the_program_uses(self) -> None:
        (kept,) = {step["with"]["path"] for step in STEPS if step.get("uses", "").startswith("actions/cache/")}
        name = kept.replace("${{ runner.temp }}", "$RUNNER_TEMP")
        assert f'"{name}"' in next(step["run"] for step in STEPS if step.get("id") == "check")

    def test_a_pull_request_with_a_conflict_fails_with_annotations_and_a_summary(self, conflicting: Repository, runner: Runner) -> None:
        ran = runner.run(conflicting.folder, base=conflicting.first, paths="stories", **{"sarif-file": "found.sarif"})
        assert ran.code == 1
        assert re.search(r"^::warning file=stories/harbour fire/gazette\.txt,line=1,title=conflict", ran.log, re.MULTILINE)
        assert ran.summary.startswith("# Fact check\n")
        assert ran.outputs.items() >= {"exit-code": "1", "sarif-file": "found.sarif"}.items()
        sarif = json.loads((conflicting.folder / "found.sarif").read_text("utf-8"))
        assert len(sarif["runs"][0]["results"]) == 1

    def test_the_package_is_installed_from_the_action_with_its_constraints(self, conflicting: Repository, runner: Runner) -> None:
        runner.run(conflicting.folder, base=conflicting.first, paths="stories")
        folder, *words = (runner.folder / "pip").read_text().splitlines()
        assert folder == str(ROOT)
        assert words[0] == "install"
        assert words[words.index("--constraint") + 1] == "constraints.txt"
        assert words[-1] == ".[html]"

    def test_a_pull_request_that_changes_no_article_passes(self, conflicting: Repository, runner: Runner) -> None:
        ran = runner.run(conflicting.folder, base=conflicting.head(), paths="stories")
        assert (ran.code, ran.outputs["exit-code"]) == (0, "0")
        assert "nothing new" in ran.log

    def test_the_configuration_says_what_no_input_does(self, conflicting: Repository, runner: Runner) -> None:
        conflicting.write("factcheck.toml", 'paths = ["stories"]\nfail-on = "never"\n')
        assert runner.run(conflicting.folder, base=conflicting.first).code == 0
        assert runner.run(conflicting.folder, base=conflicting.first, **{"fail-on": "conflict"}).code == 1

    def test_paths_and_words_stand_one_a_line_and_may_have_spaces(self, conflicting: Repository, runner: Runner) -> None:
        conflicting.write("other news/--fire/courier.txt", COURIER)
        paths = "stories/harbour fire/courier.txt\n\nother news\n"
        ran = runner.run(conflicting.folder, since="all", paths=paths, args="--list\n--format=json\n")
        assert [story["articles"] for story in json.loads(ran.log)["stories"]] == [
            ["other news/--fire/courier.txt"],
            ["stories/harbour fire/courier.txt"],
        ]

    @pytest.mark.parametrize("hostile", ['$(touch taken)`touch taken`"; touch taken; "', "--output=text=taken"])
    def test_an_input_is_a_word_and_nothing_more(self, conflicting: Repository, runner: Runner, hostile: str) -> None:
        for name in ("paths", "since", "baseline", "fail-on", "sarif-file"):
            given = {"paths": "stories", name: f"stories\n{hostile}" if name == "paths" else hostile}
            ran = runner.run(conflicting.folder, base=conflicting.first, **given)
            assert ran.code == (1 if name == "sarif-file" else 2), name
            assert not (conflicting.folder / "taken").exists()

    def test_a_revision_may_have_spaces(self, conflicting: Repository, runner: Runner) -> None:
        assert runner.run(conflicting.folder, base=conflicting.head(), since="HEAD^{/one article}", paths="stories").code == 1

    def test_a_baseline_lets_pass_what_it_knows(self, conflicting: Repository, runner: Runner) -> None:
        written = runner.run(conflicting.folder, since="all", paths="stories", baseline="known.json", args="--update-baseline")
        assert written.code == 0
        ran = runner.run(conflicting.folder, base=conflicting.first, paths="stories", baseline="known.json")
        assert ran.code == 0
        assert "(1 known)" in ran.log

    def test_a_push_compares_what_it_brought(self, conflicting: Repository, runner: Runner) -> None:
        assert runner.run(conflicting.folder, "push", "refs/heads/main", base=conflicting.first, paths="stories").code == 1
        assert runner.run(conflicting.folder, "push", "refs/heads/main", base=conflicting.head(), paths="stories").code == 0

    @pytest.mark.parametrize("before", [NOBODY, "1" * 40])
    def test_a_new_or_rewritten_branch_is_held_against_the_default_branch(
        self, conflicting: Repository, runner: Runner, tmp_path: Path, before: str
    ) -> None:
        conflicting.git("branch", "fire")
        conflicting.git("reset", "--quiet", "--hard", conflicting.first)
        conflicting.git("clone", "--quiet", "--branch", "fire", str(conflicting.folder), str(tmp_path / "clone"))
        assert runner.run(tmp_path / "clone", "push", "refs/heads/fire", base=before, paths="stories").code == 1
        conflicting.git("reset", "--quiet", "--hard", "fire")
        conflicting.folder = tmp_path / "clone"
        conflicting.git("fetch", "--quiet")
        assert runner.run(tmp_path / "clone", "push", "refs/heads/fire", base=before, paths="stories").code == 0

    @pytest.mark.parametrize("event", ["push", "schedule"])
    def test_a_new_default_branch_and_an_event_without_a_base_compare_every_story(
        self, conflicting: Repository, runner: Runner, event: str
    ) -> None:
        ran = runner.run(conflicting.folder, event, "refs/heads/main", base=NOBODY, paths="stories")
        assert ran.code == 1
        assert "1 new conflict" in ran.log

    @pytest.mark.parametrize("event", ["pull_request", "push"])
    def test_a_shallow_checkout_says_what_to_do(self, conflicting: Repository, runner: Runner, tmp_path: Path, event: str) -> None:
        conflicting.git("clone", "--quiet", "--depth=1", conflicting.folder.as_uri(), str(tmp_path / "clone"))
        ran = runner.run(tmp_path / "clone", event, "refs/heads/main", base=conflicting.first, paths="stories")
        assert (ran.code, ran.outputs) == (2, {"exit-code": "2"})
        assert re.search(r"^::error title=factcheck::factcheck: .*shallow clone.*fetch-depth: 0", ran.log, re.MULTILINE)

    def test_what_was_found_is_named_by_what_it_holds_and_kept_where_it_is_new(
        self, conflicting: Repository, tmp_path: Path, program: Path
    ) -> None:
        runner = Runner(tmp_path / "runner", program, None)
        cold = runner.run(conflicting.folder, since="all", paths="stories")
        assert re.fullmatch("[0-9a-f]{40}", cold.outputs["found"])
        warm = runner.run(conflicting.folder, since="all", paths="stories")
        assert "found" not in warm.outputs
        assert warm.log == cold.log

    def test_without_a_cache_nothing_is_kept(self, conflicting: Repository, runner: Runner) -> None:
        ran = runner.run(conflicting.folder, base=conflicting.head(), paths="stories", cache="false")
        assert ran.outputs == {"exit-code": "0"}
