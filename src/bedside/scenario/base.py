"""What every scenario has, whatever happens in it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]
"""A sentence or a paragraph."""
ShortText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(_[a-z0-9]+)*$", max_length=80)]
"""A name in snake_case."""
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
"""A name in kebab-case."""


class Part(BaseModel):
    """A part of a scenario: fixed once read, and nothing in it that is not named."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Source(Part):
    """Where a fact of the scenario comes from: guideline, paper or book."""

    title: ShortText
    year: Annotated[int, Field(ge=1850, le=2100)]
    author: ShortText | None = None
    where: ShortText | None = Field(
        default=None, description="journal and pages, guideline number, chapter, or web address"
    )


class Scenario(Part):
    """A scenario: what everybody may know before it begins, and the sources behind it."""

    bedside: Literal[1] = Field(description="version of the format")
    kind: Id = Field(description="the activity that runs it, such as clinic")
    id: Slug
    title: ShortText = Field(description="what the library shows; it gives nothing away")
    summary: ShortText = Field(description="one sentence for the library; it gives nothing away")
    specialty: ShortText
    setting: ShortText
    level: Literal["foundation", "core", "advanced"]
    minutes: Annotated[int, Field(ge=1, le=240)]
    tags: tuple[ShortText, ...] = ()
    language: Literal["en"] = "en"
    sources: dict[Id, Source] = Field(default_factory=dict)

    @staticmethod
    def load(source: str | Path) -> Scenario:
        """The scenario of a file, or of an id in the library. Raises ScenarioError."""
        from bedside.scenario.library import load

        return load(source)
