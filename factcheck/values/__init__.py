"""Values: the set of possibilities that a mention's wording leaves open, one type per file.

Two values of one type stand in a relation found by comparing the sets: equal is the same, overlapping is
a detail, disjoint is a conflict.
"""
