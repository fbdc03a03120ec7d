"""The topics and attributes a patient can be asked about, read from `taxonomy.yaml`.

A fact is written `topic.attribute`, for example `chest_pain.onset`. For each one the taxonomy knows how people ask
and what a patient answers when a case says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property, lru_cache
from hashlib import blake2b
from importlib import resources
from types import MappingProxyType
from typing import Any, Literal

import msgspec
import yaml
from rapidfuzz import fuzz, process

from bedside.errors import BedsideError

Sex = Literal["female", "male"]

CARER_SPEAKS_BELOW_AGE = 8
"""Age in years under which a parent or carer is taken to answer; estimate, a case may say otherwise."""

_TWO_ARTICLES = re.compile(r"\b(the|any) (?:an?|the) ")
_GERUND = re.compile(r"(?:not )?\w+ing \w")
_BARE_VERB = re.compile(r"\b(have|get|had|having) \{x\}")
_HEAD = re.compile(r" (?:in|on|from|at|when|under|behind|to|that|of|with|after|for) ")
_FIRST_PERSON = re.compile(r"\b(?:I|I'\w+|me|my|mine|myself)\b", re.IGNORECASE)


class TaxonomyError(BedsideError):
    """A topic or attribute that the taxonomy does not have, or a mistake in `taxonomy.yaml`."""


class Applies(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whom a question makes sense for: whole years, both ends included."""

    sex: Sex | None = None
    min_age: int = 0
    max_age: int = 130

    def why_not(self, age_years: float, sex: Sex) -> str | None:
        """The policy to answer with when the question does not apply, or None when it does."""
        if self.sex is not None and sex != self.sex:
            return "not_applicable_sex"
        if age_years < self.min_age:
            return "not_applicable_younger"
        return "not_applicable_older" if age_years >= self.max_age + 1 else None


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Answers for one band of age and sex; the first rule of a list that fits is used."""

    say: tuple[str, ...]
    carer: tuple[str, ...] = ()
    sex: Sex | None = None
    min_age: int = 0
    max_age: int = 130

    def fits(self, age_years: float, sex: Sex) -> bool:
        """Whether a person of this age and sex answers by this rule."""
        return Applies(self.sex, self.min_age, self.max_age).why_not(age_years, sex) is None


class Policy(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Answers shared by every fact with the same default, from the patient or from whoever speaks for them."""

    patient: tuple[str, ...]
    carer: tuple[str, ...]


class Attribute(msgspec.Struct, frozen=True):
    """One thing to know about a topic."""

    id: str
    label: str
    policy: str
    asks: tuple[str, ...]
    asks_doing: tuple[str, ...] = ()
    follow_ups: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    rules: tuple[Rule, ...] = ()
    applies: Applies = Applies()
    follows: str | None = None
    """The attribute of the same topic that this one elaborates: the amount follows smoking, the onset presence."""
    when_present: tuple[Rule, ...] = ()


class Wording(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How names fit into questions: which are things one has one of, which are things one does."""

    counted: frozenset[str]
    doing: tuple[str, ...]

    def is_doing(self, name: str) -> bool:
        """Whether the name says what somebody does ("throwing up"), so that "do you have" does not fit before it."""
        return name.startswith(self.doing)

    def fill(self, pattern: str, name: str) -> str:
        """The question with the name in it and the article speech wants: "a cough", "the cough", "feeling sick"."""
        if _GERUND.match(name):
            pattern = pattern.replace("the {x}", "{x}")
        elif _HEAD.split(name)[0].rsplit(" ", 1)[-1] in self.counted:
            article = "an" if name[0] in "aeiou" else "a"
            pattern = _BARE_VERB.sub(rf"\1 {article} {{x}}", pattern)
        text = pattern.replace("{x}", name).replace("been being", "been")
        return _TWO_ARTICLES.sub(r"\1 ", text)


class Topic(msgspec.Struct, frozen=True):
    """A symptom or an area of the history, with the words people use for it."""

    id: str
    group: str
    system: str
    label: str
    names: tuple[str, ...]
    attributes: Mapping[str, Attribute]
    questions: tuple[str, ...] = ()


class Taxonomy:
    """All topics, read once; nothing in it changes."""

    def __init__(self, source: Mapping[str, Any]) -> None:
        """Build from the parsed YAML; raises TaxonomyError naming the topic at fault."""
        try:
            policies = msgspec.convert(source["policies"], dict[str, Policy])
            self.wording = msgspec.convert(source["wording"], Wording)
            self._patterns = msgspec.convert(source["patterns"], dict[str, tuple[str, ...]])
            self._shared: dict[str, dict[str, Any]] = source["attributes"]
        except (KeyError, msgspec.ValidationError) as problem:
            raise TaxonomyError(
                f"taxonomy.yaml: {problem!r}.", hint="It needs policies, wording, patterns, attributes and topics."
            ) from problem
        self.policies: Mapping[str, Policy] = MappingProxyType(policies)
        self.topics: Mapping[str, Topic] = MappingProxyType(
            {name: self._topic(name, raw) for name, raw in source["topics"].items()}
        )

    @staticmethod
    def load() -> Taxonomy:
        """The taxonomy that ships with the package; the same object each time."""
        return _load()

    def fact_ids(self) -> tuple[str, ...]:
        """Every `topic.attribute`, in the order of the file."""
        return self._facts

    def is_known(self, fact_id: str) -> bool:
        """Whether `topic.attribute` (or a topic alone) is in the taxonomy."""
        return fact_id in self._fact_set or fact_id in self.topics

    def topic(self, topic: str) -> Topic:
        """The topic of that id; raises TaxonomyError with the nearest ids."""
        try:
            return self.topics[topic]
        except KeyError:
            raise TaxonomyError(
                f"there is no topic {topic!r}.", hint=f"Nearest: {', '.join(self.nearest(topic))}."
            ) from None

    def attribute(self, topic: str, attribute: str) -> Attribute:
        """The attribute of a topic; raises TaxonomyError with the nearest ids."""
        found = self.topic(topic).attributes.get(attribute)
        if found is None:
            near = ", ".join(self.nearest(f"{topic}.{attribute}"))
            raise TaxonomyError(f"topic {topic!r} has no attribute {attribute!r}.", hint=f"Nearest: {near}.")
        return found

    def nearest(self, name: str, n: int = 3) -> list[str]:
        """Up to `n` ids most like `name`: topics or facts by id and everyday names, best first."""
        head, dot, tail = name.partition(".")
        if dot and head in self.topics:
            named = {f"{a.id} {a.label}": f"{head}.{a.id}" for a in self.topics[head].attributes.values()}
            return [named[hit[0]] for hit in process.extract(_spoken(tail), list(named), scorer=_likeness, limit=n)]
        best: dict[str, None] = {}
        for hit in process.extract(_spoken(head), list(self._spoken_names), scorer=_likeness, limit=4 * n):
            for found in self._spoken_names[hit[0]]:
                with_tail = f"{found}.{tail}"
                best.setdefault(with_tail if dot and with_tail in self._fact_set else found)
        return list(best)[:n]

    def asks(self, topic: str, attribute: str) -> list[str]:
        """Questions that ask for the fact and name its topic, each once; no question marks, lower case but for I."""
        subject, wanted = self.topic(topic), self.attribute(topic, attribute)
        names = wanted.names or subject.names
        phrases = [pattern for pattern in wanted.asks if "{x}" not in pattern]
        for name in names:
            patterns = wanted.asks_doing if wanted.asks_doing and self.wording.is_doing(name) else wanted.asks
            phrases += (self.wording.fill(pattern, name) for pattern in patterns if "{x}" in pattern)
        if attribute == "presence":
            phrases += subject.questions
        return list(dict.fromkeys(phrases))

    def follow_ups(self, topic: str, attribute: str) -> list[str]:
        """Questions that ask for the fact without naming the topic ("when did it start")."""
        return list(self.attribute(topic, attribute).follow_ups)

    def applies(self, topic: str, attribute: str, *, age_years: float, sex: Sex) -> bool:
        """Whether the question makes sense for a person of this age and sex."""
        return self.attribute(topic, attribute).applies.why_not(age_years, sex) is None

    def default(
        self,
        topic: str,
        attribute: str,
        *,
        age_years: float,
        sex: Sex,
        key: str,
        carer: bool | None = None,
        present: bool = False,
    ) -> str:
        """The answer when a case says nothing: of the variants the one that `key` picks, the same every time.

        `carer` says that somebody answers for the patient; None decides by age (under 8 years).
        `present` says that the patient has what this attribute elaborates (see `Attribute.follows`), so that a stated
        headache without a stated onset is not denied.
        """
        if carer is None:
            carer = age_years < CARER_SPEAKS_BELOW_AGE
        variants = self.default_variants(topic, attribute, age_years=age_years, sex=sex, carer=carer, present=present)
        digest = blake2b(f"{key}\x1f{topic}.{attribute}".encode(), digest_size=8).digest()
        chosen = variants[int.from_bytes(digest, "big") % len(variants)]
        text = chosen.replace("{x}", self.topics[topic].label).replace("{age}", spoken_age(age_years))
        return text[0].upper() + text[1:]

    def default_variants(
        self, topic: str, attribute: str, *, age_years: float, sex: Sex, carer: bool = False, present: bool = False
    ) -> tuple[str, ...]:
        """All answers that `default` chooses from, before `{x}` and `{age}` are filled in."""
        wanted = self.attribute(topic, attribute)
        elaborates = present and wanted.follows is not None
        unfit = None if elaborates else wanted.applies.why_not(age_years, sex)
        rules = wanted.when_present if elaborates else wanted.rules
        rule = None if unfit else next((rule for rule in rules if rule.fits(age_years, sex)), None)
        policy = self.policies[unfit or ("unsure" if elaborates else wanted.policy)]
        if rule is None:
            return policy.carer if carer else policy.patient
        if not carer:
            return rule.say
        neutral = tuple(answer for answer in rule.say if not _FIRST_PERSON.search(answer))
        return rule.carer or neutral or policy.carer

    @cached_property
    def _facts(self) -> tuple[str, ...]:
        return tuple(f"{topic.id}.{name}" for topic in self.topics.values() for name in topic.attributes)

    @cached_property
    def _fact_set(self) -> frozenset[str]:
        return frozenset(self._facts)

    @cached_property
    def _spoken_names(self) -> dict[str, list[str]]:
        """Everyday name → ids it may mean: topics, and attributes that belong to one topic only."""
        names: dict[str, list[str]] = {}
        for spoken, found in self._name_pairs():
            names.setdefault(spoken.lower(), []).append(found)
        return names

    def _name_pairs(self) -> Iterator[tuple[str, str]]:
        for topic in self.topics.values():
            yield from ((name, topic.id) for name in (_spoken(topic.id), topic.label, *topic.names))
            for attribute in topic.attributes.values():
                if attribute.id not in self._shared["symptom"]:
                    own = (_spoken(attribute.id), attribute.label, *attribute.names)
                    yield from ((name, f"{topic.id}.{attribute.id}") for name in own)

    def _topic(self, name: str, raw: Mapping[str, Any]) -> Topic:
        try:
            own = raw["attributes"]
            entries = dict(self._shared[own]) if isinstance(own, str) else dict(own)
            entries |= raw.get("more", {})
            return Topic(
                id=name,
                group=raw["group"],
                system=raw["system"],
                label=raw["label"],
                names=msgspec.convert(raw["names"], tuple[str, ...]),
                questions=msgspec.convert(raw.get("questions", []), tuple[str, ...]),
                attributes=MappingProxyType({key: self._attribute(key, entry, raw) for key, entry in entries.items()}),
            )
        except (KeyError, TypeError, msgspec.ValidationError) as problem:
            raise TaxonomyError(
                f"taxonomy.yaml, topic {name!r}: {problem!r}", hint="Compare it with a topic beside it."
            ) from problem

    def _attribute(self, name: str, raw: Mapping[str, Any], topic: Mapping[str, Any]) -> Attribute:
        names = msgspec.convert(raw.get("names", []), tuple[str, ...])
        patterns = [ask for pattern in raw.get("patterns", []) for ask in self._patterns[pattern]]
        said = topic if name == "presence" else raw
        policy = said.get("default") or topic["default"]
        if policy not in self.policies:
            raise KeyError(f"{name}: no policy {policy!r}, choose from {', '.join(self.policies)}")
        return Attribute(
            id=name,
            label=raw.get("label") or (names[0] if names else name),
            policy=policy,
            asks=tuple(patterns) + msgspec.convert(raw.get("asks", []), tuple[str, ...]),
            asks_doing=msgspec.convert(raw.get("asks_doing", []), tuple[str, ...]),
            follow_ups=msgspec.convert(raw.get("follow_ups", []), tuple[str, ...]),
            names=names,
            rules=_rules(said.get("defaults", [])),
            follows=raw.get("follows"),
            when_present=_rules(raw.get("when_present", [])),
            applies=msgspec.convert(raw.get("applies") or topic.get("applies", {}), Applies),
        )


def spoken_age(age_years: float) -> str:
    """An age as people say it: whole years, months under two years, weeks under two months."""
    if age_years >= 2:
        return str(int(age_years))
    if age_years >= 2 / 12:
        return f"{int(age_years * 12 + 1e-9)} months"
    weeks = int(age_years * 365.25 / 7 + 1e-9)
    return "a few days old" if weeks == 0 else f"{weeks} week{'' if weeks == 1 else 's'}"


def render_markdown() -> str:
    """The text of `docs/reference/taxonomy.md`: every topic with its attributes, and every shared set."""
    taxonomy = Taxonomy.load()
    shared = next(topic for topic in taxonomy.topics.values() if topic.group == "symptom").attributes
    lines = [
        "# What a patient can be asked",
        "",
        "A case states facts as `topic.attribute`, for example `chest_pain.onset`; the rest gets the default.",
        f"{len(taxonomy.topics)} topics, {len(taxonomy.fact_ids())} facts, made from `src/bedside/mind/taxonomy.yaml`",
        "by `python -m bedside.mind.taxonomy docs/reference/taxonomy.md`; do not edit by hand.",
    ]
    lines += _table("## Attributes of every symptom", "attribute", "what it is", "for example")
    lines += [f"| `{a.id}` | {a.label} | {a.asks[0].replace('{x}', 'pain')}? |" for a in shared.values()]
    lines += _table("## Symptoms", "topic", "system", "in plain words", "default", "more attributes")
    for topic in taxonomy.topics.values():
        if "presence" in topic.attributes:
            more = ", ".join(f"`{name}`" for name in topic.attributes if name not in shared)
            policy = topic.attributes["presence"].policy
            lines.append(f"| `{topic.id}` | {topic.system.replace('_', ' ')} | {topic.label} | {policy} | {more} |")
    for topic in taxonomy.topics.values():
        if "presence" not in topic.attributes:
            lines += _table(
                f"## `{topic.id}`: {topic.label}", "attribute", "what it is", "elaborates", "applies to", "default"
            )
            lines += [
                f"| `{a.id}` | {a.label} | {a.follows or ''} | {_whom(a.applies)} | {a.policy} |"
                for a in topic.attributes.values()
            ]
    return "\n".join(lines) + "\n"


def _spoken(name: str) -> str:
    return name.replace("_", " ").lower()


def _likeness(one: str, other: str, **_: object) -> float:
    """0–100: half the likeness of the letters, half that of the words whatever their order."""
    return (fuzz.ratio(one, other) + fuzz.token_set_ratio(one, other)) / 2


def _table(heading: str, *columns: str) -> list[str]:
    return ["", heading, "", f"| {' | '.join(columns)} |", "|" + "---|" * len(columns)]


def _whom(applies: Applies) -> str:
    parts: list[str] = [applies.sex] if applies.sex else []
    if applies.min_age:
        parts.append(f"from {applies.min_age}")
    if applies.max_age < 130:
        parts.append(f"to {applies.max_age}")
    return " ".join(parts) or "everyone"


def _rules(raw: Any) -> tuple[Rule, ...]:
    """`defaults` of the YAML: a plain list of answers, or one mapping, is one rule for everybody."""
    if isinstance(raw, dict):
        return (msgspec.convert(raw, Rule),)
    if all(isinstance(answer, str) for answer in raw):
        return (Rule(say=tuple(raw)),) if raw else ()
    return msgspec.convert(raw, tuple[Rule, ...])


@lru_cache(maxsize=1)
def _load() -> Taxonomy:
    text = resources.files("bedside.mind").joinpath("taxonomy.yaml").read_text(encoding="utf-8")
    return Taxonomy(yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)))


if __name__ == "__main__":
    import sys
    from pathlib import Path

    Path(sys.argv[1]).write_text(render_markdown(), encoding="utf-8")
