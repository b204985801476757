"""Rankings: which rank a park has on what, and how it moved."""
