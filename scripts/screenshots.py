"""The pictures of the documentation, taken of the real client and server.

python scripts/screenshots.py              all of them, into docs/screenshots
python scripts/screenshots.py debrief      only these
"""

import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, expect, sync_playwright

from browser import find_chromium

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "tests/web"), str(ROOT / "tests/activities/clinic")]

from room import CHROMIUM_ARGS, Debrief, Library, Room, keep_pass  # noqa: E402
from serving import Pass, Server  # noqa: E402
from walk import steps_of  # noqa: E402

PICTURES = ROOT / "docs/screenshots"
CASE, TITLE = "chest-pain-at-work", "Chest pain at work"
WIDE, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
MOST_BYTES = 300_000
ASKED = (
    "Hello, I'm Dr Lee, one of the emergency doctors. Can I check your name and date of birth?",
    "Can you tell me what's been happening today?",
    "When exactly did the pain start?",
    "Does the pain spread anywhere, like your arm or jaw?",
)


class Photographer:
    """A browser, a server, and where the pictures go."""

    def __init__(self, browser: Browser, server: Server) -> None:
        self.browser = browser
        self.server = server

    def page(self, *passes: Pass, dark: bool = False, phone: bool = False) -> Page:
        context = self.browser.new_context(
            viewport=PHONE if phone else WIDE,  # type: ignore[arg-type]
            device_scale_factor=2 if phone else 1,
            color_scheme="dark" if dark else "light",
            has_touch=phone,
            is_mobile=phone,
        )
        if passes:
            keep_pass(context, *passes)
        return context.new_page()

    def take(self, page: Page, name: str) -> None:
        page.evaluate("document.activeElement?.blur()")
        page.mouse.move(2, 300)
        path = PICTURES / f"{name}.png"
        page.screenshot(path=path, animations="disabled")
        size = path.stat().st_size
        print(f"{path.relative_to(ROOT)}  {size // 1000} kB")
        if size > MOST_BYTES:
            raise SystemExit(f"{path.name} is larger than {MOST_BYTES // 1000} kB.")
        page.context.close()

    def library(self) -> None:
        page = Library(self.page(), self.server.url).page
        expect(page.get_by_role("button", name=f"Start: {TITLE}")).to_be_visible()
        self.take(page, "library")

    def consultation(self, name: str = "consultation", dark: bool = False) -> None:
        room = self._begun(asked=ASKED, dark=dark)
        room.attach_monitor()
        room.order("12-lead ECG", "High-sensitivity troponin")
        room.await_results(("12-lead ECG",))
        room.button("Read 12-lead ECG").click()
        self._let_run(room)
        self.take(room.page, name)

    def consultation_dark(self) -> None:
        self.consultation("consultation-dark", dark=True)

    def examine(self) -> None:
        room = self._begun(asked=(*ASKED[1:3], "May I examine you now?"))
        room.examine("Neck", "Measure: Jugular venous pressure")
        room.examine("Heart", "Auscultate: Heart")
        room.attach_monitor()
        self._let_run(room)
        self.take(room.page, "examine")

    def orders(self) -> None:
        room = self._begun("thirsty-and-tired", asked=ASKED[1:3])
        room.attach_monitor()
        room.order("Venous blood gas", "Capillary blood ketones", "Urea and electrolytes", "Full blood count")
        room.await_results(("Venous blood gas", "Capillary blood ketones"))
        for name in ("Capillary blood ketones", "Venous blood gas"):
            room.button(f"Read {name}").click()
            expect(room.panel.get_by_role("article", name=name)).to_be_visible()
        self._let_run(room)
        self.take(room.page, "orders")

    def debrief(self) -> None:
        seat = self.server.begin(CASE, name="Dr Lee", seed=1)
        play(seat, steps_of(CASE)["strong"])
        page = self.page(seat)
        page.set_viewport_size({"width": WIDE["width"], "height": 1640})
        page.goto(f"{self.server.url}/encounter/{seat.encounter}/debrief")
        expect(Debrief(page).page.locator("canvas").first).to_be_visible()
        self.take(page, "debrief")

    def phone(self) -> None:
        room = self._begun(phone=True)
        room.attach_monitor()
        room.go("Talk")
        room.say(ASKED[2])
        self._let_run(room)
        self.take(room.page, "phone")

    def _begun(self, case: str = CASE, asked: tuple[str, ...] = ASKED[:2], **how: bool) -> Room:
        """At the bedside after some questions, with the time that they would have taken."""
        seat = self.server.begin(case, name="Dr Lee", seed=1)
        page = self.page(seat, **how)
        page.goto(f"{self.server.url}/encounter/{seat.encounter}")
        room = Room(page)
        for question in asked:
            room.say(question)
            seat.send("jump", minutes=0.4)
        return room

    @staticmethod
    def _let_run(room: Room, seconds: float = 8) -> None:
        """Until the curves have crossed the whole screen."""
        room.page.wait_for_timeout(seconds * 1000)


def play(seat: Pass, steps: list[dict[str, Any]]) -> None:
    """A walk-through's steps by REST; time passes between them as it would at the bedside."""
    orders: dict[str, str] = {}
    for step in steps:
        ((verb, value),) = step.items()
        match verb:
            case "greet" | "ask" | "tell" | "note" | "handover":
                seat.send(verb, text=value)
            case "measure":
                seat.send("measure", what=value or "vitals")
            case "order":
                seat.send("order", test=value)
                orders[value] = seat.view()["orders"][-1]["order"]
            case "read":
                read(seat, orders[value])
            case "wait":
                seat.send("jump", minutes=float(str(value).split()[0]))
            case "differential":
                seat.send(verb, items=[{"diagnosis": name, "confidence": sure} for name, sure in value])
            case "disposition":
                seat.send(verb, to=value)
            case "end":
                seat.send("end")
                return
            case _:
                seat.send(verb, **value)
        seat.send("jump", minutes=0.4)


def read(seat: Pass, order: str, most: int = 20) -> None:
    """Reads a result, skipping ahead until it is there."""
    for _ in range(most):
        if seat.send("read", order=order)["accepted"]:
            return
        seat.send("jump", minutes=2)
    raise SystemExit(f"The result of {order} does not come.")


def main(wanted: list[str]) -> None:
    names = ("library", "consultation", "consultation-dark", "examine", "orders", "debrief", "phone")
    if unknown := set(wanted) - set(names):
        raise SystemExit(f"There is no picture {', '.join(sorted(unknown))}; there are {', '.join(names)}.")
    program = find_chromium()
    if program is None:
        raise SystemExit("There is no Chromium on this machine; `make test` installs one, or set CHROMIUM.")
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        cases = Path(folder) / "cases"
        cases.mkdir()
        server = Server(Path(folder) / "data", cases).start()
        try:
            browser = playwright.chromium.launch(executable_path=program, args=[*CHROMIUM_ARGS])
            photographer = Photographer(browser, server)
            for name in wanted or names:
                getattr(photographer, name.replace("-", "_"))()
            browser.close()
        finally:
            server.stop()


if __name__ == "__main__":
    main(sys.argv[1:])
