"""A small local web that answers as the real sites do, for the demo and the tests."""
