"""Facts in sentences: numbers, ranks, selections, measures, and whose they are."""
