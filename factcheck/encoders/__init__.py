"""Sentences to vectors: what an encoder is, those that sentence-transformers loads, and a cache of what they gave."""

from factcheck.encoders.encoding import Encoder, SentenceEncoding
from factcheck.encoders.models import BUNDLED, load_encoder

__all__ = ["BUNDLED", "Encoder", "SentenceEncoding", "load_encoder"]
