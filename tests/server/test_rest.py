"""The REST door."""

from __future__ import annotations

import httpx
import pandas
import pytest
from door import Door


def test_the_library_lists_cases_and_gives_nothing_away(door: Door) -> None:
    listed = door.http.get("/api/scenarios").json()
    mine = next(brief for brief in listed if brief["id"] == "a-small-case")
    assert mine["title"] == "A small case"
    assert mine["builtin"] is False
    assert "infarction" not in str(mine)


def test_a_consultation_by_rest_from_question_to_debrief(door: Door) -> None:
    seat = door.begin(name="Lee")
    assert seat.send("ask", text="When did the pain start?")["accepted"]
    assert seat.view()["conversation"][-1]["text"] == "It started an hour ago."
    assert seat.get("/debrief").status_code == 409
    assert seat.send("end")["accepted"]
    report = seat.get("/debrief").json()
    assert [mark["id"] for mark in report["marks"] if mark["earned"]] == ["onset"]
    assert seat.get("/debrief", params={"format": "html"}).text.startswith("<!doctype html>")
    assert "onset" in seat.get("/debrief", params={"format": "csv"}).text


def test_past_encounters_come_with_their_scores(door: Door) -> None:
    seat = door.begin()
    seat.send("ask", text="When did the pain start?")
    seat.send("end")
    (line,) = door.http.post("/api/encounters/mine", json={"tokens": [seat.token, "nonsense"]}).json()
    assert line["ended"]
    assert line["score"] > 0
    assert line["domains"]["history"] == 50.0


def test_without_its_token_an_encounter_shows_nothing(door: Door) -> None:
    seat, other = door.begin(), door.begin()
    path = f"/api/encounters/{seat.encounter}"
    assert door.http.get(path).status_code == 401
    strangers = [
        door.http.get(path, headers={"Authorization": "Bearer wrong"}),
        door.http.get(path, headers=other.headers),
        door.http.get("/api/encounters/nothing-here", headers=seat.headers),
    ]
    assert {answer.status_code for answer in strangers} == {404}
    assert len({answer.text for answer in strangers}) == 1


def test_a_facilitator_sees_behind_the_scene_and_steers_and_an_observer_only_watches(door: Door) -> None:
    seat = door.begin()
    teacher, watcher = seat.invite("facilitator"), seat.invite("observer")
    assert teacher.view()["behind"]["diagnosis"]["name"] == "Inferior myocardial infarction"
    assert "behind" not in seat.view()
    assert teacher.send("steer", says="I need the toilet.")["accepted"]
    assert seat.view()["conversation"][-1]["text"] == "I need the toilet."
    refused = watcher.send("ask", text="Hello?")
    assert not refused["accepted"]
    assert "observer" in refused["reason"]
    answer = door.http.post(
        f"/api/encounters/{seat.encounter}/participants", json={"role": "observer"}, headers=watcher.headers
    )
    assert answer.status_code == 403


def test_two_seats_never_share_an_id_of_a_command(door: Door) -> None:
    seat = door.begin()
    teacher = seat.invite("facilitator")
    assert seat.send("note", identity="same", text="mine")["accepted"]
    assert not teacher.send("note", identity="same", text="theirs")["accepted"]
    assert [note["text"] for note in seat.view()["notes"]] == ["mine"]


def test_a_command_sent_twice_acts_once(door: Door) -> None:
    seat = door.begin()
    for _ in range(2):
        assert seat.send("note", identity="n1", text="once")["accepted"]
    assert len(seat.view()["notes"]) == 1


def test_the_vitals_track_is_read_by_pandas(door: Door) -> None:
    seat = door.begin()
    seat.send("jump", minutes=2)
    seat.send("end")
    answer = seat.get("/tracks/vitals.parquet")
    path = door.folder / "vitals.parquet"
    path.write_bytes(answer.content)
    frame = pandas.read_parquet(path)
    assert len(frame) >= 110
    assert frame["heart_rate"].between(40, 70).all()
    assert seat.get("/tracks/nothing.parquet").status_code == 404


def test_erasing_takes_the_words_and_the_way_in(door: Door) -> None:
    seat = door.begin()
    seat.send("note", text="something private")
    assert door.http.delete(f"/api/encounters/{seat.encounter}", headers=seat.headers).status_code == 204
    assert seat.get().status_code == 404
    if door.database:
        return  # the bytes lie with the server; tests/records proves that they are sealed
    kept = b"".join(path.read_bytes() for path in (door.folder / "data").iterdir() if path.is_file())
    assert b"something private" not in kept


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"scenario": "no-such-case"}, 404),
        ({"scenario": "../../etc/passwd"}, 422),
        ({"scenario": "a-small-case", "seed": -1}, 422),
        ({"scenario": "a-small-case", "seed": 1e30}, 422),
        ({"scenario": "a-small-case", "name": "x" * 1000}, 422),
        ({"scenario": "a-small-case", "role": "facilitator"}, 422),
        ({}, 422),
    ],
)
def test_a_bad_beginning_is_refused_in_words(door: Door, body: dict[str, object], status: int) -> None:
    answer = door.http.post("/api/encounters", json=body)
    assert answer.status_code == status
    assert answer.json()["error"]["message"]


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (b"\xff\xfe\x00binary", 400),
        (b"{", 422),
        (b"[]", 422),
        (b'{"id":"x","verb":"ask","args":{"text":"\\ud800"}}', 200),
    ],
)
def test_what_is_no_command_is_told_so(door: Door, content: bytes, status: int) -> None:
    seat = door.begin()
    path = f"/api/encounters/{seat.encounter}/commands"
    answer = door.http.post(path, content=content, headers={**seat.headers, "Content-Type": "application/json"})
    assert answer.status_code == status
    assert status != 200 or not answer.json()["accepted"]


def test_a_megabyte_of_question_is_refused_before_it_is_read(door: Door) -> None:
    seat = door.begin()
    path = f"/api/encounters/{seat.encounter}/commands"
    answer = door.http.post(
        path, json={"id": "x", "verb": "ask", "args": {"text": "x" * 1_000_000}}, headers=seat.headers
    )
    assert answer.status_code == 413
    assert "larger" in answer.json()["error"]["message"]
    assert seat.send("ask", text="When did the pain start?")["accepted"]


def test_pages_carry_headers_that_keep_them_to_themselves(door: Door) -> None:
    answer = door.http.get("/api/health")
    assert "default-src 'self'" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_no_file_outside_the_client_is_served(door: Door) -> None:
    for path in ("/../app.py", "/%2e%2e/app.py", "/assets/..%2f..%2fapp.py", "/....//app.py"):
        answer = httpx.get(door.url + path)
        assert "create_app" not in answer.text


def test_an_encounter_goes_on_after_the_server_was_restarted(door: Door) -> None:
    from bedside.encounter import Encounter
    from bedside.records import Store
    from bedside.server.running import activity_for

    seat = door.begin()
    seat.send("ask", text="When did the pain start?")
    view = seat.view()
    with Store.open(door.database, door.folder / "data") as store:
        again = Encounter.open(store.read(seat.encounter), activity_for)
        assert again.view("learner-1")["conversation"] == view["conversation"]
