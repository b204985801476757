"""One file for each family of content management systems: the rows of a column, its next page, the body of a notice."""
