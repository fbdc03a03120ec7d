"""Conditions over what has happened in a consultation: the one language of checklists, courses and reactions.

A condition names one kind of deed (`fact`, `examined`, `given` …) or joins others (`any`, `all`, `none`).
It is met by an event of the log; the event that met it is the evidence quoted in the debrief.
"""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from bedside.scenario.base import Id, Part, ShortText
from bedside.scenario.quantities import Duration, parse_quantity

SaidAct = Literal[
    "greeting",
    "introduction",
    "identity_check",
    "consent",
    "open_question",
    "empathy",
    "summary",
    "signposting",
    "check_understanding",
    "teach_back",
    "shared_decision",
    "reassurance",
    "explanation",
    "safety_net",
    "invites_questions",
    "thanks",
    "closing",
    "acknowledgement",
    "jargon",
    "leading_question",
    "double_question",
    "insult",
]
Disposition = Literal[
    "discharge",
    "gp_follow_up",
    "outpatient_referral",
    "urgent_referral",
    "emergency_department",
    "observation",
    "admit_ward",
    "admit_hdu",
    "admit_icu",
    "admit_maternity",
    "admit_paediatrics",
    "psychiatric_admission",
    "crisis_team",
    "cath_lab",
    "theatre",
    "transfer",
]
Pattern = Annotated[str, Field(pattern=r"^[a-z0-9_]+(\.[a-z0-9_]+)?$|^[a-z0-9_*]+(\.[a-z0-9_*]+)?$", max_length=120)]
DEEDS = (
    "fact",
    "asked",
    "examined",
    "measured",
    "ordered",
    "read",
    "given",
    "done",
    "said",
    "told",
    "noted",
    "differential",
    "disposition",
    "handed_over",
    "course",
)
JOINS = ("any", "all", "none")


class Condition(Part):
    """Exactly one deed or one join, with modifiers of time, dose and count.

    Patterns may end in `*`: `auscultate.*` is any site, `*.abdomen` any manoeuvre, `chest_pain.*` any attribute.
    """

    fact: Pattern | None = Field(default=None, description="a fact `topic.attribute` that the patient let out")
    asked: Pattern | None = Field(
        default=None, description="`topic` or `topic.attribute` that was asked about, whatever the answer"
    )
    examined: Pattern | None = Field(default=None, description="`manoeuvre.site`")
    measured: Pattern | None = Field(default=None, description="a vital sign, or `vitals` for the set")
    ordered: Pattern | None = Field(default=None, description="a test, image or consultation")
    read: Pattern | None = Field(default=None, description="an order whose result was read")
    given: Pattern | None = Field(default=None, description="a drug or fluid")
    done: Pattern | None = Field(default=None, description="an action such as oxygen or iv_cannula")
    args: dict[Id, str | float | bool] | None = Field(default=None, description="arguments that a `done` must have had")
    said: SaidAct | None = Field(default=None, description="a way of speaking")
    told: tuple[ShortText, ...] | None = Field(default=None, description="any of these words, said to the patient")
    noted: tuple[ShortText, ...] | None = Field(
        default=None, description="any of these words, written in a note or handover"
    )
    differential: ShortText | None = Field(default=None, description="a diagnosis of the case by name, or `correct`")
    top: Annotated[int, Field(ge=1, le=20)] | None = Field(
        default=None, description="within this rank of the differential"
    )
    disposition: Disposition | Literal["expected", "acceptable"] | None = None
    handed_over: Literal[True] | None = None
    course: Id | None = Field(default=None, description="a stage of the course that has begun")
    any: tuple[Condition, ...] | None = None
    all: tuple[Condition, ...] | None = None
    none: tuple[Condition, ...] | None = None
    within: Duration | None = Field(default=None, description="no later than this after the start")
    after: Duration | None = Field(default=None, description="no earlier than this after the start")
    before: Condition | None = Field(default=None, description="earlier than the first time that this was met")
    dose: ShortText | None = Field(default=None, description="`300 mg` or a range `150..300 mg`, for `given`")
    route: tuple[Id, ...] | None = Field(default=None, description="any of these routes, for `given`")
    times: Annotated[int, Field(ge=1, le=50)] = Field(default=1, description="at least so often")

    @model_validator(mode="after")
    def _one_deed(self) -> Self:
        named = [name for name in (*DEEDS, *JOINS) if getattr(self, name) is not None]
        if len(named) != 1:
            found = " and ".join(named) or "none"
            raise ValueError(f"a condition has exactly one of {', '.join((*DEEDS, *JOINS))}; found {found}")
        if (self.dose or self.route) and self.given is None:
            raise ValueError("`dose` and `route` go with `given` only")
        if self.args and self.done is None:
            raise ValueError("`args` go with `done` only")
        if self.top and self.differential is None:
            raise ValueError("`top` goes with `differential` only")
        if self.dose:
            dose_range(self.dose)
        return self


def dose_range(text: str) -> tuple[float, float, str]:
    """Lowest and highest number and the unit of `300 mg` or `150..300 mg`."""
    low, separator, high = text.partition("..")
    if not separator:
        quantity = parse_quantity(text)
        return float(quantity.magnitude), float(quantity.magnitude), str(quantity.units)
    top = parse_quantity(high)
    bottom = parse_quantity(low) if any(c.isalpha() for c in low) else top.__class__(float(low), top.units)
    bottom = bottom.to(top.units)
    if bottom.magnitude > top.magnitude:
        raise ValueError(f"the dose range '{text}' runs downwards; write the smaller number first")
    return float(bottom.magnitude), float(top.magnitude), str(top.units)
