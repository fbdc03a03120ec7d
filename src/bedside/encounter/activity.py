"""What the kernel asks of an activity: the one interface that clinic, surgery, therapy and the others obey."""

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from bedside.encounter.types import Chunk, Command, Happening, Participant, Role, Tick


class Activity(Protocol):
    """One simulated situation. State changes only in `begin`, `handle`, `advance`, `chunks` and `restore`.

    The same calls give the same happenings on the same build: no wall clock, no random numbers but `Chance`,
    no input or output. Whatever is slow or outside is asked for by an event and comes back as a command.
    """

    @property
    def verbs(self) -> Mapping[str, frozenset[Role]]:
        """Who may send what; the kernel's own verbs (pause, resume, pace, jump) included, else nobody may."""

    @property
    def while_paused(self) -> frozenset[str]:
        """Verbs that are carried out while time stands still."""

    @property
    def after_end(self) -> frozenset[str]:
        """Verbs that are still carried out after the event `ended`."""

    @property
    def attention(self) -> frozenset[str]:
        """Kinds of events that stop a jump early."""

    def begin(self) -> Iterable[Happening]:
        """What is so at tick 0."""

    def handle(self, command: Command, by: Participant) -> Iterable[Happening]:
        """What a person's command does, at `command.at`; raise `Refused` to decline it."""

    def advance(self, to: Tick) -> Iterable[Happening]:
        """What time does up to and including `to`, in order, each with its own `at`.

        How time is cut into calls must not matter. After yielding `ended` the activity stands still at that tick.
        """

    def view(self, participant: Participant) -> dict[str, Any]:
        """What that person may know now; the only way out of the activity. Changes nothing."""

    def snapshot(self) -> bytes:
        """The whole state: equal states give equal bytes."""

    def restore(self, state: bytes) -> None:
        """Take on the state that `snapshot` gave; called on an activity newly made from the same header."""

    def chunks(self) -> Iterable[Chunk]:
        """Hand out the track chunks finished since the last call, cut at absolute ticks."""
