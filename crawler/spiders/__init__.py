"""The ways through a site: one spider class for each kind of visit."""
