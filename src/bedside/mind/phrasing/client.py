"""Talking to an OpenAI-compatible server: pieces of text as they come, with limits on all that it may send."""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Literal

from bedside.errors import BedsideError
from bedside.mind.phrasing.prompt import Message
from bedside.mind.phrasing.settings import Settings

if TYPE_CHECKING:
    import httpx2

Outcome = Literal[
    "answered",
    "timeout",
    "unreachable",
    "denied",
    "no_model",
    "busy",
    "failed",
    "garbled",
    "too_long",
    "empty",
    "resting",
]
"""How asking the model went. `resting`: it was not asked, because it failed several times just before."""
LARGEST_REPLY = 256 * 1024
"""Bytes on the wire; a streamed answer of 60 words has about 15,000."""
_OPTIONAL = re.compile(r"max_tokens|temperature")


class PhrasingError(BedsideError):
    """A language model that cannot be used as things are."""


class ModelFault(PhrasingError):
    """What went wrong with one request; `outcome` names it, the message holds nothing of what was said."""

    def __init__(self, outcome: Outcome, message: str) -> None:
        super().__init__(message)
        self.outcome = outcome


class Client:
    """One endpoint and one model, for one event loop."""

    def __init__(self, settings: Settings) -> None:
        """Raises PhrasingError where the package `openai` is missing."""
        try:
            import openai
        except ImportError:
            raise PhrasingError(
                "A language model is set, but the package it is reached with is not installed.",
                "Install it: pip install 'bedside[llm]'. Or unset BEDSIDE_LLM_URL.",
            ) from None
        self._settings = settings
        self._openai: Any = openai
        self._plainly = False
        self._client: Any = openai.AsyncOpenAI(
            base_url=settings.url,
            api_key=settings.key or "none",
            organization=None,
            max_retries=0,
            timeout=settings.timeout_s,
            http_client=openai.DefaultAsyncHttpxClient(
                trust_env=not settings.on_this_machine,
                follow_redirects=False,
                headers={"Accept-Encoding": "identity"},
                event_hooks={"response": [_limit]},
            ),
        )

    async def stream(self, messages: list[Message], max_tokens: int) -> AsyncGenerator[str, None]:
        """The answer's text, piece by piece. Raises ModelFault."""
        stream = None
        try:
            stream = await self._begin(messages, max_tokens)
            async for chunk in stream:
                choices = getattr(chunk, "choices", None)
                piece = getattr(getattr(choices[0], "delta", None), "content", None) if choices else None
                if isinstance(piece, str) and piece:
                    yield piece
        except Exception as error:
            raise self._fault(error) from None
        finally:
            if stream is not None:
                with suppress(Exception):
                    await stream.close()

    async def _begin(self, messages: list[Message], max_tokens: int) -> Any:
        """The stream; asked for once more without what some models refuse to be told."""
        create = self._client.chat.completions.create
        named: dict[str, Any] = {"model": self._settings.model, "messages": messages, "stream": True}
        options: dict[str, Any] = {"max_tokens": max_tokens}
        if self._settings.temperature is not None:
            options["temperature"] = self._settings.temperature
        if not self._plainly:
            try:
                return await create(**named, **options)
            except self._openai.BadRequestError as error:
                if not _OPTIONAL.search(str(error)):
                    raise
                self._plainly = True
        return await create(**named, max_completion_tokens=max_tokens)

    def _fault(self, error: Exception) -> ModelFault:
        """What went wrong, without a word of what was sent or came back."""
        if isinstance(error, ModelFault):
            return error
        openai, at = self._openai, self._settings.url
        status = getattr(error, "status_code", None)
        if isinstance(error, openai.APITimeoutError):
            return ModelFault("timeout", f"{at} did not answer in time.")
        if isinstance(error, openai.APIConnectionError):
            cause = type(error.__cause__ or error).__name__
            broken = cause in ("RemoteProtocolError", "ReadError", "DecodingError")
            why = "broke off or spoke no HTTP" if broken else "cannot be reached"
            return ModelFault("garbled" if broken else "unreachable", f"{at} {why} ({cause}).")
        if status in (401, 403):
            return ModelFault("denied", f"{at} refused the key (HTTP {status}).")
        if status == 404:
            return ModelFault("no_model", f"{at} does not know the model {self._settings.model} (HTTP 404).")
        if status == 429:
            return ModelFault("busy", f"{at} takes no more requests now (HTTP 429).")
        if isinstance(status, int):
            return ModelFault("failed", f"{at} failed (HTTP {status}).")
        return ModelFault("garbled", f"{at} sent what could not be read ({type(error).__name__}).")

    async def close(self) -> None:
        """Let go of the connections."""
        with suppress(Exception):
            await self._client.close()


async def _limit(response: httpx2.Response) -> None:
    """Let no more than `LARGEST_REPLY` come of a response, and nothing packed."""
    if response.headers.get("content-encoding", "identity").strip().lower() not in ("", "identity"):
        raise ModelFault("garbled", "The reply was packed, which was not asked for.")
    response.stream = _limited(response.stream)


def _limited(stream: Any) -> Any:
    import httpx2

    class Limited(httpx2.AsyncByteStream):
        """A stream that ends in an error past the limit."""

        async def __aiter__(self) -> AsyncIterator[bytes]:
            left = LARGEST_REPLY
            async for piece in stream:
                left -= len(piece)
                if left < 0:
                    raise ModelFault("too_long", f"The reply was larger than {LARGEST_REPLY:,} bytes.")
                yield piece

        async def aclose(self) -> None:
            await stream.aclose()

    return Limited()
