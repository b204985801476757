"""Lists: who was chosen for what, in which batch, who passed a review, who lost a title."""
