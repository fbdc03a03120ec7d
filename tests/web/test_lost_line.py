"""A server that dies in the middle of a consultation costs the learner nothing."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from room import Library, Opening
from serving import Server

pytestmark = [pytest.mark.slow]


def test_what_is_typed_while_the_server_is_dead_arrives_once_it_is_back_and_only_once(
    mortal_server: Server, open_browser: Opening
) -> None:
    context, watch = open_browser()
    page = context.new_page()
    room = Library(page, mortal_server.url).begin("A small case")
    first = room.say("When did the pain start?")

    mortal_server.kill()
    expect(page.get_by_text("The connection is lost; trying again.")).to_be_visible()
    before = room.answers.count()
    room.composer.fill("Where is the pain?")
    page.get_by_role("button", name="Say it").click()
    expect(room.log.get_by_text("sending…")).to_be_visible()
    expect(page.get_by_text("1 thing you did will be sent then.")).to_be_visible()
    room.composer.fill("Does it go")

    mortal_server.start()
    page.get_by_role("button", name="Try now").click()
    expect(page.get_by_text("The connection is lost")).to_be_hidden()
    assert room.answer_after(before).replace("…", "") == "Right in the middle of my chest."
    expect(room.log.get_by_text("sending…")).to_have_count(0)
    expect(room.composer).to_have_value("Does it go")
    for spoken in ("When did the pain start?", first, "Where is the pain?"):
        expect(room.log.get_by_text(spoken, exact=True)).to_have_count(1)

    page.reload()
    expect(room.log.get_by_text("Where is the pain?", exact=True)).to_have_count(1)
    expect(room.composer).to_have_value("Does it go")
    assert room.answers.count() == before + 1
    watch.assert_quiet(line_was_lost=True)
