"""Telling it: a change in words, what is answered to whom, and the delivery of the outbox."""
