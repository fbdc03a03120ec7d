"""A language model that phrases turns: asked off every other thread, checked sentence by sentence, never waited for.

with Phraser(settings) as phraser:
    phrase = phraser.phrase(request)     # at most settings.timeout_s later
    phrase.outcome, phrase.text
"""

from __future__ import annotations

import asyncio
import logging
import re
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as NotYet
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from bedside.mind.claims import Grounds, check
from bedside.mind.claims.cutting import sentences
from bedside.mind.phrasing.client import LARGEST_REPLY, Client, ModelFault, Outcome
from bedside.mind.phrasing.prompt import Request, grounds_of, messages
from bedside.mind.phrasing.settings import Settings

MARGIN_S = 0.1
"""What is kept back of the time for handing over and writing down."""
FAILURES = 3
REST_S = 30.0
"""After so many failures in a row the model is not asked for so long: nobody waits out a dead server at every turn."""
LONGEST_PHRASE = 1500
"""Characters; a patient's longest turn in the library has about 300. More is never heard, and costs time to check."""
BARREN = 4
"""Sentences in a row with nothing in them of what is still to be said, after which no more is read; an estimate."""
THOUGHT = re.compile(r"<think>.*?(?:</think>|\Z)", re.DOTALL | re.IGNORECASE)
ENDS = re.compile(r"[.!?…][\"')\]]*\s|\n")
Listener = Callable[[str], None]
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Phrase:
    """What came of a request. `text` is as the model said it and not to be trusted; `passed` is what the check let by.

    `ms` until it was whole, `first_ms` until a first sentence had passed (None when none did).
    """

    text: str
    outcome: Outcome
    model: str
    ms: int
    passed: str = ""
    complete: bool = False
    first_ms: int | None = None


@dataclass
class _Turn:
    """A request on its way."""

    request: Request
    listener: Listener | None = None
    began: float = field(default_factory=time.monotonic)
    text: str = ""
    passed: str = ""
    complete: bool = False
    first_ms: int | None = None
    missing: int = sys.maxsize
    gained_at: int = 0
    done: bool = False

    def ms(self) -> int:
        return round(1000 * (time.monotonic() - self.began))

    def take(self, text: str) -> None:
        """Weigh whole sentences; tell the listener what has passed so far."""
        verdict = check(text, grounds_of(self.request))
        self.complete = verdict.complete
        missing = sum(refusal.why == "missing" for refusal in verdict.refused)
        read = len(sentences(text))
        if missing < self.missing:
            self.missing, self.gained_at = missing, read
        self.done = verdict.complete or read - self.gained_at >= BARREN
        if verdict.text and verdict.text != self.passed:
            self.passed = verdict.text
            self.first_ms = self.ms() if self.first_ms is None else self.first_ms
            if self.listener is not None:
                self.listener(self.passed)

    def phrase(self, outcome: Outcome, model: str) -> Phrase:
        return Phrase(self.text, outcome, model, self.ms(), self.passed, self.complete, self.first_ms)


class Phraser:
    """One language model for any number of encounters, on a thread with an event loop of its own."""

    def __init__(self, settings: Settings) -> None:
        """Connects to nothing yet. Raises PhrasingError where the package `openai` is missing."""
        self.settings = settings
        self._client = Client(settings)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="language model", daemon=True)
        self._thread.start()
        self._failed = 0
        self._rests_until = 0.0
        check("Hello.", Grounds(("Hello.",)))  # reads its word lists, so that no patient waits for them

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, where: TracebackType | None
    ) -> None:
        self.close()

    def ask(self, request: Request, listener: Listener | None = None) -> Future[Phrase]:
        """Begin to phrase; the future holds the phrase within `timeout_s`, and never an error of the model.

        `listener` is given all sentences that have passed so far, each time there is one more, on the model's thread.
        """
        return asyncio.run_coroutine_threadsafe(self._phrase(request, listener), self._loop)

    def phrase(self, request: Request, listener: Listener | None = None) -> Phrase:
        """Phrase, waiting for at most `timeout_s`."""
        future = self.ask(request, listener)
        try:
            return future.result(self.settings.timeout_s)
        except NotYet:
            future.cancel()
            return Phrase("", "timeout", self.settings.model, round(1000 * self.settings.timeout_s))

    def try_out(self, request: Request) -> Phrase:
        """Phrase with what goes wrong told as ModelFault, for whoever sets a model up."""
        turn = _Turn(request)
        asyncio.run_coroutine_threadsafe(self._within(turn), self._loop).result(self.settings.timeout_s + 5)
        return turn.phrase("answered", self.settings.model)

    def close(self) -> None:
        """Give up what is under way and stop the thread."""
        if not self._thread.is_alive():
            return
        asyncio.run_coroutine_threadsafe(self._stop(), self._loop)
        self._thread.join(timeout=5)

    async def _stop(self) -> None:
        others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        await self._client.close()
        await self._loop.shutdown_asyncgens()
        self._loop.call_soon(self._loop.stop)

    async def _phrase(self, request: Request, listener: Listener | None) -> Phrase:
        turn = _Turn(request, listener)
        if time.monotonic() < self._rests_until:
            return turn.phrase("resting", self.settings.model)
        try:
            await self._within(turn)
        except ModelFault as fault:
            self._count(fault)
            return turn.phrase(fault.outcome, self.settings.model)
        except Exception:
            _log.exception("A turn could not be phrased; the patient speaks in the words of the case.")
            return turn.phrase("garbled", self.settings.model)
        self._failed = 0
        return turn.phrase("answered" if turn.text else "empty", self.settings.model)

    def _count(self, fault: ModelFault) -> None:
        self._failed += 1
        _log.warning("The language model: %s", fault.message)
        if self._failed >= FAILURES:
            self._rests_until = time.monotonic() + REST_S
            self._failed = 0
            _log.warning("It is left alone for %d s; patients speak in the words of their cases.", REST_S)

    async def _within(self, turn: _Turn) -> None:
        """Read the answer until it is complete, the model stops, or the time is up. Raises ModelFault."""
        try:
            async with asyncio.timeout(max(MARGIN_S, self.settings.timeout_s - MARGIN_S)):
                await self._read(turn)
        except TimeoutError:
            raise ModelFault("timeout", f"{self.settings.url} did not answer in time.") from None

    async def _read(self, turn: _Turn) -> None:
        raw, weighed = "", 0
        pieces = self._client.stream(messages(turn.request), _most_tokens(turn.request))
        try:
            async for piece in pieces:
                raw += piece
                text = spoken(raw)
                if len(text) > LONGEST_PHRASE or len(raw) > LARGEST_REPLY:
                    raise ModelFault("too_long", f"The answer was longer than {LONGEST_PHRASE:,} characters.")
                ended = _whole(text)
                if len(ended) > weighed:
                    weighed = len(ended)
                    turn.text = ended.strip()
                    turn.take(turn.text)
                    if turn.done:
                        return
        finally:
            await pieces.aclose()
        turn.text = spoken(raw).strip()
        if turn.text:
            turn.take(turn.text)


def spoken(raw: str) -> str:
    """What of an answer is meant to be said: no thinking aloud, no quotation marks around the whole."""
    text = THOUGHT.sub("", raw).lstrip()
    return text.lstrip('"“').rstrip('"”') if text[:1] in ('"', "“") else text


def _whole(text: str) -> str:
    """The text up to the end of its last whole sentence."""
    last = 0
    for found in ENDS.finditer(text):
        last = found.end()
    return text[:last]


def _most_tokens(request: Request) -> int:
    """Room for twice the words and a little talk."""
    return 48 + 3 * sum(len(words.split()) for words in request.words)
