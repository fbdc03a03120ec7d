"""The root of every error that Bedside raises on purpose."""


class BedsideError(Exception):
    """Something a person can mend: the message says what was wrong and where; `hint`, when given, what to do next."""

    def __init__(self, message: str = "", hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        """The message, and the hint after it on the same line."""
        return f"{self.message} {self.hint}" if self.hint else self.message
