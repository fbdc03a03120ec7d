"""What the form of a case cannot tell: that its topics, tests, drugs and conditions name things that exist."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from fnmatch import fnmatchcase

from rapidfuzz import process

from bedside.activities.clinic.catalogue import Catalogues, catalogues
from bedside.activities.clinic.catalogue.tests import Analyte
from bedside.activities.clinic.conditions import Condition
from bedside.activities.clinic.course import TRACK
from bedside.activities.clinic.orders import in_unit
from bedside.activities.clinic.scenario import Change, ClinicScenario, Started
from bedside.body import ECG_PATTERNS, START_RANGES, BodyError, drugs, interventions, rhythms, units
from bedside.body import conditions as illnesses
from bedside.mind.taxonomy import Taxonomy
from bedside.scenario import Problem, QuantityError, Scenario
from bedside.scenario.reading import Document

Place = tuple[str | int, ...]
OPEN_FIELDS = ("title", "summary", "setting", "task", "opening")
"""Fields that a learner sees or hears at once."""
ABBREVIATION = 3
"""Letters up to which a name counts only with its capitals, so that MS is not Ms."""


def problems(scenario: Scenario, document: Document) -> list[Problem]:
    """Everything in a case that names what does not exist, each with its line and the nearest name."""
    assert isinstance(scenario, ClinicScenario)
    return list(_Check(scenario, document).all())


class _Check:
    def __init__(self, scenario: ClinicScenario, document: Document) -> None:
        self.scenario = scenario
        self.document = document
        self.lists: Catalogues = catalogues()
        self.taxonomy = Taxonomy.load()
        self.facts = set(scenario.facts())

    def all(self) -> Iterator[Problem]:
        yield from self._giveaways()
        yield from self._history()
        yield from self._examination()
        yield from self._tests()
        yield from self._treatments()
        yield from self._course()
        yield from self._conditions()

    def _problem(self, where: Place, message: str, mend: str = "") -> Problem:
        return Problem(self.document.name, self.document.line(where), ".".join(map(str, where)), message, mend)

    def _unknown(self, where: Place, what: str, name: str, known: Iterable[str], otherwise: str = "") -> Problem:
        near = [found[0] for found in process.extract(name, list(known), limit=3, score_cutoff=50)]
        mend = f"did you mean {' or '.join(near)}?" if near else ""
        return self._problem(where, f"'{name}' is not {what}", " ".join(part for part in (mend, otherwise) if part))

    def _giveaways(self) -> Iterator[Problem]:
        """What is read or heard before anything is asked must not name the diagnosis."""
        for name in (self.scenario.diagnosis.name, *self.scenario.diagnosis.aliases):
            exactly = 0 if len(name) <= ABBREVIATION else re.IGNORECASE
            named = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", exactly)
            for field in OPEN_FIELDS:
                if named.search(getattr(self.scenario, field)):
                    yield self._problem((field,), f"'{name}' gives the diagnosis away", "say it in plain words")

    def _history(self) -> Iterator[Problem]:
        for topic, facts in self.scenario.history.items():
            if topic in self.scenario.topics:
                continue
            known = self.taxonomy.topics.get(topic)
            if known is None:
                yield self._unknown(
                    ("history", topic), "a topic", topic, self.taxonomy.topics, "Or describe it under 'topics'."
                )
                continue
            for name in facts:
                if not self.taxonomy.is_known(f"{topic}.{name}"):
                    names = [fact.split(".", 1)[1] for fact in self.taxonomy.fact_ids() if fact.startswith(topic + ".")]
                    yield self._unknown(("history", topic, name), f"an attribute of {topic}", name, names)

    def _examination(self) -> Iterator[Problem]:
        for name, finding in self.scenario.findings().items():
            manoeuvre, site = name.split(".", 1)
            if finding.label is None and self.lists.examination.get(manoeuvre, site) is None:
                known = [f"{entry.manoeuvre}.{entry.site}" for entry in self.lists.examination]
                yield self._unknown(
                    ("examination", manoeuvre, site),
                    "an examination of the catalogue",
                    name,
                    known,
                    "Or give it a 'label'.",
                )

    def _tests(self) -> Iterator[Problem]:
        for test, result in self.scenario.tests.items():
            entry = self.lists.tests.get(test)
            if entry is None:
                if result.name is None:
                    known = [item.id for item in self.lists.tests.entries]
                    yield self._unknown(("tests", test), "a test of the catalogue", test, known, "Or give it a 'name'.")
                continue
            analytes = {analyte.id: analyte for analyte in entry.analytes}
            for written in (result.values, *result.repeat):
                for name, value in written.items():
                    yield from self._value(test, name, value, analytes)

    def _value(self, test: str, name: str, value: str | float, analytes: Mapping[str, Analyte]) -> Iterator[Problem]:
        where: Place = ("tests", test, "values", name)
        analyte = analytes.get(name)
        if analyte is None:
            yield self._unknown(where, f"an analyte of {test}", name, analytes)
            return
        try:
            in_unit(value, analyte.unit)
        except QuantityError as error:
            message, _, mend = str(error).partition("; ")
            yield self._problem(where, message, mend)

    def _treatments(self) -> Iterator[Problem]:
        for name in self.scenario.treatments:
            if self.lists.drugs.get(name) is None and self.lists.actions.get(name) is None:
                known = [entry.id for entry in (*self.lists.drugs, *self.lists.actions)]
                yield self._unknown(("treatments", name), "a drug or action of the catalogue", name, known)
        for name in self.scenario.patient.takes:
            if self.lists.drugs.get(name) is None:
                yield self._unknown(
                    ("patient", "takes"),
                    "a drug of the catalogue",
                    name,
                    [entry.id for entry in self.lists.drugs],
                )

    def _course(self) -> Iterator[Problem]:
        yield from self._rhythms()
        stages = [stage.id for stage in self.scenario.physiology.course]
        for number, stage in enumerate(stages):
            if stage in stages[:number]:
                yield self._problem(
                    ("physiology", "course", number, "id"), f"two stages are called '{stage}'", "rename one"
                )
        items = [item.id for item in self.scenario.checklist]
        for number, item in enumerate(items):
            if item in items[:number]:
                yield self._problem(("checklist", number, "id"), f"two items are called '{item}'", "rename one")

    def _rhythms(self) -> Iterator[Problem]:
        start = self.scenario.physiology
        changes: list[tuple[Place, Change | None]] = [
            *((("physiology", "course", n, "change"), stage.change) for n, stage in enumerate(start.course)),
            *(
                (("treatments", name, "change"), treatment.change)
                for name, treatment in self.scenario.treatments.items()
            ),
        ]
        named: list[tuple[Place, str | None, str | None]] = [(("physiology",), start.rhythm, start.ecg)]
        named += [(where, change.rhythm, change.ecg) for where, change in changes if change is not None]
        for where, rhythm, ecg in named:
            if rhythm is not None and rhythm not in rhythms():
                yield self._unknown((*where, "rhythm"), "a rhythm", rhythm, rhythms())
            if ecg is not None and ecg not in ECG_PATTERNS:
                yield self._unknown((*where, "ecg"), "an ECG pattern", ecg, ECG_PATTERNS)
        yield from self._illnesses(("physiology", "conditions"), start.conditions)
        for where, change in changes:
            if change is not None:
                yield from self._illnesses((*where, "start"), change.start)
                yield from self._done(where, change)
        for name, value in start.start.items():
            low, high, _ = START_RANGES[name]
            if not low <= value <= high:
                message = f"{value:g} is out of the range {low:g} to {high:g} in which a case can start"
                yield self._problem(("physiology", "start", name), message, "begin inside it and let a stage change it")

    def _illnesses(self, where: Place, started: Iterable[Started]) -> Iterator[Problem]:
        """Conditions of the body: that they exist, and that their options are theirs and in range."""
        known = list(illnesses.catalogue())
        for number, one in enumerate(started):
            try:
                condition = illnesses.find(one.condition)
            except BodyError:
                yield self._unknown((*where, number, "condition"), "a condition of the body", one.condition, known)
                continue
            for name, value in one.options.items():
                at: Place = (*where, number, "options", name)
                if name not in condition.options:
                    yield self._unknown(at, f"an option of {condition.id}", name, condition.options)
                    continue
                try:
                    condition.read({name: value})
                except BodyError as error:
                    message, _, mend = str(error).partition("; ")
                    yield self._problem(at, message, mend)

    def _done(self, where: Place, change: Change) -> Iterator[Problem]:
        """What a change stops, gives and does."""
        for number, name in enumerate(change.stop):
            try:
                illnesses.find(name)
            except BodyError:
                yield self._unknown((*where, "stop", number), "a condition of the body", name, illnesses.catalogue())
        for number, dose in enumerate(change.give):
            try:
                drug = drugs.find(dose.drug)
            except BodyError:
                yield self._unknown((*where, "give", number, "drug"), "a drug", dose.drug, drugs.catalogue())
                continue
            try:
                drugs.route_of(drug, dose.route)
                units.read_dose(dose.dose, drug)
            except BodyError as error:
                message, _, mend = str(error).partition("; ")
                yield self._problem((*where, "give", number), message, mend)
        for number, deed in enumerate(change.do):
            try:
                one = interventions.find(deed.intervention, illnesses.deeds())
                interventions.read_options(one, dict(deed.options))
            except BodyError as error:
                message, _, mend = str(error).partition("; ")
                yield self._problem((*where, "do", number), message, mend)

    def _conditions(self) -> Iterator[Problem]:
        for number, item in enumerate(self.scenario.checklist):
            yield from self._condition(("checklist", number, "earned_by"), item.earned_by)
        for number, stage in enumerate(self.scenario.physiology.course):
            for field in ("when", "unless"):
                condition = getattr(stage, field)
                if condition is not None:
                    yield from self._condition(("physiology", "course", number, field), condition)
        for number, reaction in enumerate(self.scenario.reactions):
            yield from self._condition(("reactions", number, "when"), reaction.when)
            for fact in reaction.facts:
                if fact not in self.facts:
                    yield self._unknown(("reactions", number, "facts"), "a fact of this case", fact, self.facts)

    def _condition(self, where: Place, condition: Condition) -> Iterator[Problem]:
        for name in ("any", "all", "none"):
            for number, part in enumerate(getattr(condition, name) or ()):
                yield from self._condition((*where, name, number), part)
        if condition.before is not None:
            yield from self._condition((*where, "before"), condition.before)
        for field, known, what in self._names():
            wanted = getattr(condition, field)
            if wanted is not None and not any(fnmatchcase(name, wanted) for name in known):
                yield self._unknown((*where, field), what, wanted, known)
        if condition.differential not in (
            None,
            "correct",
            self.scenario.diagnosis.name,
            *(d.name for d in self.scenario.differential),
        ):
            names = [self.scenario.diagnosis.name, *(d.name for d in self.scenario.differential)]
            yield self._unknown(
                (*where, "differential"), "a diagnosis of this case", condition.differential or "", names
            )

    def _names(self) -> list[tuple[str, list[str], str]]:
        tests = [entry.id for entry in self.lists.tests.entries] + list(self.scenario.tests)
        findings = [f"{entry.manoeuvre}.{entry.site}" for entry in self.lists.examination] + list(
            self.scenario.findings()
        )
        topics = [*self.taxonomy.topics, *self.scenario.topics]
        return [
            ("fact", sorted(self.facts), "a fact of this case"),
            ("asked", [*topics, *self.taxonomy.fact_ids(), *self.facts], "a topic or topic.attribute"),
            ("examined", findings, "an examination of the catalogue"),
            ("measured", ["vitals", "blood_pressure", *TRACK], "a vital sign"),
            ("ordered", tests, "a test of the catalogue"),
            ("read", tests, "a test of the catalogue"),
            ("given", [entry.id for entry in self.lists.drugs], "a drug of the catalogue"),
            ("course", [stage.id for stage in self.scenario.physiology.course], "a stage of this case"),
            ("done", [entry.id for entry in self.lists.actions], "an action of the catalogue"),
        ]
