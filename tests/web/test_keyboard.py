"""The same room without a mouse: reach the composer, speak, order, open and close dialogs, and see where one is."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect
from room import Library, Opening, Room
from serving import Server

pytestmark = [pytest.mark.slow]
MOST_TABS = 60


def tab_to(page: Page, name: str, key: str = "Tab") -> None:
    """Presses Tab until the control so named has the focus, and asks that the focus can be seen there."""
    passed = []
    for _ in range(MOST_TABS):
        page.keyboard.press(key)
        here = page.evaluate(
            """() => {
                const node = document.activeElement;
                const label = node.labels?.[0]?.innerText ?? "";
                const style = getComputedStyle(node);
                return {
                    name: (node.getAttribute("aria-label") ?? (label || node.innerText || "")).trim(),
                    seen: node.matches(":focus-visible") &&
                        (parseFloat(style.outlineWidth) >= 2 && style.outlineStyle !== "none" ||
                         style.boxShadow !== "none"),
                };
            }"""
        )
        passed.append(here["name"])
        if re.match(name, here["name"]):
            assert here["seen"], f"the focus cannot be seen on {here['name']!r}"
            return
    raise AssertionError(f"{name!r} is out of the keyboard's reach; on the way: {passed}")


def test_the_room_can_be_used_without_a_mouse(server: Server, open_browser: Opening) -> None:
    context, watch = open_browser()
    page = context.new_page()
    Library(page, server.url)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    tab_to(page, "Search cases")
    page.keyboard.type("chest pain at work")
    tab_to(page, "Start: Chest pain at work")
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Chest pain at work")
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(page.get_by_role("button", name="Start: Chest pain at work")).to_be_focused()
    page.keyboard.press("Enter")
    tab_to(page, "Go to the bedside")
    page.keyboard.press("Enter")
    room = Room(page)

    tab_to(page, "Say to")
    before = room.answers.count()
    page.keyboard.type("Where is the pain?")
    page.keyboard.press("Enter")
    assert room.answer_after(before)
    expect(room.composer).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(room.composer).to_have_value("Where is the pain?")
    page.keyboard.press("ArrowDown")
    expect(room.composer).to_have_value("")

    tab_to(page, "Examine")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("tab", name="Orders")).to_be_focused()
    expect(page.get_by_role("tab", name="Orders")).to_have_attribute("aria-selected", "true")
    tab_to(page, "Search tests")
    page.keyboard.type("12-lead")
    page.keyboard.press("Enter")
    expect(room.panel.get_by_role("checkbox", name=re.compile("12-lead ECG")).first).to_be_checked()
    tab_to(page, r"Order 1 test")
    page.keyboard.press("Enter")
    expect(room.panel.get_by_role("progressbar", name=re.compile("12-lead ECG"))).to_be_visible()

    tab_to(page, "Time: pace and skipping ahead", key="Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Time")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Time")).to_be_hidden()
    expect(page.get_by_role("button", name="Time: pace and skipping ahead")).to_be_focused()
    watch.assert_quiet()


def test_help_stops_the_talk_to_be_read_and_the_keyboard_leads_back(server: Server, open_browser: Opening) -> None:
    context, watch = open_browser()
    room = Library(context.new_page(), server.url).begin("Stomach ache before exams")
    expect(room.page.get_by_text("With Julie Rowe (mother)", exact=True)).to_be_visible()
    room.composer.fill("I want to kill myself")
    room.page.keyboard.press("Enter")
    expect(room.log.get_by_role("region", name="Help for you")).to_be_visible()
    expect(room.log.get_by_role("link", name="988")).to_be_visible()
    expect(room.composer).to_be_hidden()
    expect(room.log).to_be_focused()
    tab_to(room.page, "Go on$")
    room.page.keyboard.press("Enter")
    expect(room.composer).to_be_focused()
    watch.assert_quiet()


def test_who_ends_the_talk_leaves_a_way_to_the_record(server: Server, open_browser: Opening) -> None:
    context, watch = open_browser()
    room = Library(context.new_page(), server.url).begin("Chest pain at work")
    for _ in range(4):
        before = room.answers.count()
        room.composer.fill("You stupid idiot.")
        room.page.keyboard.press("Enter")
        room.answer_after(before)
    over = room.page.get_by_role("region", name="The conversation is over")
    expect(over.get_by_role("status")).to_contain_text("has ended the conversation")
    expect(room.composer).to_be_hidden()
    expect(room.log).to_be_focused()
    tab_to(room.page, "Notes, handover and end")
    room.page.keyboard.press("Enter")
    expect(room.button("End and open the debrief")).to_be_visible()
    watch.assert_quiet()
