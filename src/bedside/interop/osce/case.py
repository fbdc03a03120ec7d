"""One OSCE case put together as a scenario: the story, the findings, the results, and a checklist made from them."""

from __future__ import annotations

import re
from typing import Any

from bedside.interop.osce import findings, history, results
from bedside.interop.osce.person import Person, person
from bedside.interop.osce.reading import Leaf, Parts, Record, leaves, parts, words
from bedside.interop.osce.secrets import Secrets, names_of
from bedside.interop.osce.story import Story, gathered, pieces, short
from bedside.mind.narrative import Voice, finished, noted, plain_names

UNSTATED = "Not stated in the source"
SPECIALTIES: tuple[tuple[str, str], ...] = (
    ("paediatrics", r"newborn|infant|\bchild|pediatric|paediatric"),
    ("obstetrics and gynaecology", r"pregnan|postpartum|vaginal|uterine|gestation"),
    ("orthopaedics", r"fracture|joint|knee|shoulder|hip\b|wrist|finger|back pain"),
    ("dermatology", r"\brash\b|skin|lesion"),
    ("neurology", r"seizure|weakness|double vision|headache|gait|tremor|confus|mental status"),
    ("cardiology", r"chest pain|palpitation|murmur"),
    ("respiratory medicine", r"cough|breath"),
    ("gastroenterology", r"abdominal|diarrh|vomit|rectal|bowel"),
    ("urology", r"urin|bladder|flank"),
)
MOST_HISTORY_ITEMS = 10


def scenario(record: Record, *, identity: str, source: str) -> dict[str, Any]:
    """The scenario of a record as plain data, in the order in which people read it."""
    taken = parts(record.data)
    names = [name for diagnosis in taken.diagnosis for name in names_of(diagnosis)]
    secrets = Secrets([*names, *(other for name in names for other in plain_names(name))], _secret_values(taken))
    who = person(taken.patient, " ".join(taken.objective), record.number)
    story = Story(Voice(who.sex, who.carer), secrets, who.age_years)
    history.tell(taken.patient, story)
    examined = findings.examine(taken.examination, who.age_years)
    found = results.results(taken.tests)
    if not story.history:
        story.add("reason", "story", "I'm not sure what to tell you.")
    return _assembled(identity, source, record, taken, who, story, examined, found)


def _secret_values(taken: Parts) -> list[str]:
    return [*findings.texts(taken.examination), *findings.texts(taken.tests)]


def _assembled(
    identity: str, source: str, record: Record, taken: Parts, who: Person, story: Story,
    examined: findings.Examined, found: results.Results,
) -> dict[str, Any]:  # fmt: skip
    main = history.presenting(taken.patient)
    opening = _opening(main, who, story)
    made: dict[str, Any] = {
        "bedside": 1,
        "kind": "clinic",
        "id": identity,
        "title": _title(main, who, story.secrets),
        "summary": f"An OSCE case imported from {short(source)[:120]}.",
        "specialty": _specialty(taken, who),
        "setting": "clinic",
        "level": "core",
        "minutes": 15,
        "tags": ["imported", "osce"] + ([] if who.age_known else ["age not stated"]),
        "sources": {
            "imported": {
                "title": short(f"{source}, record {record.number}"),
                "year": 2026,
                "where": f"line {record.line}",
            }
        },
        "patient": _patient(who, examined),
        "opening": opening,
        "task": _task(taken, story.secrets),
        "history": story.history,
    }
    made |= {"topics": story.topics} if story.topics else {}
    made |= {"examination": examined.findings} if examined.findings else {}
    made |= {"tests": found.tests} if found.tests else {}
    made |= {"physiology": {"start": examined.start}} if examined.start else {}
    made["diagnosis"] = _diagnosis(taken)
    made["checklist"] = _checklist(story, examined, found)
    more = [piece for note in _overflow(taken) for piece in pieces(note)]
    return made | ({"expert": more} if more else {})


def _patient(who: Person, examined: findings.Examined) -> dict[str, Any]:
    made: dict[str, Any] = {"name": who.name, "age": who.age, "sex": who.sex}
    for name, limits in (("height", (0.2, 2.6)), ("weight", (0.3, 400.0))):
        written = examined.measures.get(name)
        number = float(re.match(r"[\d.]+", written)[0]) if written else 0.0  # type: ignore[index]
        scaled = number / 100 if written and written.endswith("cm") else number
        if written and limits[0] <= scaled <= limits[1]:
            made[name] = written
    if who.pregnant_weeks is not None:
        made["pregnant_weeks"] = who.pregnant_weeks
    if who.carer is not None:
        made["speaker"] = {"name": f"{who.name}'s {who.carer}", "relation": who.carer}
    return made


def _opening(main: Any, who: Person, story: Story) -> str:
    said = [" ".join(claim.says for claim in noted(text, story.voice)) for text in main]
    told = (story.secrets.safe(says) for says in said if len(says) < 300 and not says.startswith("No"))
    safe = next((says for says in told if says), None)
    if who.carer is None:
        return safe or "I feel unwell, doctor."
    return safe or f"{'She' if who.sex == 'female' else 'He'} is unwell, doctor."


def _title(main: Any, who: Person, secrets: Secrets) -> str:
    """What the library shows: the complaint and who has it."""
    text = short(main[0]) if main else ""
    text = re.split(r",|;|\bspecifically\b", text)[0].strip(" .")[:90]
    safe = secrets.safe(text) if text else None
    complaint = (safe or "A new patient").strip(" .")
    return f"{complaint[0].upper()}{complaint[1:]} ({who.age}, {who.sex})"


def _task(taken: Parts, secrets: Secrets) -> str:
    asked = " ".join(taken.objective)
    safe = secrets.safe(asked) if asked else None
    return (
        next(pieces(finished(safe))) if safe else "Take a history, examine, order what you need, and make a diagnosis."
    )


def _specialty(taken: Parts, who: Person) -> str:
    text = " ".join([*taken.objective, *history.presenting(taken.patient)])
    if who.age_years < 16:
        return "paediatrics"
    return next((name for name, pattern in SPECIALTIES if re.search(pattern, text, re.I)), "general medicine")


def _diagnosis(taken: Parts) -> dict[str, Any]:
    names = [name for diagnosis in taken.diagnosis for name in names_of(diagnosis)]
    made: dict[str, Any] = {"name": (short(names[0]) if names else "") or UNSTATED, "likelihood": "high"}
    aliases = [short(name) for name in [*taken.diagnosis, *names[1:]] if short(name) and short(name) != made["name"]]
    if aliases:
        made["aliases"] = list(dict.fromkeys(aliases))
    notes = _notes(taken)
    if notes:
        made["why"] = notes[0]
    return made


def _notes(taken: Parts) -> list[str]:
    """The story in the source's own words, for the debrief: the patient says it otherwise, and not all of it."""
    told = [*leaves(taken.patient), *taken.other, *(Leaf(("Objective",), text) for text in taken.objective)]
    lines = [f"{': '.join(map(words, leaf.path))}: {leaf.text}" if leaf.path else leaf.text for leaf in told]
    return list(gathered(["The case as it was written:", *lines])) if lines else []


def _overflow(taken: Parts) -> list[str]:
    """What does not fit beside the diagnosis: more notes, and a diagnosis longer than its field."""
    return _notes(taken)[1:] + [diagnosis for diagnosis in taken.diagnosis if len(diagnosis) > 190]


def _checklist(story: Story, examined: findings.Examined, found: results.Results) -> list[dict[str, Any]]:
    """What anybody would expect: ask what is there, examine what is abnormal, order what has a result, name it."""
    items: list[dict[str, Any]] = []
    told = [topic for topic, facts in story.history.items() if any(not _absent(fact) for fact in facts.values())]
    for topic in [topic for topic in told if topic not in ("identity", "reason")][:MOST_HISTORY_ITEMS]:
        label = story.topics.get(topic, {}).get("label", topic.replace("_", " "))
        items.append(
            {
                "id": f"ask_{topic}"[:80].strip("_"),
                "text": short(f"Asks about: {label}"),
                "domain": "history",
                "earned_by": {"asked": topic},
            }
        )
    for section, names in examined.key_sections.items():
        met = [{"examined": name} for name in dict.fromkeys(names)]
        items.append(
            {
                "text": short(f"Examines: {section.lower()}"),
                "domain": "examination",
                "earned_by": met[0] if len(met) == 1 else {"any": met},
            }
        )
    for test, name in found.wanted:
        items.append({"text": short(f"Orders: {name}"), "domain": "investigation", "earned_by": {"ordered": test}})
    items.append(
        {
            "text": "Names the diagnosis",
            "domain": "reasoning",
            "points": 3,
            "critical": True,
            "earned_by": {"differential": "correct"},
        }
    )
    return [
        {"id": f"item_{number}", **{k: v for k, v in item.items() if k != "id"}} for number, item in enumerate(items, 1)
    ]


def _absent(fact: dict[str, Any]) -> bool:
    return bool(re.match(r"no\b", fact["says"], re.I))
