"""Sentences to vectors: what an encoder is, those that sentence-transformers loads, and what keeps their vectors."""

from factcheck.encoders.cache import CachedEncoder
from factcheck.encoders.encoding import Encoder, SentenceEncoding
from factcheck.encoders.models import BUNDLED, load_encoder

__all__ = ["BUNDLED", "CachedEncoder", "Encoder", "SentenceEncoding", "load_encoder"]
