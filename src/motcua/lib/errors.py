"""What may be said to a person when something cannot be done."""


class Refused(Exception):
    """The act is not allowed or not possible; `message` is a Vietnamese sentence that says what to do.

    `field` names the form field it belongs to, `code` is short and stable, for programs and tests.
    """

    def __init__(self, message: str, *, field: str = "", code: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.code = code


class Forbidden(Refused):
    """The actor may not do this at all (as against: not now)."""
