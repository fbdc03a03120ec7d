"""Where an encounter stands, as far as the kernel is concerned: nothing but what its log says."""

from bedside.encounter.types import Command, Entry, Event, Participant, Receipt, Role, Tick


class Standing:
    """The log so far, folded: the time, who is here, whether it runs, and the receipt of every command."""

    def __init__(self) -> None:
        self.now: Tick = 0
        self.paused = False
        self.pace = 1.0
        self.ended = False
        self.participants: dict[str, Participant] = {}
        self.events: list[Event] = []
        self.position = 0
        self._commands: dict[str, Command] = {}
        self._caused: dict[str, list[Event]] = {}

    def note(self, entry: Entry) -> None:
        """Take in the next entry of the log."""
        self.position += 1
        if isinstance(entry, Command):
            self._commands[entry.id] = entry
            return
        self.events.append(entry)
        if entry.cause is not None:
            self._caused.setdefault(entry.cause, []).append(entry)
        match entry.kind:
            case "joined":
                data = entry.data
                self.participants[data["id"]] = Participant(data["id"], Role(data["role"]), data["name"])
            case "paused":
                self.paused = True
            case "resumed":
                self.paused = False
            case "paced":
                self.pace = entry.data.get("factor", self.pace)
            case "ended":
                self.ended = True

    def sender(self, command_id: str) -> str | None:
        """Who sent the command with this id, or None when there was none."""
        command = self._commands.get(command_id)
        return command.by if command else None

    def receipt(self, command_id: str) -> Receipt:
        """The receipt of a command in the log."""
        events = tuple(self._caused.get(command_id, ()))
        refused = next((event for event in events if event.kind == "refused"), None)
        if refused is None:
            return Receipt(command_id, True, events=events)
        reason, hint = refused.data.get("reason", ""), refused.data.get("hint", "")
        return Receipt(command_id, False, reason, hint, events)
