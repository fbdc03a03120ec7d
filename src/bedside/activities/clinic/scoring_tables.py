"""The tables of a clinic's debrief: facts, coverage, examination, orders, treatments, differential."""

from __future__ import annotations

from collections.abc import Iterator

from bedside.activities.clinic.catalogue import catalogues
from bedside.activities.clinic.evidence import Story
from bedside.activities.clinic.ledger import Ledger, dose_within
from bedside.activities.clinic.matching import names_match
from bedside.activities.clinic.scenario import ClinicScenario, Diagnosis, Treatment
from bedside.debrief import Column, Table, percent
from bedside.debrief.report import Cell
from bedside.encounter import Event
from bedside.mind.taxonomy import Taxonomy
from bedside.scenario import milliseconds

WORTH_TEXT = {"must": "needed", "may": "reasonable", "wasteful": "wasteful", "harmful": "harmful"}
Rows = tuple[tuple[Cell, ...], ...]


def tables(scenario: ClinicScenario, ledger: Ledger, story: Story) -> tuple[Table, ...]:
    """Every table, in the order in which it is read."""
    return (
        _coverage(scenario, ledger),
        _facts(scenario, ledger, story),
        _examination(scenario, story),
        _orders(scenario, story),
        _treatments(scenario, story),
        _differential(scenario, ledger),
        _disposition(scenario, story),
    )


def topic_label(scenario: ClinicScenario, topic: str) -> str:
    """A topic in plain words."""
    if topic in scenario.topics:
        return scenario.topics[topic].label
    return Taxonomy.load().topic(topic).label


def _let_out(ledger: Ledger) -> dict[str, tuple[str, int]]:
    found: dict[str, tuple[str, int]] = {}
    for deed in ledger.deeds:
        if deed.kind == "fact":
            found.setdefault(deed.key, (deed.data["how"], deed.at))
    return found


def _coverage(scenario: ClinicScenario, ledger: Ledger) -> Table:
    found = _let_out(ledger)
    rows: list[tuple[Cell, ...]] = []
    for topic, facts in scenario.history.items():
        known = sum(f"{topic}.{name}" in found for name in facts)
        rows.append((topic_label(scenario, topic), known, len(facts), percent(known, len(facts))))
    total = len(scenario.facts())
    volunteered = sum(how == "volunteered" for how, _ in found.values())
    text = f"{len(found)} of {total} facts came out: {len(found) - volunteered} elicited, {volunteered} volunteered."
    columns = (
        Column("topic", "Topic"),
        Column("found", "Found", "number"),
        Column("facts", "Facts", "number"),
        Column("percent", "Complete", "percent"),
    )
    return Table("coverage", "History by topic", text, columns, tuple(rows))


def _facts(scenario: ClinicScenario, ledger: Ledger, story: Story) -> Table:
    found = _let_out(ledger)
    rows: list[tuple[Cell, ...]] = []
    for name, fact in scenario.facts().items():
        topic, attribute = name.split(".", 1)
        how, at = found.get(name, ("missed", None))
        rows.append((topic_label(scenario, topic), attribute.replace("_", " "), fact.says, how, at))
    columns = (
        Column("topic", "Topic"),
        Column("attribute", "What"),
        Column("says", "In the patient's words"),
        Column("how", "How it came out", "verdict"),
        Column("at", "When", "tick"),
    )
    return Table(
        "facts",
        "What the patient knew",
        "Elicited facts answer a question; volunteered ones came unasked.",
        columns,
        tuple(rows),
    )


def _examination(scenario: ClinicScenario, story: Story) -> Table:
    done = story.of("examined")
    names = {f"{event.data['manoeuvre']}.{event.data['site']}" for event in done}
    rows: list[tuple[Cell, ...]] = [
        (
            event.data["label"],
            event.data["finding"],
            "key finding" if event.data["key"] else "abnormal" if event.data["abnormal"] else "normal",
            event.at,
        )
        for event in done
    ]
    for name, finding in scenario.findings().items():
        if finding.key and name not in names:
            entry = catalogues().examination.get(*name.split(".", 1))
            label = finding.label or (entry.label if entry else name.replace(".", " ").replace("_", " "))
            rows.append((label, finding.finding, "missed", None))
    columns = (
        Column("what", "Examination"),
        Column("finding", "Finding"),
        Column("verdict", "Verdict", "verdict"),
        Column("at", "When", "tick"),
    )
    return Table("examination", "Examination", " ".join(_technique(story)), columns, tuple(rows))


def _technique(story: Story) -> Iterator[str]:
    """Remarks on technique, each from the order of deeds in the log."""
    examined, deeds = story.of("examined"), story.of("done")
    if not examined:
        yield "The patient was not examined."
        return
    first = examined[0]
    before = {event.data["action"] for event in deeds if event.seq < first.seq}
    yield "Hands were washed first." if "wash_hands" in before else "Wash your hands before you touch the patient."
    asked = any(
        act["act"] == "consent" for event in story.of("said") if event.seq < first.seq for act in event.data["acts"]
    )
    yield "Consent was asked for." if asked else "Ask for consent before you examine."
    abdomen = [event.data["manoeuvre"] for event in examined if event.data["site"].startswith("abdomen")]
    if "palpate" in abdomen and "inspect" not in abdomen[: abdomen.index("palpate")]:
        yield "Look at the abdomen before you palpate it."
    if not story.of("measured"):
        yield "Vital signs were not measured."


def _orders(scenario: ClinicScenario, story: Story) -> Table:
    ordered, read = story.of("ordered"), {event.data["order"]: event for event in story.of("read")}
    cancelled = {event.data["order"] for event in story.of("cancelled")}
    rows: list[tuple[Cell, ...]] = []
    cost = 0.0
    for event in ordered:
        data = event.data
        own = scenario.tests.get(data["test"])
        verdict = WORTH_TEXT[own.worth] if own else "not needed"
        if data["order"] not in cancelled:
            cost += data["cost"]
        rows.append(
            (
                data["name"],
                verdict,
                own.why if own else None,
                data["cost"],
                round((data["due"] - event.at) / 60000, 1),
                event.at,
                _read_at(read.get(data["order"])),
            )
        )
    names = {event.data["test"] for event in ordered}
    entries = catalogues().tests
    for test, result in scenario.tests.items():
        if result.worth == "must" and test not in names:
            entry = entries.get(test)
            rows.append((result.name or (entry.name if entry else test), "missed", result.why, None, None, None, None))
    needed = sum(row[1] == WORTH_TEXT["must"] for row in rows)
    extra = sum(row[1] in ("wasteful", "not needed", "harmful") for row in rows)
    unread = sum(1 for event in ordered if event.data["order"] not in read and event.data["order"] not in cancelled)
    judged = f"{needed} needed, {extra} without benefit, {unread} never read"
    text = f"{len(ordered)} orders for about £{cost:.0f}: {judged}."
    columns = (
        Column("test", "Order"),
        Column("verdict", "Verdict", "verdict"),
        Column("why", "Why"),
        Column("cost", "Cost", "number"),
        Column("minutes", "Minutes", "number"),
        Column("at", "Ordered", "tick"),
        Column("read_at", "Read", "tick"),
    )
    return Table("orders", "Orders", text, columns, tuple(rows))


def _read_at(event: Event | None) -> int | None:
    return event.at if event else None


def _treatments(scenario: ClinicScenario, story: Story) -> Table:
    rows: list[tuple[Cell, ...]] = []
    seen: set[str] = set()
    for event in story.of("given", "done"):
        data = event.data
        name = data.get("drug") or data["action"]
        treatment = scenario.treatments.get(name)
        again = name in seen
        seen.add(name)
        if treatment is None and event.kind == "done":
            continue
        shown = f"{data['dose']:g} {data['unit']} {data['route'].replace('_', ' ')}" if event.kind == "given" else ""
        rows.append(
            (
                f"{data['name']} {shown}".strip(),
                _judged(treatment, event, again=again),
                treatment.why if treatment else _remark(data),
                event.at,
            )
        )
    lists = catalogues()
    for name, treatment in scenario.treatments.items():
        if treatment.worth == "must" and name not in seen:
            entry = lists.drugs.get(name) or lists.actions.get(name)
            wanted = f"{entry.name if entry else name} {treatment.dose or ''}".strip()
            rows.append((wanted, "missed", treatment.why, None))
    columns = (
        Column("what", "Treatment"),
        Column("verdict", "Verdict", "verdict"),
        Column("why", "Why"),
        Column("at", "When", "tick"),
    )
    return Table("treatments", "Treatment", "Against what this case calls for.", columns, tuple(rows))


def _remark(data: dict[str, object]) -> str | None:
    warnings = data.get("warnings")
    return " ".join(str(warning) for warning in warnings) if isinstance(warnings, list) and warnings else None


def _judged(treatment: Treatment | None, event: Event, *, again: bool) -> str:
    """How a deed stands; what is done `again` is not late, since the first time met the need."""
    if treatment is None:
        return "dangerous" if event.data.get("warnings") else "not called for"
    if treatment.worth in ("wasteful", "harmful"):
        return WORTH_TEXT[treatment.worth]
    if event.kind == "given":
        data = event.data
        if treatment.route and data["route"] not in treatment.route:
            return "wrong route"
        if treatment.dose and not dose_within(f"{data['dose']} {data['unit']}", treatment.dose):
            return "wrong dose"
    if treatment.within and not again and event.at > milliseconds(treatment.within):
        return "late"
    return WORTH_TEXT[treatment.worth]


def _differential(scenario: ClinicScenario, ledger: Ledger) -> Table:
    last = next((deed for deed in reversed(ledger.deeds) if deed.kind == "differential"), None)
    mine = last.data["items"] if last else []
    rows: list[tuple[Cell, ...]] = []
    for rank, diagnosis in enumerate((scenario.diagnosis, *scenario.differential), 1):
        place = _place(mine, diagnosis)
        role = "correct" if rank == 1 else "must not miss" if diagnosis.must_not_miss else diagnosis.likelihood
        confidence = round(100 * mine[place - 1]["confidence"]) if place else None
        rows.append((diagnosis.name, role, place, confidence, "named" if place else "missed", diagnosis.why))
    known = (scenario.diagnosis, *scenario.differential)
    for place, item in enumerate(mine, 1):
        if not any(_named(item["diagnosis"], diagnosis) for diagnosis in known):
            rows.append(
                (item["diagnosis"], "not in the case's list", place, round(100 * item["confidence"]), "added", None)
            )
    rank_text = _rank_text(_place(mine, scenario.diagnosis), bool(mine))
    columns = (
        Column("diagnosis", "Diagnosis"),
        Column("role", "In this case"),
        Column("rank", "Your rank", "number"),
        Column("confidence", "Your confidence", "percent"),
        Column("verdict", "Verdict", "verdict"),
        Column("why", "For and against"),
    )
    return Table("differential", "Differential diagnosis", rank_text, columns, tuple(rows))


def _named(written: str, diagnosis: Diagnosis) -> bool:
    return names_match(written, (diagnosis.name, *diagnosis.aliases))


def _place(mine: list[dict[str, str]], diagnosis: Diagnosis) -> int | None:
    return next((place for place, item in enumerate(mine, 1) if _named(item["diagnosis"], diagnosis)), None)


def _rank_text(place: int | None, any_named: bool) -> str:
    if not any_named:
        return "No differential was given."
    return f"The diagnosis was number {place} on your list." if place else "The diagnosis was not on your list."


def _disposition(scenario: ClinicScenario, story: Story) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for event in story.of("disposed"):
        worth = scenario.disposition.get(event.data["to"])
        rows.append(
            (
                event.data["to"].replace("_", " "),
                WORTH_TEXT[worth] if worth else "not called for",
                event.data["why"],
                event.at,
            )
        )
    if not rows:
        wanted = " or ".join(name.replace("_", " ") for name, worth in scenario.disposition.items() if worth == "must")
        rows.append((wanted or "a decision", "missed", None, None))
    columns = (
        Column("to", "Decision"),
        Column("verdict", "Verdict", "verdict"),
        Column("why", "Your reason"),
        Column("at", "When", "tick"),
    )
    return Table("disposition", "Where the patient goes", "", columns, tuple(rows))
