"""The pages as a person meets them: by role and accessible name, as a screen reader would find them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import msgspec
from playwright.sync_api import BrowserContext, Download, Locator, Page, WebSocket, expect
from serving import Pass

CHROMIUM_ARGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
)
PATIENCE_MS = 20_000
PASSES_KEY = "bedside.encounters"
LOST_LINE = re.compile(r"ERR_CONNECTION|WebSocket connection to")


@dataclass
class Watch:
    """What a browser context said and asked for behind the scene."""

    complaints: list[str] = field(default_factory=list)
    hosts: set[str] = field(default_factory=set)
    received: list[str] = field(default_factory=list)

    def follow(self, context: BrowserContext) -> Watch:
        context.on("console", lambda line: self.complaints.append(line.text) if line.type == "error" else None)
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        context.on("request", lambda request: self.hosts.add(urlsplit(request.url).hostname or request.url[:40]))
        context.on("page", lambda page: page.on("websocket", self._listen))
        return self

    def _listen(self, socket: WebSocket) -> None:
        self.hosts.add(urlsplit(socket.url).hostname or socket.url)
        socket.on("framereceived", self._hear)

    def _hear(self, frame: str | bytes) -> None:
        message = msgspec.msgpack.decode(frame if isinstance(frame, bytes) else frame.encode())
        if message["t"] != "waves":
            self.received.append(json.dumps(message, ensure_ascii=False))

    def assert_quiet(self, *, line_was_lost: bool = False) -> None:
        """Nothing went wrong in the page, and nothing was asked of another machine."""
        assert [line for line in self.complaints if not (line_was_lost and LOST_LINE.search(line))] == []
        assert self.hosts <= {"127.0.0.1"}


Opening = Callable[..., tuple[BrowserContext, Watch]]
"""Opens a browser profile of its own with Playwright's options, and watches it."""


def keep_pass(context: BrowserContext, *passes: Pass) -> None:
    """This browser may enter these encounters, as if they had been begun in it."""
    kept = json.dumps([{"encounter": one.encounter, "token": one.token, "role": "learner"} for one in passes])
    script = f"if (!localStorage.getItem({PASSES_KEY!r})) localStorage.setItem({PASSES_KEY!r}, {kept!r})"
    context.add_init_script(script)


class Library:
    """The page of cases."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        page.goto(url)
        expect(page.get_by_role("heading", name="Meet a patient")).to_be_visible()
        expect(self.starts.first).to_be_visible()

    @property
    def starts(self) -> Locator:
        return self.page.get_by_role("button", name=re.compile("^Start: "))

    def begin(self, title: str, name: str = "") -> Room:
        self.page.get_by_role("button", name=f"Start: {title}").click()
        dialog = self.page.get_by_role("dialog", name=title)
        dialog.get_by_role("textbox", name="Your name, optional").fill(name)
        dialog.get_by_role("button", name="Go to the bedside").click()
        return Room(self.page)


class Room:
    """The bedside."""

    def __init__(self, page: Page) -> None:
        self.page = page
        expect(page.get_by_role("region", name="Conversation")).to_be_visible(timeout=PATIENCE_MS)
        self.composer = page.locator("#composer")
        self.log = page.get_by_role("log", name="What has been said")
        self.answers = self.log.locator("li.patient, li.companion")
        self.panel = page.get_by_role("tabpanel")
        self.monitor = page.get_by_role("region", name="Vital signs")

    def go(self, tab: str) -> None:
        """Another tab, at the top on a wide screen or at the bottom on a phone."""
        self.page.bring_to_front()
        bottom = self.page.get_by_role("navigation", name="Parts of the consultation")
        if bottom.is_visible():
            bottom.get_by_role("button", name=tab).click()
        else:
            self.page.get_by_role("tab", name=tab).click()

    def button(self, name: str | re.Pattern[str], *, exact: bool = False) -> Locator:
        return self.panel.get_by_role("button", name=name, exact=exact)

    def say(self, text: str) -> str:
        """Says something; returns what came back."""
        self.page.bring_to_front()
        before = self.answers.count()
        self.composer.fill(text)
        self.page.get_by_role("button", name="Say it").click()
        return self.answer_after(before)

    def answer_after(self, count: int) -> str:
        expect(self.answers.nth(count)).to_be_visible(timeout=PATIENCE_MS)
        return self.answers.nth(count).locator("p").inner_text()

    def examine(self, region: str, examination: str) -> Locator:
        """Examines by the body map; returns the line with the finding."""
        self.go("Examine")
        self.panel.get_by_role("group", name=re.compile("^Body map")).get_by_role(
            "button", name=re.compile(f"^{region}")
        ).click()
        self.button(f"Examine: {examination}", exact=True).click()
        expect(self.button(f"Repeat: {examination}", exact=True)).to_be_visible(timeout=PATIENCE_MS)
        findings = self.panel.get_by_role("region", name="Findings so far")
        return findings.get_by_role("listitem").filter(has_text=examination).first

    def attach_monitor(self) -> None:
        self.go("Examine")
        self.button("Attach the monitor").click()
        expect(self.monitor.locator("canvas")).to_be_visible(timeout=PATIENCE_MS)

    def curves(self) -> str:
        """The monitor's picture, or nothing until there are lines across it and not only the pens' dots."""
        picture: str = self.monitor.locator("canvas").evaluate(
            """canvas => {
                if (canvas.width === 0 || canvas.height === 0) return "";
                const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
                let lit = 0;
                for (let at = 3; at < data.length; at += 4) if (data[at] > 100) lit += 1;
                return lit > canvas.width ? canvas.toDataURL() : "";
            }"""
        )
        return picture

    def order(self, *tests: str) -> None:
        self.go("Orders")
        for test in tests:
            self.panel.get_by_role("searchbox", name="Search tests").fill(test)
            found = self.panel.get_by_role("list", name="Tests found")
            found.get_by_role("checkbox", name=re.compile(re.escape(test))).first.check()
        self.panel.get_by_role("button", name=re.compile(r"^Order \d+ test")).click()
        for test in tests:
            progress = self.panel.get_by_role("progressbar", name=re.compile(re.escape(test)))
            expect(progress.first).to_be_visible(timeout=PATIENCE_MS)

    def await_results(self, names: tuple[str, ...], most: int = 12) -> None:
        """Skips ahead until these can be read, however often the patient calls one back on the way."""
        self.go("Orders")
        ready = self.panel.get_by_role("region", name=re.compile("to read$"))
        for _ in range(most):
            if all(ready.get_by_text(name).count() for name in names):
                return
            self.page.get_by_role("button", name="Time: pace and skipping ahead").click()
            dialog = self.page.get_by_role("dialog", name="Time")
            dialog.get_by_role("button", name=re.compile("^Until the next result")).click()
            expect(dialog).to_be_hidden(timeout=PATIENCE_MS)
            self.page.wait_for_timeout(200)
        raise AssertionError(f"no result of {names} after {most} skips")

    def open_form(self, search: str, name: str) -> Locator:
        """The form of a medicine or an action."""
        self.go("Treat")
        self.panel.get_by_role("searchbox", name="Search medicines, fluids and actions").fill(search)
        self.panel.get_by_role("list", name="Found").get_by_role("button", name=re.compile(f"^{name}")).first.click()
        return self.panel.get_by_role("form", name=re.compile(name))

    def invite(self, role: str) -> str:
        """The link that lets a teacher, an observer or a patient in."""
        self.go("Record")
        self.button("Invite an observer or teacher").click()
        dialog = self.page.get_by_role("dialog", name="Invite somebody")
        dialog.get_by_role("radio", name=re.compile(f"^{role}")).check()
        dialog.get_by_role("button", name="Make the link").click()
        link = dialog.get_by_role("textbox", name="Invitation link").input_value()
        self.page.keyboard.press("Escape")
        expect(dialog).to_be_hidden()
        return link

    def end(self) -> Debrief:
        self.go("Record")
        self.button("End and open the debrief").click()
        self.page.get_by_role("dialog", name="End this encounter?").get_by_role("button", name="End it").click()
        return Debrief(self.page)


class Debrief:
    """What is learned afterwards."""

    def __init__(self, page: Page) -> None:
        self.page = page
        expect(page.get_by_role("heading", name="Checklist")).to_be_visible(timeout=PATIENCE_MS)

    @property
    def score(self) -> str:
        """As in `74 %`."""
        shown = self.page.get_by_role("region", name="Summary").locator(".figure").first.inner_text()
        return " ".join(shown.replace("%", " %").split())

    def download(self, what: str) -> Download:
        with self.page.expect_download() as waiting:
            self.page.get_by_role("button", name=what, exact=True).click()
        return waiting.value


def sideways_scroll(page: Page) -> list[str]:
    """What reaches past the right edge of the page or of its parts that ought not to scroll sideways."""
    found: list[str] = page.evaluate(
        """() => {
            const wide = [];
            if (document.documentElement.scrollWidth > innerWidth) wide.push("the page");
            for (const node of document.querySelectorAll("main, [role=tabpanel], [role=log], form, section")) {
                if (node.clientWidth > 0 && node.scrollWidth > node.clientWidth + 1)
                    wide.push(`${node.tagName} ${node.className} ${node.scrollWidth} > ${node.clientWidth}`);
            }
            return wide;
        }"""
    )
    return found
