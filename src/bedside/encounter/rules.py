"""Which commands may be carried out at all, before the activity is asked; and the kernel's own words."""

import math
from hashlib import blake2b
from typing import Any

import msgspec

from bedside.encounter.activity import Activity
from bedside.encounter.faults import Refused
from bedside.encounter.standing import Standing
from bedside.encounter.types import ERASED, HOST, PROGRAM, Command, Participant, Role, Tick

JOIN, PAUSE, RESUME, PACE, JUMP = "join", "pause", "resume", "pace", "jump"
KERNEL_VERBS = frozenset({PAUSE, RESUME, PACE, JUMP})

ENDED = "ended"
"""An event kind of an activity that the kernel understands: the encounter is over."""
SUPPORT_OFFERED = "support_offered"
"""The other one: somebody was offered help for themselves, so the encounter pauses."""

KERNEL_KINDS = frozenset({"begun", "joined", "refused", "paused", "resumed", "paced", "jumped", "diverged"})

WITHHELD = "$withheld"
"""Stands in the log for arguments that were refused because they could not or should not be written down."""

SECOND: Tick = 1000
FURTHEST_AHEAD: Tick = 48 * 3600 * SECOND
LONGEST_JUMP_MINUTES = 24 * 60
SLOWEST, FASTEST = 0.1, 60.0
LARGEST_ARGS_BYTES = 64 * 1024
LONGEST_ID = 200
LONGEST_PARTICIPANT = 100
DEEPEST = 32


def flaw(value: Any, depth: int = DEEPEST) -> str | None:
    """Why a value cannot be written as JSON and read back the same, or None when it can."""
    if depth < 0:
        return f"it is nested more than {DEEPEST} deep"
    if value is None or isinstance(value, bool):
        return None
    if isinstance(value, int):
        return None if -(2**63) <= value < 2**63 else "a whole number in it is too large"
    if isinstance(value, float):
        return None if math.isfinite(value) else "a number in it is not finite"
    if isinstance(value, str):
        return None if value.isascii() or _is_unicode(value) else "a text in it is not valid Unicode"
    if isinstance(value, list | tuple):
        return next((why for item in value if (why := flaw(item, depth - 1))), None)
    if isinstance(value, dict):
        if not all(isinstance(key, str) for key in value):
            return "a key in it is not text"
        return next((why for pair in value.items() for part in pair if (why := flaw(part, depth - 1))), None)
    return f"it holds a {type(value).__name__}, which is not JSON"


def _is_unicode(text: str) -> bool:
    return not any("\ud800" <= letter <= "\udfff" for letter in text)


def plain(value: dict[str, Any]) -> dict[str, Any]:
    """The value as it will be read back from the log, so that live and replayed runs see the very same."""
    result: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(value, order="sorted"))
    return result


def recordable(command: Command, now: Tick) -> tuple[Command, Refused | None]:
    """The command in a form the log can hold, and why it is refused if that is not what was sent."""
    identity = usable_id(command.id)
    refusal = (
        _bad_word("id", command.id) or _bad_word("by", command.by) or _bad_word("verb", command.verb)
        or _bad_moment(command.at, now) or _bad_args(command.args)
    )  # fmt: skip
    if refusal is None:
        return Command(identity, max(command.at, now), command.by, command.verb, plain(command.args)), None
    by = command.by if _bad_word("by", command.by) is None else "unknown"
    verb = command.verb if _bad_word("verb", command.verb) is None else "unknown"
    args = {WITHHELD: {"reason": refusal.reason, "hint": refusal.hint}}
    return Command(identity, now, by, verb, args), refusal


def usable_id(identity: object) -> str:
    """The id itself when it can be kept, else one made from it, the same each time."""
    if isinstance(identity, str) and _bad_word("id", identity) is None:
        return identity
    return "unusable-" + blake2b(repr(identity).encode("utf-8", "backslashreplace"), digest_size=12).hexdigest()


def _bad_word(field: str, word: object) -> Refused | None:
    if isinstance(word, str) and 1 <= len(word) <= LONGEST_ID and word.isprintable():
        return None
    return Refused(f"The command's {field} must be a text of 1 to {LONGEST_ID} printable characters.")


def _bad_moment(at: object, now: Tick) -> Refused | None:
    if isinstance(at, bool) or not isinstance(at, int) or at < 0:
        return Refused("The command's time must be whole milliseconds from 0 up.", "Send the encounter's current tick.")
    if at > now + FURTHEST_AHEAD:
        return Refused("The command's time is more than 48 hours ahead.", "Send the encounter's current tick.")
    return None


def _bad_args(args: object) -> Refused | None:
    if not isinstance(args, dict):
        return Refused("The command's arguments must be an object with named fields.")
    if why := flaw(args):
        return Refused(f"The command's arguments cannot be written down: {why}.", "Send plain JSON values.")
    if len(msgspec.json.encode(args)) > LARGEST_ARGS_BYTES:
        return Refused("The command's arguments are larger than 64 KiB.", "Send less at once.")
    if args == ERASED:
        return Refused("The command's arguments say that they were erased.", "Send what you mean.")
    withheld = args.get(WITHHELD)
    if withheld is not None:
        told = withheld if isinstance(withheld, dict) else {}
        return Refused(str(told.get("reason", "The command was withheld.")), str(told.get("hint", "")))
    return None


def permit(command: Command, standing: Standing, ended: bool, activity: Activity) -> None:
    """Raise `Refused` when the sender, the verb or the encounter's standing does not allow the command."""
    if command.by == HOST:
        if command.verb != JOIN:
            raise Refused("The host may only let people in.", "Send this as one of the participants.")
        return
    sender = standing.participants.get(command.by)
    if sender is None:
        raise Refused(f"Nobody called {command.by!r} takes part in this encounter.", "Join it first.")
    allowed = activity.verbs.get(command.verb)
    if allowed is None:
        known = ", ".join(sorted(verb for verb, roles in activity.verbs.items() if sender.role in roles))
        raise Refused(f"There is no {command.verb!r} here.", f"You can: {known}." if known else "You can only watch.")
    if sender.role not in allowed:
        who = " or ".join(sorted(role.value for role in allowed)) or "nobody"
        raise Refused(f"As {sender.role.value} you may not {command.verb!r}.", f"This is for: {who}.")
    if ended and command.verb not in activity.after_end:
        raise Refused("The encounter has ended.", "Look at the debrief, or start a new one.")
    if standing.paused and command.verb not in activity.while_paused | {RESUME, PAUSE, PACE, JUMP}:
        raise Refused("The encounter is paused.", "Resume it first.")


def pace_factor(args: dict[str, Any]) -> float:
    """The factor of a pace command, 0.1 to 60; raises `Refused`."""
    factor = args.get("factor")
    if isinstance(factor, bool) or not isinstance(factor, int | float) or not SLOWEST <= factor <= FASTEST:
        raise Refused("The pace must be a factor from 0.1 to 60.", 'For example {"factor": 2} for twice as fast.')
    return float(factor)


def jump_length(args: dict[str, Any]) -> Tick:
    """How far a jump command goes, in ticks, at most 24 h; raises `Refused`."""
    minutes = args.get("minutes")
    if isinstance(minutes, bool) or not isinstance(minutes, int | float) or not 0 < minutes <= LONGEST_JUMP_MINUTES:
        raise Refused("A jump must be more than 0 and at most 1440 minutes.", 'For example {"minutes": 30}.')
    return max(1, round(minutes * 60 * SECOND))


def newcomer(args: dict[str, Any], present: dict[str, Participant]) -> Participant:
    """The participant of a join command; raises `Refused`."""
    identity, role, name = args.get("id"), args.get("role"), args.get("name", "")
    if (
        not isinstance(identity, str)
        or _bad_word("id", identity)
        or len(identity) > LONGEST_PARTICIPANT
        or identity == HOST
    ):
        raise Refused(f"A participant's id must be a text of 1 to {LONGEST_PARTICIPANT} characters other than 'host'.")
    if role not in list(Role):
        raise Refused(f"There is no role {role!r}.", f"The roles are {', '.join(Role)}.")
    if identity.startswith(PROGRAM) != (role == Role.PROGRAM):
        raise Refused(f"The ids of programs, and only theirs, begin with {PROGRAM!r}.")
    if not isinstance(name, str) or len(name) > LONGEST_ID:
        raise Refused("A participant's name must be a text of at most 200 characters.")
    if identity in present:
        raise Refused(f"A participant {identity!r} is here already.", "Choose another id.")
    return Participant(identity, Role(role), name)
