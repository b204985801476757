"""What is news about parks: reading documents into items, comparing them with memory, and saying what changed."""
