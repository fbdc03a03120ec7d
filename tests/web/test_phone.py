"""A phone in the dark, and words that were meant to harm."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect
from room import Library, Opening, Room, sideways_scroll
from serving import Server

pytestmark = [pytest.mark.slow]
HOSTILE = "<img src=x onerror=window.__pwned=1>"
TABS = ("Talk", "Examine", "Orders", "Treat", "Record")


def is_dark(page: Page) -> bool:
    channels = page.evaluate("getComputedStyle(document.body).backgroundColor.match(/[\\d.]+/g).map(Number)")
    return bool(max(channels[:3]) < 80)


def fits(page: Page, where: str) -> None:
    assert sideways_scroll(page) == [], where


def test_every_part_can_be_used_on_a_phone_in_the_dark(server: Server, open_browser: Opening) -> None:
    context, watch = open_browser(
        viewport={"width": 390, "height": 844}, color_scheme="dark", has_touch=True, is_mobile=True
    )
    page = context.new_page()
    library = Library(page, server.url)
    assert is_dark(page)
    fits(page, "library")
    room = library.begin("Chest pain at work")
    assert room.say("Where is the pain?")
    for tab in TABS:
        room.go(tab)
        fits(page, tab)
    finding = room.examine("Heart", "Auscultate: Heart")
    expect(finding).to_be_visible()
    room.attach_monitor()
    room.order("Full blood count")
    room.await_results(("Full blood count",))
    room.button("Read Full blood count").click()
    expect(room.panel.get_by_role("row", name=re.compile("^Haemoglobin"))).to_be_visible()
    fits(page, "results")
    form = room.open_form("aspirin", "Aspirin")
    expect(form).to_be_visible()
    fits(page, "a medicine's form")
    room.end()
    fits(page, "debrief")
    page.get_by_role("link", name="Past").click()
    expect(page.get_by_role("heading", name="Past encounters")).to_be_visible()
    fits(page, "past")
    watch.assert_quiet()


def test_markup_in_a_name_a_question_and_a_note_is_shown_as_it_was_typed_and_never_runs(
    server: Server, open_browser: Opening
) -> None:
    context, watch = open_browser()
    page = context.new_page()
    room = Library(page, server.url).begin("A small case", name=HOSTILE)
    room.say(HOSTILE)
    expect(room.log.get_by_text(HOSTILE, exact=True).first).to_be_visible()
    room.go("Record")
    room.panel.get_by_role("textbox", name="New note").fill(HOSTILE)
    room.button("Add the note").click()
    expect(room.panel.get_by_role("region", name="Notes").get_by_text(HOSTILE)).to_be_visible()
    room.panel.get_by_role("textbox", name="Another diagnosis").fill(HOSTILE)
    room.button("Add", exact=True).click()

    teachers_context, teachers_watch = open_browser()
    teacher = teachers_context.new_page()
    teacher.goto(room.invite("Teacher"))
    beside = Room(teacher)
    beside.go("Record")
    expect(beside.panel.get_by_text(f"{HOSTILE} (learner)")).to_be_visible()
    expect(beside.panel.get_by_role("region", name="Notes").get_by_text(HOSTILE)).to_be_visible()
    page.bring_to_front()
    room.end()
    page.get_by_text("Every turn and deed").click()
    expect(page.get_by_text(HOSTILE).first).to_be_visible()
    for one in (page, teacher):
        assert one.evaluate("window.__pwned") is None
        assert one.locator("img[src=x]").count() == 0
    watch.assert_quiet()
    teachers_watch.assert_quiet()
