"""Where learner and patient meet: lines come in, deeds are done, and what happened is shown."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from bedside.cli.cases import console, print_json
from bedside.cli.play import screen, words
from bedside.cli.play.game import Game
from bedside.cli.play.screen import Line, Screen
from bedside.cli.play.words import Deed, understood
from bedside.debrief.report import clock
from bedside.encounter import EncounterFault, NotSaved, Receipt, Refused

CONFIRMING = frozenset({"yes", "y", "confirm", "yes confirm", "do it"})
NEEDS_CONFIRMATION = "with confirmation"


class Table:
    """One sitting: a game and the screen it is shown on."""

    def __init__(self, game: Game, *, as_json: bool) -> None:
        """Of a game; `as_json`: one JSON object for each line that is read."""
        self.game = game
        self.as_json = as_json
        patient = game.view()["patient"]
        self.who = patient["speaker"]["name"] if patient["speaker"] else patient["name"]
        self.screen = Screen(console(), self.who)
        self._waiting: Deed | None = None
        self._shown = False

    def open(self) -> None:
        """Show the case, or where it was left."""
        view = self.game.view()
        self.game.news()
        lines = self.screen.opening(view)
        talked = [line for line in view["conversation"] if line["who"] != "narrator"][-4:]
        if talked:
            lines.append(("quiet", "You were saying:"))
            lines += [("quiet", f"  {'you' if one['who'] == 'learner' else self.who}: {one['text']}") for one in talked]
        self._show("", True, lines)

    def piped(self, lines: Iterable[str]) -> None:
        """Commands from a file or a program, one a line."""
        for line in lines:
            if not line or line.startswith("#"):
                continue
            if not self.as_json:
                self.screen.lines([("quiet", f"› {line}")])
            if not self.take(line) or self.game.encounter.ended:
                return

    def interactive(self) -> None:
        """Commands from a person at a terminal."""
        from prompt_toolkit.patch_stdout import patch_stdout

        from bedside.cli.play.prompt import session

        prompt = session(lambda: self.game.view()["orders"], self._status)
        while not self.game.encounter.ended:
            try:
                with patch_stdout(raw=True):
                    line = prompt.prompt("› ")
            except (KeyboardInterrupt, EOFError):
                return
            if line.strip() and not self.take(line.strip()):
                return

    def _status(self) -> str:
        """The bottom line; while it is drawn, time passes and news are told."""
        try:
            self.game.pass_time()
            lines = [line for event in self.game.news() if not event.cause for line in self.screen.happened(event)]
            if lines:
                self.screen.lines(lines)
            return screen.status(self.game.view())
        except (NotSaved, EncounterFault) as fault:
            self.game.anchor()
            return str(fault)

    def take(self, line: str) -> bool:
        """One line; False when the learner leaves."""
        if self._waiting is not None:
            deed, self._waiting = self._waiting, None
            if line.lower().strip(".! ") in CONFIRMING:
                return self._all(line, [Deed(deed.verb, {**deed.args, "confirm": True})])
            if line.lower() in ("no", "n"):
                self._show(line, True, [("quiet", "Not given.")])
                return True
        try:
            deeds = understood(line)
        except Refused as refused:
            self._show(line, False, [self.screen.refused(refused.reason, refused.hint)])
            return True
        return self._all(line, deeds)

    def _all(self, line: str, deeds: list[Deed]) -> bool:
        lines: list[Line] = []
        accepted = True
        for deed in deeds:
            if deed.verb == "quit":
                return False
            try:
                done, more = self._local(deed) if deed.local else self._sent(deed)
            except Refused as refused:
                done, more = False, [self.screen.refused(refused.reason, refused.hint)]
            except (NotSaved, EncounterFault) as fault:
                self.game.anchor()
                done, more = False, [self.screen.refused(fault.message, fault.hint or "")]
            accepted &= done
            lines += more
        self._show(line, accepted, lines)
        return True

    def _sent(self, deed: Deed) -> tuple[bool, list[Line]]:
        receipt = self.game.send(deed.verb, deed.args)
        lines = self._told(receipt)
        if not receipt.accepted and NEEDS_CONFIRMATION in receipt.hint:
            self._waiting = deed
            lines.append(("warning", "Type yes to give it all the same."))
        if deed.verb == "ask" and _not_understood(receipt) and (line := words.meant(deed.args["text"])):
            lines.append(("quiet", f"If you meant to do it: {line}"))
        if deed.verb == "jump" and receipt.accepted:
            lines.append(("quiet", f"It is {clock(self.game.encounter.now)} now."))
        return receipt.accepted, lines

    def _told(self, receipt: Receipt) -> list[Line]:
        """What a command did, and what came about meanwhile."""
        own = {event.seq for event in receipt.events}
        news = [event for event in self.game.news() if event.seq not in own]
        before = [e for e in news if receipt.events and e.seq < receipt.events[0].seq]
        after = [e for e in news if e not in before]
        return [
            *(line for event in before for line in self.screen.happened(event)),
            *self.screen.told(receipt),
            *(line for event in after for line in self.screen.happened(event)),
        ]

    def _local(self, deed: Deed) -> tuple[bool, list[Line]]:
        match deed.verb:
            case "help":
                return True, [("", words.HELP.rstrip())]
            case "status":
                self.game.pass_time()
                return True, [("", screen.status(self.game.view()))]
            case "view":
                self.game.pass_time()
                return True, screen.overview(self.game.view())
            case "orders":
                self.game.pass_time()
                return True, screen.orders(self.game.view())
            case "until results":
                return self._awaited(deed.args.get("test"))
            case "read all":
                return self._read_all()
            case _:
                return self._sent(Deed(deed.verb, {}))

    def _awaited(self, test: str | None) -> tuple[bool, list[Line]]:
        receipts = self.game.until_results(test)
        if not receipts:
            raise Refused("Nothing is pending.", "Order something first, or wait for a time: wait 10 min.")
        lines = [line for receipt in receipts for line in self._told(receipt)]
        left = sum(order["state"] == "pending" for order in self.game.view()["orders"])
        more = f"; {left} still pending" if left else ""
        return receipts[-1].accepted, [*lines, ("quiet", f"It is {clock(self.game.encounter.now)} now{more}.")]

    def _read_all(self) -> tuple[bool, list[Line]]:
        self.game.pass_time()
        ready = [order["order"] for order in self.game.view()["orders"] if order["state"] == "ready"]
        if not ready:
            pending = any(order["state"] == "pending" for order in self.game.view()["orders"])
            raise Refused(
                "Nothing has come back to read.", "wait until results" if pending else "Order something first."
            )
        return True, [line for order in ready for line in self._told(self.game.send("read", {"order": order}))]

    def _show(self, line: str, accepted: bool, lines: list[Line]) -> None:
        if self.as_json:
            data = {
                "line": line,
                "accepted": accepted,
                "now": self.game.encounter.now,
                "said": [text for _, text in lines],
            }
            print_json(data, lines=True)
        else:
            self.screen.lines(lines)
            sys.stdout.flush()

    def debrief(self, file: Path | None) -> None:
        """Score, show, and write the debrief where that was asked for."""
        from bedside.cli.debriefs import format_of, rendered, write

        report = self.game.remember()
        lines = self.screen.debrief(report)
        if file is not None:
            write(rendered(report, format_of(None, file)), file)
            lines.append(("", f"Written to {file}"))
        else:
            lines.append(("quiet", f"The whole of it: bedside debrief {self.game.encounter.id} --out debrief.html"))
        if self.as_json:
            print_json({"encounter": self.game.encounter.id, "score": report.score, "passed": report.passed,
                        "verdict": report.verdict, "written": str(file) if file else None}, lines=True)  # fmt: skip
        else:
            self.screen.lines(lines)

    def leave(self, resume: str) -> None:
        """Save, and say how to go on."""
        saved = "Saved. "
        try:
            self.game.encounter.save()
        except NotSaved:
            saved = "The last moments could not be saved. "
        if self.as_json:
            print_json({"encounter": self.game.encounter.id, "left": True, "resume": resume}, lines=True)
        else:
            self.screen.lines([("quiet", f"{saved}Go on with: {resume}")])


def _not_understood(receipt: Receipt) -> bool:
    return any(event.kind == "answered" and event.data["status"] == "clarify" for event in receipt.events)
