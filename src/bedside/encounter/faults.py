"""What can go wrong in an encounter, in words that say what to do next."""

from bedside.errors import BedsideError


class Refused(BedsideError):
    """A command that may not be carried out now. An activity raises it from `handle`; it becomes a `refused` event."""

    def __init__(self, reason: str, hint: str = "") -> None:
        super().__init__(reason, hint)
        self.reason = reason
        self.hint: str = hint

    def __str__(self) -> str:
        return f"{self.reason} {self.hint}".strip()


class EncounterFault(BedsideError):
    """The activity failed or broke its contract; the encounter was put back to what the log holds."""


class NotSaved(BedsideError):
    """The log could not be written; nothing was done and the command may be sent again."""


class Erased(BedsideError):
    """A person's data was erased from this log: it can still be read, but no longer be resumed or re-simulated."""
