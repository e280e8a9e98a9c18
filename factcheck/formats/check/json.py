"""An outcome as JSON for programs: `factcheck-check/1`."""

from __future__ import annotations

import json

from factcheck.outcome import Outcome


def render(outcome: Outcome) -> str:
    """The outcome as one JSON object, its texts in their own letters."""
    return json.dumps(outcome.to_json(), ensure_ascii=False, indent=1, allow_nan=False) + "\n"
