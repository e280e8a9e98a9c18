"""Numbers as newspapers write them, and what they count."""
