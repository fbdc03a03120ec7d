"""The activity of an encounter while it runs, kept whole when a command fails half-way."""

from collections.abc import Callable
from typing import TypeAlias

from bedside.encounter.activity import Activity
from bedside.encounter.types import Command, Happening, Header, Participant

Make: TypeAlias = Callable[[Header], Activity]


class Stage:
    """Holds the activity; after a failed or refused command it holds one in the state from before."""

    def __init__(self, header: Header, make: Make) -> None:
        self._header = header
        self._make = make
        self.activity = make(header)

    def restore(self, state: bytes) -> None:
        """Put the state on a new activity."""
        fresh = self._make(self._header)
        fresh.restore(state)
        self.activity = fresh

    def ask(self, command: Command, by: Participant) -> list[Happening]:
        """What the activity makes of the command. Raises what `handle` raises, with the state as it was."""
        before = self.activity.snapshot()
        try:
            return list(self.activity.handle(command, by))
        except Exception:
            if self.activity.snapshot() != before:
                self.restore(before)
            raise
