"""Indicators: counts, amounts, shares and growth of a park, a place or all parks of a kind."""
