"""The catalogue of tests: what can be ordered, what it measures, and how a healthy person's answer looks."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any, Literal, TypeVar

import msgspec
from rapidfuzz import fuzz

from bedside.activities.clinic.catalogue.derived import Sample
from bedside.activities.clinic.catalogue.examination import Applies, Sex, Variant
from bedside.activities.clinic.catalogue.names import CatalogueError, Names, plain, read_yaml

Kind = Literal[
    "bedside",
    "blood",
    "urine",
    "microbiology",
    "imaging",
    "physiology",
    "procedure",
    "consultation",
    "scale",
    "pathology",
]
Flag = Literal["normal", "low", "high", "critical_low", "critical_high", "abnormal"]

_Part = TypeVar("_Part", bound=msgspec.Struct)

SPELLINGS = (
    (re.compile(r"\bx[\s-]*rays?\b|\bradiographs?\b|\bxr\b"), "xray"),
    (re.compile(r"\bus{1,2}s?\b(?= )|\bsonograph?y\b|\bsonogram\b"), "ultrasound"),
    (re.compile(r"ae(?=[a-z])"), "e"),
    (re.compile(r"\boe(?=[a-z])|(?<=[a-z])oe(?=[a-z])"), "e"),
    (re.compile(r"our\b"), "or"),
    (re.compile(r"yse[rd]?\b"), "yze"),
)
"""British and American spellings and words for one thing, brought to one form on both sides of a comparison."""
ASKING = re.compile(
    r"^(?:(?:can|could|may) (?:i|we) (?:have|get) |i (?:would|d) like |please |order |request |send |get |check |"
    r"arrange |do |perform |book |take |repeat )+(?:an? |the |some )?"
)
"""Words before the name of a test that only ask for it."""
EMPTY_WORDS = frozenset(
    {"a", "an", "the", "of", "for", "and", "with", "in", "on", "his", "her", "their", "my", "your", "please", "some"}
    | {"test", "tests", "level", "levels", "sample"}
)
ASKING_WORDS = EMPTY_WORDS | frozenset(
    {"scan", "scans", "review", "refer", "referral", "call", "ask", "opinion", "consult", "consultation", "speak"}
    | {"to", "see", "by", "from", "urgent", "now", "can", "i", "we", "you"}
)
"""Words that name nothing in a list of tests, and those that only say what to do with it."""
NEAREST_FLOOR = 50.0
"""Least likeness (0–100) worth offering as a suggestion."""


class Band(Applies, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Interval and usual value for some people. `spread`: half-width of the usual values, in the analyte's unit."""

    normal: float
    low: float | None = None
    high: float | None = None
    spread: float = 0.0
    source: str | None = None


class Analyte(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One thing measured. `bands` are tried in order; `critical` is (low, high); `choices` are answers in words."""

    id: str
    name: str
    unit: str
    source: str
    decimals: int = 0
    bands: tuple[Band, ...] = ()
    critical: tuple[float, float] | None = None
    range: tuple[float, float] | None = None
    report_below: float | None = None
    report_above: float | None = None
    choices: tuple[str, ...] = ()
    normal_choices: tuple[str, ...] = ()
    normal_choices_pregnant: tuple[str, ...] = ()
    applies: Applies = Applies()

    def band(self, *, age_years: float, sex: str, pregnant: bool) -> Band | None:
        """The first band that fits this person; None for what is answered in words."""
        return next((b for b in self.bands if b.fits(age_years=age_years, sex=sex, pregnant=pregnant)), None)

    def usual_choices(self, *, pregnant: bool) -> tuple[str, ...]:
        """The words that are normal here."""
        return self.normal_choices_pregnant if pregnant and self.normal_choices_pregnant else self.normal_choices

    def text(self, value: float | str) -> str:
        """`value` as a laboratory prints it, `<5` and `>90` included."""
        if isinstance(value, str):
            return value
        if self.report_below is not None and value < self.report_below:
            return f"<{self.report_below:g}"
        if self.report_above is not None and value > self.report_above:
            return f">{self.report_above:g}"
        return f"{value:.{self.decimals}f}"


class TestEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One thing to order. `cost` (GBP) and `turnaround` are estimates; `radiation_msv` a typical adult dose."""

    __test__ = False
    id: str
    name: str
    kind: Kind
    turnaround: str
    cost: float
    aliases: tuple[str, ...] = ()
    analytes: tuple[Analyte, ...] = ()
    normal_report: tuple[Variant, ...] = ()
    applies: Applies = Applies()
    invasive: bool = False
    contrast: str | None = None
    radiation_msv: float | None = None
    radiation_source: str | None = None
    pregnancy_caution: str | None = None
    contraindications: tuple[str, ...] = ()

    def analyte(self, name: str) -> Analyte:
        """The analyte of this test with that id."""
        return next(one for one in self.analytes if one.id == name)

    def why_not(self, *, age_years: float, sex: str, pregnant: bool) -> str | None:
        """Why this cannot be done in this person, or None where it can."""
        a = self.applies
        if a.sex not in (None, sex):
            return f"{self.name} is done only in {'women' if a.sex == 'female' else 'men'}."
        if a.pregnant not in (None, pregnant):
            return f"{self.name} is done only {'in pregnancy' if a.pregnant else 'outside pregnancy'}."
        if age_years < a.min_age:
            return f"{self.name} is for people from {_age(a.min_age)} on."
        return f"{self.name} is for people under {_age(a.max_age)}." if age_years >= a.max_age else None


class Value(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a result. `low` and `high` are the interval for this person; `text` is the value as printed."""

    analyte: str
    name: str
    value: float | str
    text: str
    unit: str
    low: float | None
    high: float | None
    flag: Flag


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """What an order brings back."""

    test: str
    values: tuple[Value, ...] = ()
    report: str | None = None


class TestCatalogue:
    """Everything that can be ordered. `load()` reads the package's files once."""

    __test__ = False

    def __init__(
        self, entries: tuple[TestEntry, ...], analytes: Mapping[str, Analyte], sources: Mapping[str, str]
    ) -> None:
        self.entries = entries
        self.analytes = dict(analytes)
        self.sources = dict(sources)
        self._by_id = {entry.id: entry for entry in entries}
        if len(self._by_id) != len(entries):
            twice = sorted({e.id for e in entries if sum(o.id == e.id for o in entries) > 1})
            raise CatalogueError(f"tests with the same id: {', '.join(twice)}; keep one of each")
        self._forms = {
            form: entry.id for entry in entries for form in map(_folded, (entry.id, entry.name, *entry.aliases))
        }
        self._bags = _bags(self._forms)
        self._names = Names(
            {e.id: [form for n in (e.id, e.name, *e.aliases) for form in (n, _folded(n))] for e in entries}
        )

    @classmethod
    def load(cls) -> TestCatalogue:
        """The catalogue of the package, read once. Raises `CatalogueError` naming the file and entry at fault."""
        return _load()

    def get(self, test: str) -> TestEntry | None:
        """The entry with this id."""
        return self._by_id.get(test)

    def find(self, text: str) -> TestEntry | None:
        """The entry with exactly this id, name or alias; case, punctuation, spelling, word order and `please` aside."""
        for form in (text, _folded(text), ASKING.sub("", plain(text)), ASKING.sub("", _folded(text))):
            found = self._names.exact(form)
            if found is not None:
                return self._by_id[found]
        return self._by_words(_folded(text).split())

    def _by_words(self, words: list[str]) -> TestEntry | None:
        """The one entry that a name with the same words, in any order, belongs to."""
        for empty in (EMPTY_WORDS, ASKING_WORDS):
            found = self._bags.get(frozenset(words) - empty)
            if found is not None:
                return self._by_id[found]
        return None

    def nearest(self, text: str, n: int = 3) -> list[TestEntry]:
        """The `n` entries with the most similar names, best first."""
        asked = _folded(text)
        best: dict[str, float] = {}
        for form, id_ in self._forms.items():
            best[id_] = max(best.get(id_, 0.0), _likeness(asked, form))
        ranked = sorted(
            (id_ for id_, score in best.items() if score >= NEAREST_FLOOR), key=lambda id_: (-best[id_], id_)
        )
        return [self._by_id[id_] for id_ in ranked[:n]]

    def search(self, text: str, n: int = 20) -> list[TestEntry]:
        """What an order sheet shows for `text`: the exact match, names that begin with it, hold it, or are similar."""
        asked, exact = _folded(text), self.find(text)
        named = [entry.id for entry in self.entries if _folded(entry.name).startswith(asked)]
        begins = [id_ for form, id_ in self._forms.items() if form.startswith(asked)]
        holds = [id_ for form, id_ in self._forms.items() if f" {asked}" in form]
        close = [entry.id for entry in self.nearest(text, n)] if len(asked) > 3 else []
        ids = dict.fromkeys((*([exact.id] if exact else []), *named, *begins, *holds, *close))
        return [self._by_id[id_] for id_ in ids][:n]

    def normal_result(
        self,
        test: str,
        *,
        age_years: float,
        sex: Sex,
        pregnant: bool,
        key: str,
        given: Mapping[str, float | str] | None = None,
    ) -> Result:
        """A believable result, the same for the same key, person and test.

        given: analytes that a case sets, numbers in the catalogue's unit; what follows from them (haematocrit from
        haemoglobin, pH from bicarbonate …) is worked out, the rest is normal. Raises `CatalogueError` for unknown ids.
        """
        entry = self._known(test)
        given = given or {}
        person = {"age_years": age_years, "sex": sex, "pregnant": pregnant}
        numbers = {name: float(v) for name, v in given.items() if not isinstance(v, str)}
        sample = Sample(
            lambda name: self._drawn(name, key, person),
            numbers,
            age_years=age_years,
            sex=sex,
            places=lambda name: self.analytes[name].decimals,
        )
        values = []
        for analyte in entry.analytes:
            if not analyte.applies.fits(age_years=age_years, sex=sex, pregnant=pregnant) and analyte.id not in given:
                continue
            if isinstance(given.get(analyte.id), str):
                value: float | str = str(given[analyte.id])
            elif analyte.choices:
                value = analyte.usual_choices(pregnant=pregnant)[0]
            else:
                value = sample.value(analyte.id)
            values.append(self._line(analyte, value, person))
        report = next(
            (v.text for v in entry.normal_report if v.fits(age_years=age_years, sex=sex, pregnant=pregnant)), None
        )
        return Result(test=test, values=tuple(values), report=report)

    def flag(self, test: str, analyte: str, value: float | str, *, age_years: float, sex: Sex, pregnant: bool) -> Flag:
        """Whether `value` (in the catalogue's unit, or a word) is low, high, critical or abnormal in this person."""
        found = next((a for a in self._known(test).analytes if a.id == analyte), None)
        if found is None:
            names = ", ".join(a.id for a in self._known(test).analytes) or "none"
            raise CatalogueError(f"{test} does not measure '{analyte}'; it measures: {names}")
        return _flag(found, value, {"age_years": age_years, "sex": sex, "pregnant": pregnant})

    def _known(self, test: str) -> TestEntry:
        entry = self._by_id.get(test)
        if entry is None:
            near = ", ".join(e.id for e in self.nearest(test)) or "an id of the catalogue"
            raise CatalogueError(f"there is no test '{test}'; nearest: {near}")
        return entry

    def _drawn(self, name: str, key: str, person: Mapping[str, Any]) -> float:
        """A usual value, triangular within normal ± spread, from the key and analyte alone; rounded as printed."""
        analyte = self.analytes[name]
        band = analyte.band(**person)
        if band is None:
            raise CatalogueError(f"analyte '{name}' has no normal value for {person}; add a band to it")
        digest = hashlib.blake2b(f"{key}\x1f{name}".encode(), digest_size=16).digest()
        first, second = (int.from_bytes(part, "big") / 2**64 for part in (digest[:8], digest[8:]))
        return round(band.normal + band.spread * (first + second - 1.0), analyte.decimals)

    @staticmethod
    def _line(analyte: Analyte, value: float | str, person: Mapping[str, Any]) -> Value:
        band = analyte.band(**person)
        return Value(
            analyte=analyte.id,
            name=analyte.name,
            value=value,
            text=analyte.text(value),
            unit=analyte.unit,
            low=band.low if band else None,
            high=band.high if band else None,
            flag=_flag(analyte, value, person),
        )


def _flag(analyte: Analyte, value: float | str, person: Mapping[str, Any]) -> Flag:
    if isinstance(value, str):
        usual = {plain(word) for word in analyte.usual_choices(pregnant=person["pregnant"])}
        return "normal" if plain(value) in usual else "abnormal"
    band = analyte.band(**person)
    if band is None:
        return "normal"
    critical_low, critical_high = analyte.critical or (float("-inf"), float("inf"))
    if band.low is not None and value < band.low:
        return "critical_low" if value <= critical_low else "low"
    if band.high is not None and value > band.high:
        return "critical_high" if value >= critical_high else "high"
    return "normal"


def _folded(text: str) -> str:
    """`plain(text)` in one spelling."""
    flat = plain(text)
    for pattern, spelling in SPELLINGS:
        flat = pattern.sub(spelling, flat)
    return flat


def _bags(forms: Mapping[str, str]) -> dict[frozenset[str], str]:
    """Sets of words that belong to names of one entry only, and that entry."""
    owners: dict[frozenset[str], set[str]] = {}
    for form, id_ in forms.items():
        owners.setdefault(frozenset(form.split()) - EMPTY_WORDS, set()).add(id_)
    return {bag: next(iter(ids)) for bag, ids in owners.items() if bag and len(ids) == 1}


def _likeness(asked: str, form: str) -> float:
    """0–100: letters in order, words in any order, or, for names of some length, one within the other."""
    score = max(fuzz.ratio(asked, form), fuzz.token_sort_ratio(asked, form))
    if min(len(asked), len(form)) >= 4:
        score = max(score, 0.9 * fuzz.token_set_ratio(asked, form))
    return float(score)


def _age(years: float) -> str:
    return f"{years:g} years" if years >= 1 else f"{round(years * 365.25)} days"


@lru_cache(maxsize=1)
def _load() -> TestCatalogue:
    names = sorted(p.name for p in files(__package__).iterdir() if re.fullmatch(r"tests_\w+\.yaml", p.name))
    written = {name: read_yaml(name) for name in names}
    sources = read_yaml("tests.yaml")["sources"]
    analytes: dict[str, Analyte] = {}
    for name, content in written.items():
        for id_, fields in content.get("analytes", {}).items():
            if id_ in analytes:
                raise CatalogueError(f"{name}: analyte '{id_}' stands in another file too; keep it in one")
            analytes[id_] = _analyte(name, id_, fields)
    entries = tuple(_entry(name, f, c, analytes) for name, c in written.items() for f in c.get("entries", ()))
    return TestCatalogue(entries, analytes, sources)


def _analyte(where: str, id_: str, fields: dict[str, Any]) -> Analyte:
    """The analyte as written; what stands outside `bands` becomes the last band, for everybody else."""
    rest = {name: fields[name] for name in ("normal", "low", "high", "spread") if name in fields}
    bands = [*fields.get("bands", ()), *([rest] if "normal" in rest else [])]
    own = {name: value for name, value in fields.items() if name not in (*rest, "bands")}
    return _converted(where, id_, {"id": id_, **own, "bands": bands}, Analyte)


def _entry(where: str, fields: dict[str, Any], content: dict[str, Any], analytes: Mapping[str, Analyte]) -> TestEntry:
    unknown = [a for a in fields.get("analytes", ()) if a not in analytes]
    if unknown:
        raise CatalogueError(f"{where}: {fields.get('id')} measures {unknown}, which no tests_analytes file describes")
    report = fields.get("normal_report", content.get("default_report", ()))
    variants = [{"text": report}] if isinstance(report, str) else list(report)
    rest = {k: v for k, v in fields.items() if k != "analytes"}
    entry = _converted(
        where, str(fields.get("id")), {"kind": content["kind"], **rest, "normal_report": variants}, TestEntry
    )
    return msgspec.structs.replace(entry, analytes=tuple(analytes[a] for a in fields.get("analytes", ())))


def _converted(where: str, what: str, fields: dict[str, Any], kind: type[_Part]) -> _Part:
    try:
        return msgspec.convert(fields, kind)
    except msgspec.ValidationError as error:
        raise CatalogueError(f"{where}: {what}: {error}") from error
