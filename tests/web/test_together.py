"""Several people and pages on one encounter: each sees what they may, at once, and no more."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Response, expect
from room import Library, Opening, Room
from serving import Server

from bedside.activities.clinic import ClinicScenario
from bedside.scenario import load

pytestmark = [pytest.mark.slow]
CASE = "chest-pain-at-work"


def secrets_of(case: str) -> list[str]:
    """What a learner's browser must not hold at first: the diagnosis in all its names, the marks, untold facts."""
    scenario = load(case)
    assert isinstance(scenario, ClinicScenario)
    names = [scenario.diagnosis.name, *scenario.diagnosis.aliases]
    untold = [fact.says for fact in scenario.facts().values() if fact.rule in ("hidden", "rapport")]
    assert untold
    return [*names, *untold, *(item.text for item in scenario.checklist), '"behind"']


def test_two_tabs_and_a_teacher_share_an_encounter_and_only_the_teacher_sees_behind_the_scene(
    server: Server, open_browser: Opening
) -> None:
    context, watch = open_browser()
    bodies: list[str] = []

    def keep(response: Response) -> None:
        if "/api/encounters" in response.url:
            bodies.append(response.text())

    page = context.new_page()
    page.on("response", keep)
    room = Library(page, server.url).begin("Chest pain at work")
    other = context.new_page()
    other.goto(page.url)
    second = Room(other)
    answer = room.say("When did the pain start?")
    expect(second.log.get_by_text(answer, exact=True)).to_be_visible()
    told = second.say("What does it feel like?")
    expect(room.log.get_by_text(told, exact=True)).to_be_visible()
    assert room.log.inner_text() == second.log.inner_text()

    link = room.invite("Teacher")
    teachers_context, teachers_watch = open_browser()
    teacher = teachers_context.new_page()
    teacher.goto(link)
    behind = Room(teacher)
    assert "token" not in teacher.url
    expect(behind.log.get_by_text(answer, exact=True)).to_be_visible()
    behind.go("Behind")
    secrets = secrets_of(CASE)
    expect(behind.panel.get_by_text(secrets[0], exact=True)).to_be_visible()
    expect(behind.panel.get_by_role("heading", name=re.compile(r"^Checklist: \d+ of \d+"))).to_be_visible()
    behind.panel.get_by_role("textbox", name="The patient says").fill("I think I am going to be sick.")
    behind.button("Say", exact=True).click()
    for seen in (room, second, behind):
        expect(seen.log.get_by_text("I think I am going to be sick.")).to_be_visible()

    room.attach_monitor()
    before = heart_rate(room)
    teacher.bring_to_front()
    behind.panel.get_by_role("combobox", name="Number").select_option("heart_rate")
    behind.panel.get_by_role("textbox", name=re.compile("^to")).fill(str(before + 40))
    behind.panel.get_by_role("combobox", name="over").select_option("at once")
    behind.button("Set", exact=True).click()
    expect(behind.button("Let Heart rate go")).to_be_visible()
    for _ in range(40):
        if heart_rate(room) > before + 20:
            break
        page.wait_for_timeout(500)
    assert heart_rate(room) > before + 20

    shown = [page.content(), other.content(), *bodies, *watch.received]
    assert len(watch.received) > 10
    assert [secret for secret in secrets if any(secret in text for text in shown)] == []
    assert all(any(secret in text for text in teachers_watch.received) for secret in secrets), (
        "the search finds nothing"
    )
    watch.assert_quiet()
    teachers_watch.assert_quiet()


def heart_rate(room: Room) -> int:
    """As the attached monitor shows it, per minute."""
    number = room.monitor.locator("div.number").filter(has=room.page.locator("abbr[title='Heart rate']"))
    expect(number.locator(".value")).to_have_text(re.compile(r"^\d"))
    return int(number.locator(".value").inner_text())
