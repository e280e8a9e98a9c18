"""Offences, proceedings and penalties as news words them."""
