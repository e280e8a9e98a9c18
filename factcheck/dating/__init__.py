"""Dates in running text: their forms, and the days that they leave open."""
