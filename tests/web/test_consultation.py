"""A whole consultation by mouse, from the library to the page of past encounters; and a case from a folder."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect
from room import Debrief, Library, Opening, Room
from serving import Server

pytestmark = [pytest.mark.slow]
SHOWN_S = 15


def test_a_whole_consultation_by_mouse_from_the_library_to_the_progress_chart(
    server: Server, open_browser: Opening
) -> None:
    context, watch = open_browser()
    page = context.new_page()
    library = Library(page, server.url)
    offered = library.starts.count()
    page.get_by_role("searchbox", name="Search cases").fill("chest pain")
    page.get_by_role("combobox", name="Setting").select_option("Emergency department")
    expect(page.get_by_role("button", name="Start: Chest pain at work")).to_be_visible()
    assert 1 <= library.starts.count() < offered
    room = library.begin("Chest pain at work", name="Dr Lee")

    _history_and_examination(room)
    _tracing(room)
    _treatment(room)
    _blood_result(room)
    _record(page, room)
    debrief = room.end()
    score = _debrief(debrief)
    _downloads(debrief, score)
    _past(page, server, score)
    watch.assert_quiet()


def _history_and_examination(room: Room) -> None:
    assert room.say("Hello, I'm Dr Lee. What has brought you in today?")
    assert re.search(r"\b(minutes|hour|half past|o'clock|lunch|morning|site)\b", room.say("When did the pain start?"))
    expect(room.log.get_by_text("When did the pain start?")).to_have_count(1)
    finding = room.examine("Heart", "Auscultate: Heart")
    assert len(finding.inner_text().splitlines()) > 1
    expect(room.panel.get_by_role("button", name=re.compile("^Heart: 1 finding"))).to_be_visible()

    expect(room.monitor.locator("canvas")).to_have_count(0)
    room.attach_monitor()
    pictures: set[str] = set()
    for _ in range(SHOWN_S * 4):
        pictures |= {room.curves()} - {""}
        if len(pictures) >= 3:
            break
        room.page.wait_for_timeout(250)
    assert len(pictures) >= 3, "the curves do not move"
    expect(room.monitor.get_by_role("definition").first).to_contain_text(re.compile(r"^\d"))


def _tracing(room: Room) -> None:
    room.order("12-lead ECG", "High-sensitivity troponin")
    room.await_results(("12-lead ECG",))
    room.button("Read 12-lead ECG").click()
    results = room.panel.get_by_role("region", name="Results")
    expect(results.get_by_role("article").filter(has_text="12-lead ECG")).to_contain_text("ST elevation")
    expect(results.get_by_role("article", name="12-lead ECG")).to_be_in_viewport()


def _blood_result(room: Room) -> None:
    room.order("Primary PCI team activation")
    room.await_results(("High-sensitivity troponin",))
    room.button("Read High-sensitivity troponin").click()
    row = room.panel.get_by_role("region", name="Results").get_by_role("row").filter(has_text="troponin")
    expect(row).to_contain_text("ng/L")
    expect(row.get_by_role("cell", name=re.compile("(Very h|H)igh$"))).to_be_visible()
    expect(row.get_by_role("cell", name="< 14")).to_be_visible()


def _give(form: Locator, dose: str, route: str, name: str) -> None:
    form.get_by_role("combobox", name="Route").select_option(label=route)
    form.get_by_role("textbox", name=re.compile("^Dose")).fill(dose)
    form.get_by_role("button", name=f"Give {name}", exact=True).click()


def _treatment(room: Room) -> None:
    given = room.panel.get_by_role("region", name="Given and done")
    form = room.open_form("aspirin", "Aspirin")
    _give(form, "300", "By mouth", "Aspirin")
    expect(form).to_be_hidden()
    expect(given).to_contain_text(re.compile("aspirin 300 mg", re.IGNORECASE))

    form = room.open_form("morphine", "Morphine")
    _give(form, "100 mg", "Intravenous (IV)", "Morphine")
    expect(form.get_by_role("button", name="I have checked: give it all the same")).to_be_visible()
    expect(form.get_by_role("alert")).to_contain_text("morphine", ignore_case=True)
    form.get_by_role("button", name="Do not give it", exact=True).click()
    expect(form).to_be_hidden()
    expect(given).not_to_contain_text(re.compile("morphine", re.IGNORECASE))


def _record(page: Page, room: Room) -> None:
    room.go("Record")
    room.panel.get_by_role("textbox", name="New note").fill("Pain since lunch, sweaty.")
    room.button("Add the note").click()
    expect(room.panel.get_by_role("region", name="Notes")).to_contain_text("Pain since lunch, sweaty.")

    part = room.panel.get_by_role("region", name="Differential diagnosis")
    for name in ("Aortic dissection", "Pericarditis", "Inferior STEMI"):
        part.get_by_role("textbox", name="Another diagnosis").fill(name)
        part.get_by_role("button", name="Add", exact=True).click()
    part.get_by_role("group", name="3: Inferior STEMI").focus()
    page.keyboard.press("Alt+ArrowUp")
    expect(part.get_by_role("group", name="2: Inferior STEMI")).to_be_focused()
    page.keyboard.press("Alt+ArrowUp")
    expect(part.get_by_role("group", name="1: Inferior STEMI")).to_be_focused()
    expect(part.get_by_role("status")).to_have_text("Inferior STEMI is now number 1")

    where = room.panel.get_by_role("region", name="Where the patient goes")
    where.get_by_role("combobox", name="Decision").select_option("cath_lab")
    where.get_by_role("button", name="Decide").click()
    expect(where.get_by_role("button", name="Decide anew")).to_be_visible()

    handover = room.panel.get_by_role("region", name="Handover")
    handover.get_by_role("textbox", name="Situation").fill("Mr Mensah, 58, with an inferior STEMI.")
    handover.get_by_role("textbox", name="Recommendation").fill("Please take him for primary PCI now.")
    handover.get_by_role("button", name="Hand over").click()
    expect(handover).to_contain_text("Situation: Mr Mensah, 58, with an inferior STEMI.")


def _debrief(debrief: Debrief) -> str:
    page, score = debrief.page, debrief.score
    assert int(score.removesuffix(" %")) > 0
    assert page.get_by_role("region", name="Summary").get_by_role("row").count() >= 4
    expect(page.get_by_role("region", name="Critical actions")).to_contain_text("Aspirin", ignore_case=True)
    page.get_by_text(re.compile("^Every turn and deed")).click()
    course = page.get_by_role("region", name="The course")
    expect(course.get_by_role("listitem").filter(has_text="When did the pain start?").first).to_be_visible()
    expect(course.locator("canvas").first).to_be_visible()
    quotes = page.get_by_role("region", name="Checklist").get_by_role("blockquote")
    assert any("When did the pain start?" in quote for quote in quotes.all_inner_texts())
    assert any("300 mg" in quote for quote in quotes.all_inner_texts())
    tables = page.get_by_role("region", name=re.compile(", table$"))
    assert tables.count() >= 3
    assert all(table.get_by_role("row").count() > 1 for table in tables.all())
    return score


def _downloads(debrief: Debrief, score: str) -> None:
    def text(what: str) -> str:
        saved = debrief.download(what)
        assert saved.suggested_filename == f"debrief-chest-pain-at-work.{what.lower()}"
        return Path(saved.path()).read_text(encoding="utf-8")

    report = json.loads(text("JSON"))
    assert f"{round(report['score'])} %" == score
    rows = list(csv.reader(text("CSV").splitlines()))
    assert len(rows) > len(report["marks"])


def _past(page: Page, server: Server, score: str) -> None:
    page.get_by_role("link", name="Past encounters").click()
    entries = page.get_by_role("listitem").filter(has=page.get_by_role("button", name=re.compile("^Delete ")))
    expect(entries).to_have_count(1)
    expect(entries.first).to_contain_text("Chest pain at work")
    expect(entries.first).to_contain_text(score)
    expect(page.get_by_role("heading", name="Progress")).to_have_count(0)

    second = server.begin("a-small-case")
    second.send("ask", text="When did it begin?")
    second.send("end")
    page.evaluate(
        """([encounter, token]) => {
            const kept = JSON.parse(localStorage.getItem("bedside.encounters"));
            localStorage.setItem("bedside.encounters", JSON.stringify([{ encounter, token }, ...kept]));
        }""",
        [second.encounter, second.token],
    )
    page.reload()
    expect(entries).to_have_count(2)
    progress = page.get_by_role("region", name="Progress")
    expect(progress.locator("canvas").first).to_be_visible()
    entries.filter(has_text="Chest pain at work").get_by_role("link", name="Debrief").click()
    assert Debrief(page).score == score


def test_a_case_from_a_folder_of_ones_own_stands_in_the_library_and_can_be_played(
    server: Server, open_browser: Opening
) -> None:
    context, watch = open_browser()
    library = Library(context.new_page(), server.url)
    card = library.page.get_by_role("listitem").filter(
        has=library.page.get_by_role("button", name="Start: A small case")
    )
    expect(card).to_contain_text("own case")
    room = library.begin("A small case")
    assert "an hour ago" in room.say("When did the pain start?")
    watch.assert_quiet()
