"""When a reading is not believed: the errors that hold it back. A held reading is kept as evidence and never compared."""


class NotBelieved(Exception):
    """A reading that must not reach subscribers; the message says what was seen and what was expected."""


class LayoutChanged(NotBelieved):
    """The page no longer has the parts it had: no rows, unknown columns, another kind of page altogether."""


class Incomplete(NotBelieved):
    """The parts are there but some of the content is missing: gaps in the ranks, a fraction of the last size."""


class SourceDown(NotBelieved):
    """The site answered, but not with its content: maintenance, challenge, error reply under HTTP 200."""
