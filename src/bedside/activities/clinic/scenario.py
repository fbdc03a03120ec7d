"""The clinic's part of a scenario: a patient with a story, a body, findings, results, and what good care is."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from bedside.activities.clinic.conditions import Condition, Disposition, SaidAct, dose_range
from bedside.mind.story import Answers, Attitude, Language, Personality, Recall
from bedside.scenario.base import Id, Part, Scenario, ShortText, Text
from bedside.scenario.quantities import Age, Duration, Length, Mass, years

FactName = Annotated[str, Field(pattern=r"^[a-z0-9_]+\.[a-z0-9_]+$", max_length=120)]
"""`topic.attribute`."""
Worth = Literal["must", "may", "wasteful", "harmful"]
Rule = Literal["volunteered", "asked", "direct", "rapport", "hidden", "denied"]
"""When a fact may be said.

volunteered: in answer to an open question, unasked; asked: when its topic is asked about, openly or not;
direct: only when just this is asked; rapport: like direct, once trust has reached `unlock`; hidden: `instead` is
said until trust has reached `unlock` and it is asked about with care; denied: never said, `instead` is.
"""


class Speaker(Part):
    """Who answers where the patient cannot."""

    name: ShortText
    relation: ShortText = Field(description="to the patient, such as mother")


class Patient(Part):
    """Who the patient is."""

    name: ShortText
    age: Age
    sex: Literal["female", "male"]
    height: Length | None = None
    weight: Mass | None = None
    pregnant_weeks: Annotated[float, Field(ge=0, le=43)] | None = None
    occupation: ShortText | None = None
    speaker: Speaker | None = Field(default=None, description="who answers in the patient's place, such as a mother")
    allergies: tuple[Id, ...] = Field(
        default=(), description="classes that matter for drugs: penicillin, nsaid, latex …"
    )
    conditions: tuple[Id, ...] = Field(
        default=(), description="conditions that matter for drugs: asthma, renal_failure …"
    )
    takes: tuple[Id, ...] = Field(default=(), description="drugs of the catalogue taken regularly")

    @property
    def age_years(self) -> float:
        """Age in years."""
        return years(self.age)


class Persona(Part):
    """How the patient is, and how they speak."""

    temperament: Literal[
        "calm", "cheerful", "anxious", "sad", "angry", "withdrawn", "stoic", "irritable", "confused"
    ] = "calm"
    literacy: Literal["low", "average", "high"] = "average"
    talkativeness: Literal["terse", "average", "talkative"] = "average"
    trust: Annotated[float, Field(ge=0, le=1)] = Field(default=0.5, description="at the start")
    personality: Personality | None = Field(
        default=None, description="what they give away and how they react; follows from the temperament where left out"
    )
    language: Language = Field(default="C", description="A basic, B independent, C proficient, after the CEFR")
    recall: Recall = Field(default="good", description="poor: times and numbers come vaguely, exactly when asked again")
    background: Text | None = Field(default=None, description="for teachers: what moves this person")


class Fact(Part):
    """One thing the patient can say. `says` is spoken as it stands: first person, short, plain words, one fact."""

    says: Text
    rule: Rule = "asked"
    instead: Text | None = Field(default=None, description="what is said while the truth is held back")
    unlock: Annotated[float, Field(ge=0, le=1)] = Field(default=0.6, description="trust needed by rapport and hidden")
    asks: tuple[ShortText, ...] = Field(default=(), description="further ways in which this may be asked")
    value: float | None = Field(default=None, description="a number that belongs to it, such as severity 0 to 10")
    private: bool = Field(default=False, description="not said before a companion who is close to the patient")
    vague: Text | None = Field(default=None, description="said in its place where recall is poor: vaguer, never false")
    child_says: ShortText | None = Field(default=None, description="what a child says of it, spoken to by name")

    @model_validator(mode="after")
    def _instead(self) -> Self:
        if self.rule in ("hidden", "denied") and not self.instead:
            raise ValueError(f"a fact that is {self.rule} needs `instead`: what the patient says in its place")
        return self


class CompanionOfPatient(Part):
    """Somebody who came along."""

    name: ShortText
    relation: ShortText = Field(description="to the patient, such as wife; `interpreter` for one by trade")
    answers: Answers = Field(default="beside", description="for: in the patient's place; beside; interprets")
    knows: dict[FactName, Text | None] = Field(
        default_factory=dict,
        description="facts they can tell of, in their own words, or null where they quote the patient's",
    )
    attitude: Attitude = Field(default="quiet", description="how often they speak, and whether they go when asked")


def _as_known(value: Any) -> Any:
    if isinstance(value, dict) and isinstance(value.get("knows"), list):
        return value | {"knows": dict.fromkeys(value["knows"])}
    return value


def _as_says(value: Any) -> Any:
    return {"says": value} if isinstance(value, str) else value


class Topic(Part):
    """A topic of this case that the taxonomy lacks."""

    label: ShortText
    names: tuple[ShortText, ...] = Field(min_length=1, description="what people call it")
    asks: tuple[ShortText, ...] = Field(default=(), description="ways in which it may be asked")


class Reaction(Part):
    """What the patient does of their own accord, once, when something has happened."""

    when: Condition
    says: Text
    trust: Annotated[float, Field(ge=-1, le=1)] = 0.0
    mood: Literal["calm", "anxious", "sad", "angry", "relieved", "in_pain", "tearful"] | None = None
    facts: tuple[str, ...] = Field(default=(), description="facts let out by it, `topic.attribute`")


class Finding(Part):
    """What a manoeuvre at a site shows."""

    finding: Text
    abnormal: bool = True
    key: bool = Field(default=False, description="one that an expert would not miss")
    hurts: Annotated[int, Field(ge=0, le=10)] = 0
    says: Text | None = Field(default=None, description="what the patient says meanwhile")
    label: ShortText | None = Field(
        default=None, description="a name, needed where the catalogue does not know this manoeuvre and site"
    )
    when: Condition | None = Field(default=None, description="shown only once this holds; otherwise the normal finding")


def _as_normal_finding(value: Any) -> Any:
    return {"finding": value, "abnormal": False} if isinstance(value, str) else value


class Result(Part):
    """What an order brings back. Analytes and reports left out come from the catalogue's normal ones."""

    values: dict[Id, str | float] = Field(default_factory=dict, description="analyte to number with unit, or a word")
    report: Text | None = None
    key: bool = False
    worth: Worth = "may"
    why: Text | None = Field(default=None, description="why it must, may or should not be ordered")
    turnaround: Duration | None = None
    cost: Annotated[float, Field(ge=0)] | None = None
    repeat: tuple[dict[Id, str | float], ...] = Field(default=(), description="values of the second, third … time")
    name: ShortText | None = Field(default=None, description="a name, needed where the catalogue does not know it")
    aliases: tuple[ShortText, ...] = ()


class Started(Part):
    """A condition of the body's own (`bedside body list`), with its options, such as `severity` or `side`."""

    condition: Id = Field(description="disease, injury, poison or place that the body knows")
    options: dict[Id, float | str] = Field(
        default_factory=dict, description="as the condition names them, units written"
    )


class Illness(Started):
    """A condition that the patient brings along."""

    since: Duration = Field(default="0 s", description="how long it has run when the encounter begins")


class GivenDose(Part):
    """A dose that somebody else gives, or that was swallowed."""

    drug: Id
    dose: ShortText
    route: Id = "iv"
    over: Duration | None = Field(default=None, description="run in evenly for so long; at once where left out")


class Deed(Part):
    """Something that is done to the body: an intervention of the engine with its options."""

    intervention: Id
    options: dict[Id, float | str] = Field(default_factory=dict)


class Change(Part):
    """A change of the body: each number is added to the present one, over `over`; conditions start and stop."""

    heart_rate: float | None = None
    systolic_pressure: float | None = None
    respiratory_rate: float | None = None
    spo2: float | None = None
    temperature: float | None = None
    glucose: float | None = None
    gcs: float | None = None
    pain: float | None = None
    over: Duration = "5 min"
    bleed_ml_per_min: Annotated[float, Field(ge=0, le=1000)] | None = None
    rhythm: Id | None = None
    ecg: Id | None = None
    start: tuple[Started, ...] = Field(default=(), description="conditions that begin, or go on with other options")
    stop: tuple[Id, ...] = Field(default=(), description="conditions that end")
    give: tuple[GivenDose, ...] = Field(default=(), description="drugs and fluids")
    do: tuple[Deed, ...] = Field(default=(), description="interventions")


class Treatment(Part):
    """How a drug, fluid or action stands in this case."""

    worth: Worth
    dose: ShortText | None = Field(default=None, description="`300 mg` or `150..300 mg`: what is right here")
    route: tuple[Id, ...] = ()
    within: Duration | None = None
    why: Text
    source: Id | None = None
    change: Change | None = Field(default=None, description="what it does here beyond the drug's own effects")
    says: Text | None = Field(default=None, description="what the patient says some time after")

    @model_validator(mode="after")
    def _dose(self) -> Self:
        if self.dose:
            dose_range(self.dose)
        return self


class Stage(Part):
    """A step in the course of the illness: it begins once, `after` so long from the start or from `when`."""

    id: Id
    after: Duration = "0 s"
    when: Condition | None = None
    unless: Condition | None = Field(default=None, description="averted if this has been met by then")
    change: Change | None = None
    event: Text | None = Field(default=None, description="what is seen in the room")
    says: Text | None = None
    harm: Text | None = Field(default=None, description="named at the debrief as a consequence")


class Physiology(Part):
    """The body at the start and its course. Vital signs left out are as the conditions make them, or normal for age.

    With `conditions` the body is made normal, falls ill for as long as each has run, and only what is then missing to
    `start` is steered; so the illness takes its course by itself, and treating it brings the patient towards normal.
    """

    start: dict[
        Literal[
            "heart_rate",
            "systolic_pressure",
            "diastolic_pressure",
            "respiratory_rate",
            "spo2",
            "temperature",
            "etco2",
            "glucose",
            "gcs",
            "pain",
        ],
        float,
    ] = Field(default_factory=dict)
    conditions: tuple[Illness, ...] = Field(default=(), description="illnesses of the body at the start")
    rhythm: Id = "sinus"
    ecg: Id | None = None
    course: tuple[Stage, ...] = ()


class Diagnosis(Part):
    """A diagnosis with the names it goes by."""

    name: ShortText
    aliases: tuple[ShortText, ...] = ()
    likelihood: Literal["high", "medium", "low"] = "medium"
    must_not_miss: bool = False
    why: Text | None = Field(default=None, description="what speaks for it and against it here")


class Item(Part):
    """A line of the checklist."""

    id: Id
    text: ShortText
    domain: Literal["history", "examination", "communication", "investigation", "management", "reasoning", "safety"]
    points: Annotated[float, Field(gt=0, le=10)] = 1.0
    critical: bool = False
    earned_by: Condition
    tip: ShortText | None = Field(default=None, description="what to say or do to earn it, such as an example question")
    source: Id | None = None


class TeachingPoint(Part):
    """What to take home, and where it is written."""

    point: Text
    source: Id


SpokenFact = Annotated[Fact, BeforeValidator(_as_says)]
SeenFinding = Annotated[Finding, BeforeValidator(_as_normal_finding)]


class ClinicScenario(Scenario):
    """A consultation: a patient, what they can say, what can be found and done, and what good care is."""

    kind: Literal["clinic"]
    patient: Patient
    persona: Persona = Persona()
    companion: Annotated[CompanionOfPatient, BeforeValidator(_as_known)] | None = Field(
        default=None,
        description="somebody who came along; `patient.speaker` is short for one who answers for the patient",
    )
    opening: Text = Field(description="what the patient says to `what brings you in?`")
    task: Text = Field(description="what the learner is asked to do; it gives nothing away")
    history: dict[Id, dict[Id, SpokenFact]] = Field(description="facts by topic and attribute of the taxonomy")
    topics: dict[Id, Topic] = Field(default_factory=dict)
    reactions: tuple[Reaction, ...] = ()
    examination: dict[Id, dict[Id, SeenFinding]] = Field(
        default_factory=dict, description="findings by manoeuvre and site"
    )
    tests: dict[Id, Result] = Field(default_factory=dict)
    treatments: dict[Id, Treatment] = Field(default_factory=dict, description="by drug, fluid or action")
    physiology: Physiology = Physiology()
    diagnosis: Diagnosis
    differential: tuple[Diagnosis, ...] = ()
    disposition: dict[Disposition, Worth] = Field(default_factory=dict)
    checklist: tuple[Item, ...] = ()
    communication: tuple[SaidAct, ...] = Field(
        default=(
            "introduction",
            "identity_check",
            "open_question",
            "empathy",
            "summary",
            "check_understanding",
            "closing",
        ),
        description="ways of speaking that matter here",
    )
    expert: tuple[Text, ...] = Field(default=(), description="what an expert would have done, step by step")
    teaching: tuple[TeachingPoint, ...] = ()

    def facts(self) -> dict[str, Fact]:
        """Every fact by its `topic.attribute`."""
        return {f"{topic}.{name}": fact for topic, facts in self.history.items() for name, fact in facts.items()}

    def findings(self) -> dict[str, Finding]:
        """Every finding by its `manoeuvre.site`."""
        return {
            f"{manoeuvre}.{site}": found
            for manoeuvre, sites in self.examination.items()
            for site, found in sites.items()
        }

    @model_validator(mode="before")
    @classmethod
    def _companion_speaks(cls, raw: Any) -> Any:
        """A companion who answers for the patient is the one who speaks."""
        with_them = raw.get("companion") if isinstance(raw, dict) else None
        if not isinstance(with_them, dict) or with_them.get("answers") != "for" or not isinstance(raw["patient"], dict):
            return raw
        speaker = {"name": with_them.get("name"), "relation": with_them.get("relation")}
        return {**raw, "patient": {"speaker": speaker, **raw["patient"]}}

    @model_validator(mode="after")
    def _companion_knows_facts(self) -> Self:
        unknown = sorted(set(self.companion.knows if self.companion else ()) - set(self.facts()))
        if unknown:
            raise ValueError(f"the companion knows '{unknown[0]}', which is not one of the facts under history")
        return self

    @model_validator(mode="after")
    def _sources_are_listed(self) -> Self:
        cited = {item.source for item in self.checklist} | {treatment.source for treatment in self.treatments.values()}
        cited |= {point.source for point in self.teaching}
        unknown = sorted(source for source in cited if source is not None and source not in self.sources)
        if unknown:
            listed = ", ".join(sorted(self.sources)) or "none"
            raise ValueError(f"source '{unknown[0]}' is cited but not listed under sources (listed: {listed})")
        return self
