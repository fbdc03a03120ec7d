"""The bedside monitor in a real browser: attached, watched, alarmed, silenced and shocked, by keyboard."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect
from room import PATIENCE_MS, Opening, Room
from serving import Server

pytestmark = [pytest.mark.slow, pytest.mark.browser]
CASE = "chest-pain-at-work"


class Ward:
    """The whole monitor, as a nurse finds her way about it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.place = page.get_by_role("region", name="Bedside monitor")
        expect(self.place).to_be_visible(timeout=PATIENCE_MS)

    def key(self, name: str) -> Locator:
        return self.place.get_by_role("button", name=name, exact=True)

    def press(self, name: str) -> None:
        """With the keyboard alone."""
        expect(self.key(name)).to_be_enabled(timeout=PATIENCE_MS)
        self.key(name).focus()
        self.page.keyboard.press("Enter")

    def number(self, name: str) -> Locator:
        return self.place.locator(f"[data-number={name}] .value")

    def picture(self) -> str:
        """The curves as they stand now, or nothing while no line crosses the canvas."""
        drawn: str = self.place.locator("canvas").first.evaluate(
            """canvas => {
                if (canvas.width === 0) return "";
                const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
                let lit = 0;
                for (let at = 3; at < data.length; at += 4) if (data[at] > 100) lit += 1;
                return lit > canvas.width ? canvas.toDataURL() : "";
            }"""
        )
        return drawn


def test_a_heart_that_fibrillates_is_seen_silenced_and_shocked_at_the_monitor(
    server: Server, open_browser: Opening
) -> None:
    seat = server.begin(CASE, name="Dr Lee", seed=1)
    teacher = seat.invite("facilitator", "Tess")
    context, watch = open_browser()
    page = context.new_page()
    page.goto(f"{seat.url}/encounter/{seat.encounter}#token={seat.token}")
    Room(page)
    page.get_by_role("button", name="Open the bedside monitor").click()
    ward = Ward(page)
    ward.press("Attach ECG, SpO₂ and cuff")
    expect(ward.number("heart_rate")).to_have_text(re.compile(r"^\d+$"), timeout=PATIENCE_MS)
    pictures: set[str] = set()
    for _ in range(60):
        pictures |= {ward.picture()} - {""}
        if len(pictures) >= 3:
            break
        page.wait_for_timeout(250)
    assert len(pictures) >= 3, "the curves do not move"

    assert teacher.send("set_rhythm", rhythm="vf")["accepted"]
    alarm = ward.place.get_by_role("alert")
    expect(alarm).to_contain_text("VENTRICULAR FIBRILLATION", timeout=PATIENCE_MS)
    expect(ward.number("spo2")).to_have_text("---", timeout=PATIENCE_MS)
    assert flashes_a_second(ward) <= 2.0
    ward.press("Silence the alarms for 2 min")
    expect(ward.place.get_by_text("Alarms silenced for")).to_be_attached(timeout=PATIENCE_MS)

    ward.press("Defib")
    device = ward.place.get_by_role("region", name="Defibrillator")
    expect(device.get_by_role("button", name="3 Shock")).to_be_disabled()
    ward.press("Attach the pads")
    ward.press("1 Charge")
    expect(device.get_by_role("status")).to_contain_text("Stand clear", timeout=PATIENCE_MS)
    expect(device.get_by_role("button", name="3 Shock")).to_be_disabled()
    ward.press("2 All clear")
    ward.press("3 Shock")
    expect(device.get_by_text("1 shock so far")).to_be_visible(timeout=PATIENCE_MS)
    assert teacher.send("set_rhythm", rhythm="sinus")["accepted"]
    expect(ward.place.get_by_text("over – acknowledge").first).to_be_visible(timeout=PATIENCE_MS)
    ward.press("Acknowledge")
    expect(ward.place.get_by_text("over – acknowledge")).to_have_count(0, timeout=PATIENCE_MS)
    done = [one["id"] for one in seat.view()["treatments"]]
    assert done[-1] == "defibrillate"
    watch.assert_quiet()


def flashes_a_second(ward: Ward) -> float:
    """Of the quickest thing on the monitor that goes on and off; a reader who wants less motion sees none."""
    quickest: float = ward.place.evaluate(
        """place => Math.max(0, ...place.getAnimations({ subtree: true })
            .filter(one => one.effect.getComputedTiming().iterations === Infinity)
            .map(one => 1000 / one.effect.getComputedTiming().duration))"""
    )
    return quickest


def test_the_pages_of_the_monitor_and_its_own_screen(server: Server, open_browser: Opening) -> None:
    seat = server.begin(CASE, name="Dr Lee", seed=1)
    for probe in ("ecg", "spo2", "nibp", "capnography"):
        seat.send("attach", probe=probe)
    context, watch = open_browser(reduced_motion="no-preference")
    page = context.new_page()
    page.goto(f"{seat.url}/encounter/{seat.encounter}/monitor#token={seat.token}")
    ward = Ward(page)
    ward.press("Limits")
    ward.place.get_by_role("spinbutton", name="HR, high limit").fill("55")
    page.keyboard.press("Tab")
    expect(ward.place.get_by_role("alert")).to_contain_text(re.compile(r"HR \d+ > 55"), timeout=PATIENCE_MS)
    assert 0 < flashes_a_second(ward) <= 2.0
    ward.press("Cuff")
    ward.press("1 min")
    expect(ward.number("cuff")).to_have_text(re.compile(r"^\d+/\d+$"), timeout=60_000)
    ward.press("12 leads")
    expect(ward.place.get_by_role("img", name="The twelve leads of the ECG")).to_be_visible()
    ward.press("Print ECG")
    sheet = page.get_by_role("dialog", name="12-lead ECG")
    expect(sheet.get_by_role("img", name=re.compile("Unconfirmed"))).to_be_visible(timeout=PATIENCE_MS)
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    ward.press("Trends")
    ward.press("Table")
    expect(ward.place.get_by_role("table").get_by_role("row").nth(1)).to_be_visible(timeout=PATIENCE_MS)
    watch.assert_quiet()
