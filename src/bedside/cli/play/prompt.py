"""The prompt of a terminal: completion, history, a status line, and news as they come."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Any

from prompt_toolkit import PromptSession
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.history import InMemoryHistory
from prompt_toolkit.output import ColorDepth

from bedside.activities.clinic import catalogues
from bedside.cli.play.words import PLACES, VERBS

MOST = 30
"""Completions shown at once."""
VITALS = ("vitals", "blood pressure", "heart rate", "respiratory rate", "spo2", "temperature", "glucose", "gcs", "pain")


@lru_cache(maxsize=1)
def vocabulary() -> dict[str, tuple[str, ...]]:
    """What may follow each verb."""
    lists = catalogues()
    sites: dict[str, list[str]] = {}
    for entry in lists.examination:
        sites.setdefault(entry.manoeuvre, []).append(entry.site.replace("_", " "))
    every = [f"{manoeuvre} {site}" for manoeuvre, found in sites.items() for site in found]
    words: dict[str, tuple[str, ...]] = {
        manoeuvre: tuple(found) for manoeuvre, found in sites.items() if manoeuvre != "test"
    }
    words["examine"] = tuple(every)
    words["order"] = tuple(entry.name for entry in lists.tests.entries)
    words["give"] = tuple(drug.name for drug in lists.drugs)
    words["do"] = tuple(action.name for action in lists.actions)
    words["disposition"] = tuple(place.replace("_", " ") for place in PLACES)
    words["measure"] = VITALS
    words["wait"] = ("until results", "5 min", "20 min", "1 hour")
    return words


class Words(Completer):
    """Verbs first, then what the verb works on."""

    def __init__(self, orders: Callable[[], list[dict[str, Any]]]) -> None:
        """`orders`: those there are now, for read and cancel."""
        self._orders = orders

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterable[Completion]:
        """Completions of the line before the cursor."""
        text = document.text_before_cursor.lstrip()
        verb, blank, rest = text.partition(" ")
        if not blank:
            known = [*VERBS, *(word for word in vocabulary() if word not in VERBS)]
            yield from (Completion(word, -len(text)) for word in known if word.startswith(text.lower()))
            return
        last = rest.rsplit(",", 1)[-1].lstrip()
        yield from self._matching(verb.lower(), last)

    def _matching(self, verb: str, typed: str) -> Iterator[Completion]:
        words: Iterable[str] = vocabulary().get(verb, ())
        if verb in ("read", "cancel"):
            wanted = "pending" if verb == "cancel" else "ready"
            words = [order["name"] for order in self._orders() if order["state"] == wanted]
        if verb == "give" and (route := self._route(typed)):
            yield from route
            return
        low = typed.lower()
        begins = [word for word in words if word.lower().startswith(low)]
        holds = [word for word in words if f" {low}" in f" {word.lower()}" and word not in begins] if low else []
        for word in [*begins, *holds][:MOST]:
            yield Completion(word, -len(typed))

    @staticmethod
    def _route(typed: str) -> list[Completion]:
        """Routes once drug and dose are written."""
        found = next((d for d in catalogues().drugs if typed.lower().startswith(d.name.lower() + " ")), None)
        if found is None:
            return []
        last = typed.rsplit(" ", 1)[-1]
        routes = [str(route).replace("_", " ") for route in found.routes]
        return [Completion(route, -len(last)) for route in routes if route.startswith(last.lower())]


def session(orders: Callable[[], list[dict[str, Any]]], status: Callable[[], str]) -> PromptSession[str]:
    """A prompt whose bottom line is `status`, asked for every second."""
    plain = bool(os.environ.get("NO_COLOR"))
    return PromptSession(
        completer=Words(orders),
        complete_while_typing=False,
        history=InMemoryHistory(),
        bottom_toolbar=status,
        refresh_interval=1.0,
        color_depth=ColorDepth.DEPTH_1_BIT if plain else None,
    )
