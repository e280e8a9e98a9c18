"""A small archive of invented stories, for the tests of the gate."""

from __future__ import annotations

import subprocess
from pathlib import Path

BRIDGE_POST = """A footbridge over the Ennet collapsed on Saturday during the harvest fair in Corvale.
Twelve people were taken to hospital, the fire chief Dana Moss said.
The bridge was built in 1954 and was last inspected in March.
The mayor closed the fair and thanked the rescuers.
"""
BRIDGE_DESK = """The footbridge over the Ennet in Corvale collapsed during the harvest fair on Saturday.
Fire chief Dana Moss said 14 people were taken to hospital.
Divers searched the river until dark and found no one.
The bridge was built in 1954, and it was last inspected in March.
"""
BRIDGE_WIRE = """The footbridge over the Ennet in Corvale collapsed on Saturday, during the harvest fair.
Twelve people were taken to hospital, said Dana Moss, the fire chief.
The bridge was built in 1954, and was last inspected in March.
"""
BANK_POST = """Two men in masks robbed a savings bank in Lower Hill on Monday.
They fled with $40,000 in a grey van, detectives said.
A teller, Jean Whitlow, was treated for shock at the scene.
"""
BANK_DESK = """A savings bank in Lower Hill was robbed by two men in masks on Monday.
They fled in a grey van with $40,000, detectives said.
Jean Whitlow, a teller, was treated for shock at the scene.
"""
ARCHIVE = {
    "bridge/post.txt": BRIDGE_POST,
    "bridge/desk.txt": BRIDGE_DESK,
    "bank/post.txt": BANK_POST,
    "bank/desk.txt": BANK_DESK,
}


def written(folder: Path, files: dict[str, str]) -> Path:
    """The folder with these files in it, folders made as needed."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


def git(*arguments: str) -> None:
    """Runs Git in the working folder as somebody of its own; raises CalledProcessError if it fails."""
    identity = ("-c", "user.name=desk", "-c", "user.email=desk@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *identity, *arguments], check=True, capture_output=True)
