"""Files from a disk: what they are, and the documents in them."""
