"""The clinic's own face: a consultation with virtual time, for notebooks, tests and programs."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Self

from bedside import __version__
from bedside.activities.clinic.activity import ClinicActivity
from bedside.activities.clinic.commands import DURATIONS_S
from bedside.activities.clinic.scenario import ClinicScenario
from bedside.activities.clinic.voice import Voice
from bedside.debrief import Report
from bedside.encounter import Command, Encounter, Event, Header, Log, MemoryLog, Participant, Receipt, Refused, Role
from bedside.mind.phrasing import Phraser
from bedside.scenario import Scenario, milliseconds, open_document

ME = Participant("learner", Role.LEARNER, "")
DEFAULT_EXAMINATION_S = 30.0
DEFAULT_ACTION_S = 30.0


def header_for(scenario: ClinicScenario, *, text: str, sha256: str, seed: int, encounter: str) -> Header:
    """The header of a log for a case."""
    return Header(
        encounter=encounter,
        kind=scenario.kind,
        scenario_id=scenario.id,
        scenario_hash=sha256,
        scenario_text=text,
        seed=seed,
        versions={"bedside": __version__},
    )


class Consultation:
    """One consultation by one learner. Each deed takes its nominal time; `advance` lets more pass.

    Refused deeds raise `Refused`; the state is then as it was. With a `phraser` a language model words what the patient
    says: `Consultation.start("crushing-chest-pain", phraser=Phraser(settings))`.
    """

    def __init__(self, encounter: Encounter, scenario: ClinicScenario, voice: Voice | None = None) -> None:
        self.encounter = encounter
        self.scenario = scenario
        self.voice = voice
        self._sent = sum(1 for event in encounter.events() if event.cause)

    @classmethod
    def start(
        cls,
        scenario: ClinicScenario | Scenario | str | Path,
        *,
        seed: int = 0,
        log: Log | None = None,
        phraser: Phraser | None = None,
    ) -> Self:
        """Begin with a scenario, or with the id or file of one. Raises ScenarioError."""
        if isinstance(scenario, str | Path):
            document, loaded = open_document(scenario)
            text, sha256 = document.text, document.sha256
        else:
            loaded, text = scenario, scenario.model_dump_json(exclude_defaults=True)
            sha256 = ""
        if not isinstance(loaded, ClinicScenario):
            raise TypeError(f"a consultation needs a scenario of kind clinic, not {loaded.kind}")
        case = loaded
        header = header_for(case, text=text, sha256=sha256, seed=seed, encounter=f"{case.id}-{seed}")
        encounter = Encounter.open(log or MemoryLog(header), lambda _: ClinicActivity(case, seed))
        encounter.join(ME)
        voice = Voice(phraser) if phraser is not None else None
        if voice is not None:
            voice.enter(encounter)
        return cls(encounter, case, voice)

    def send(self, verb: str, **args: Any) -> Receipt:
        """Any verb; time passes afterwards. Raises Refused."""
        self._sent += 1
        receipt = self.encounter.submit(Command(f"c{self._sent}", self.encounter.now, ME.id, verb, args))
        if not receipt.accepted:
            raise Refused(receipt.reason, receipt.hint)
        if self.voice is not None:
            receipt = self.voice.lend(self.encounter, receipt)
        if not self.encounter.ended:
            self.encounter.advance(self.encounter.now + round(1000 * self._seconds(verb, receipt)))
        return receipt

    def _seconds(self, verb: str, receipt: Receipt) -> float:
        lists = _activity(self.encounter).catalogues
        for event in receipt.events:
            if event.kind == "examined":
                entry = lists.examination.get(event.data["manoeuvre"], event.data["site"])
                return float(entry.duration_s) if entry else DEFAULT_EXAMINATION_S
            if event.kind == "done":
                action = lists.actions.get(event.data["action"])
                return float(action.duration_s) if action else DEFAULT_ACTION_S
        return DURATIONS_S.get(verb, 0.0)

    def greet(self, text: str) -> str:
        """Greet the patient; their answer."""
        return self._words(self.send("greet", text=text))

    def ask(self, text: str) -> str:
        """Ask; the answer in words."""
        return self._words(self.send("ask", text=text))

    def tell(self, text: str) -> str:
        """Tell the patient something; what they say to it."""
        return self._words(self.send("tell", text=text))

    @staticmethod
    def _words(receipt: Receipt) -> str:
        return " ".join(event.data["text"] for event in receipt.events if event.kind in ("answered", "reacted"))

    def examine(self, manoeuvre: str, site: str) -> str:
        """Examine; the finding in words."""
        return str(self._data(self.send("examine", manoeuvre=manoeuvre, site=site), "examined")["finding"])

    def measure(self, what: str = "vitals") -> dict[str, float]:
        """Measure a vital sign or the set."""
        values: dict[str, float] = self._data(self.send("measure", what=what), "measured")["values"]
        return values

    def order(self, test: str) -> dict[str, Any]:
        """Order a test; its number, name, due tick and cost."""
        return self._data(self.send("order", test=test), "ordered")

    def read(self, test: str) -> dict[str, Any]:
        """Read a result that has come back: values and report."""
        return self._data(self.send("read", order=test), "read")

    def result(self, test: str) -> dict[str, Any]:
        """Order a test, wait for it and read it."""
        order = self.order(test)
        self.encounter.advance(max(self.encounter.now, order["due"]))
        return self.read(order["order"])

    def give(
        self, drug: str, dose: str, route: str, *, rate: str | None = None, confirm: bool = False
    ) -> dict[str, Any]:
        """Give a drug or fluid. A dangerous one is refused until confirmed."""
        args = {"drug": drug, "dose": dose, "route": route, "confirm": confirm} | ({"rate": rate} if rate else {})
        return self._data(self.send("give", **args), "given")

    def do(self, action: str, **args: Any) -> dict[str, Any]:
        """Carry out an action such as oxygen or position."""
        return self._data(self.send("do", action=action, **args), "done")

    def note(self, text: str) -> None:
        """Write a note."""
        self.send("note", text=text)

    def diagnose(self, *ranked: str | tuple[str, float]) -> None:
        """Set the ranked differential; a name alone counts as half sure."""
        items = [
            {"diagnosis": r, "confidence": 0.5} if isinstance(r, str) else {"diagnosis": r[0], "confidence": r[1]}
            for r in ranked
        ]
        self.send("differential", items=items)

    def dispose(self, to: str, why: str = "") -> None:
        """Decide where the patient goes."""
        self.send("disposition", to=to, **({"why": why} if why else {}))

    def hand_over(self, text: str) -> None:
        """Hand over to a colleague."""
        self.send("handover", text=text)

    def advance(self, duration: str | float) -> list[Event]:
        """Let time pass: `10 min`, or seconds."""
        ms = milliseconds(duration) if isinstance(duration, str) else round(duration * 1000)
        return self.encounter.advance(self.encounter.now + ms)

    def end(self) -> None:
        """End the consultation, if it has not ended."""
        if not self.encounter.ended:
            self.send("end")

    def vitals(self) -> dict[str, float]:
        """The vital signs as they are, for programs; a learner measures them."""
        return _activity(self.encounter).course.live()

    def view(self) -> dict[str, Any]:
        """What the learner may know now."""
        return self.encounter.view(ME.id)

    def debrief(self) -> Report:
        """End the consultation and look back."""
        from bedside.activities.clinic.scoring import score

        self.end()
        return score(self.encounter.header, self.scenario, self.encounter.events())

    @staticmethod
    def _data(receipt: Receipt, kind: str) -> dict[str, Any]:
        return next(event.data for event in receipt.events if event.kind == kind)


def _activity(encounter: Encounter) -> ClinicActivity:
    activity = encounter.activity
    assert isinstance(activity, ClinicActivity)
    return activity
