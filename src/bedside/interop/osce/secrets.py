"""What the patient must never say: the diagnosis by any of its names, what an examination shows, what a test says."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bedside.interop.osce.word_lists import word_list

GENERIC = word_list("generic")
"""Words of diagnoses that say little alone and that a story needs; only with the others do they give it away."""
TRIVIAL = word_list("trivial")
"""Words that are no secret, whatever they are the value of."""
FINDING = re.compile(
    r"\b(?:on (?:physical )?exam(?:ination)?|(?:physical )?exam(?:ination)? (?:shows?|reveals?)|"
    r"noticed upon examination|to auscultation|"
    r"auscultat\w+|on palpation|on percussion|murmurs?|crackles|rales|rhonchi|bowel sounds|breath sounds|"
    r"deep tendon reflex\w*|rebound|"
    r"guarding|splenomegaly|hepatomegaly|hepatosplenomegaly|organomegaly|lymphadenopathy|retractions|nystagmus|babinski|clonus|"
    r"auditory screening|screening tests?|blood tests? (?:show|reveal)\w*|x-?rays? (?:show|reveal)\w*|"
    r"epicanthus|palmar crease|"
    r"low-set ears|upward slanting)\b",
    re.I,
)
"""Phrases that only an examiner would use."""
LAY: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(rf"\b{pattern}\b", re.I), plain)
    for pattern, plain in (
        (r"abdominal distension|distended abdomen|distension of the abdomen", "a swollen tummy"),
        (r"(?:his|her|my|the) abdomen (?:is|appears) distended", "the tummy is swollen"),
        (r"(?:abdominal )?palpation", "being touched there"),
        (r"seizures?", "fits"),
        (r"syncop(?:e|al episodes?)", "fainting"),
        (r"(?:h(?:a)?emorrhoids?|piles)", "a lump there"),
        (r"respiratory distress", "trouble breathing"),
        (r"epistaxis", "nosebleeds"),
        (r"jaundiced?", "yellow colour"),
        (r"scleral icterus", "yellow eyes"),
        (r"orthostatic hypotension", "feeling faint on standing up"),
        (r"(?:peripheral )?cyanosis", "a blue colour"),
        (r"decreased bowel sounds", "a quieter tummy"),
        (r"high blood pressure on the right upper extremity", "a high blood pressure reading"),
        (r"(?:o)?edema", "swelling"),
        (r"erythema", "redness"),
        (r"lymph nodes?", "glands"),
        (r"ataxia", "unsteadiness"),
        (r"pharyngitis", "sore throat"),
        (r"conjunctiva", "eyes"),
        (r"petechiae", "tiny red spots"),
        (r"diarrh(?:o)?ea", "loose stools"),
    )
)


def tokens(text: str) -> list[str]:
    """Small words and numbers, in one spelling: plural and possessive endings gone."""
    flat = text.lower().replace("’", "'").replace("'s", "").replace("s'", "s").replace("'", "")
    flat = flat.replace("haem", "hem").replace("oedema", "edema").replace("aemia", "emia").replace("tumour", "tumor")
    return [_singular(word) for word in re.findall(r"[^\W_]+(?:[./]\d+)*", flat)]


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


def names_of(diagnosis: str) -> list[str]:
    """A diagnosis and its other names: `Progressive … (PML)` gives three, `A/B` and `A or B` their halves."""
    whole = " ".join(diagnosis.split()).strip(" .")
    inside = [part.strip() for part in re.findall(r"[(\[]([^()\[\]]+)[)\]]", whole)]
    bare = " ".join(re.sub(r"[(\[][^()\[\]]*[)\]]", " ", whole).split()).strip(" .,;")
    halves = [part.strip() for part in re.split(r"\s+or\s+|\s*/\s*|\s*;\s*", bare) if len(part.strip()) > 3]
    found = [bare or whole, *inside, *(halves if len(halves) > 1 else [])]
    return [name for name in dict.fromkeys(found) if name]


class Secrets:
    """Tells whether a text gives something away, and takes it out where the rest still says something."""

    def __init__(self, diagnoses: Iterable[str], values: Iterable[str]) -> None:
        """`diagnoses`: all names; `values`: the texts of examination and tests."""
        self._phrases: set[tuple[str, ...]] = set()
        self._words: set[str] = set()
        self._names: list[re.Pattern[str]] = []
        for name in diagnoses:
            if name.strip():
                self._names.append(
                    re.compile(rf"(?<!\w){re.escape(name.strip())}(?!\w)", 0 if len(name.strip()) <= 5 else re.I)
                )
            parts = tokens(name)
            self._phrases.add(tuple(parts))
            significant = [word for word in parts if word not in ("disease", "syndrome", "disorder", "the", "of")]
            self._phrases.add(tuple(significant))
            self._words |= {word for word in significant if word not in GENERIC and len(word) > 2}
        self._phrases.discard(())
        self._values = {tuple(found) for value in values for found in _told(value)}

    def leaks(self, text: str) -> bool:
        """Whether a text says the diagnosis, a finding or a result."""
        spoken = tokens(text)
        return (
            bool(FINDING.search(text))
            or any(name.search(text) for name in self._names)
            or any(word in self._words for word in spoken)
            or any(_within(phrase, spoken) for phrase in self._phrases)
            or any(_within(value, spoken) for value in self._values)
        )

    def safe(self, text: str) -> str | None:
        """The text without what it must not say; None where nothing of use would be left."""
        if not self.leaks(text):
            return text
        plain = text
        for pattern, word in LAY:
            plain = pattern.sub(word, plain)
        plain = plain[0].upper() + plain[1:]
        if not self.leaks(plain):
            return plain
        for pieces in (_sentences(plain), _clauses(plain), [self._without_words(plain)]):
            kept = [piece for piece in pieces if not self.leaks(piece)]
            joined = _joined(kept)
            if joined and not self.leaks(joined) and len(tokens(joined)) >= 4:
                return joined
        return None

    def _without_words(self, text: str) -> str:
        kept = [word for word in text.split() if not (set(tokens(word)) & self._words)]
        return " ".join(kept)


def _told(value: str) -> Iterable[list[str]]:
    """The forms in which a value would be told: as a whole, sentence by sentence, and its measured numbers."""
    for piece in (value, *_sentences(value)):
        found = tokens(piece)
        if len([word for word in found if word not in TRIVIAL]) >= 2 or (len(found) > 1 and _measured(piece)):
            yield found
    for number in re.findall(r"\d+/\d+|\d+\.\d+|\d{1,3}(?:,\d{3})+", value):
        if sum(letter.isdigit() for letter in number) >= 3:
            yield tokens(number)


def _measured(text: str) -> bool:
    return bool(re.search(r"\d", text))


def _within(phrase: tuple[str, ...], spoken: list[str]) -> bool:
    size = len(phrase)
    return any(tuple(spoken[at : at + size]) == phrase for at in range(len(spoken) - size + 1))


def _sentences(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"(?<=[.!?])\s+|\n", text) if part.strip()]


def _clauses(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"\s*[,;]\s*|\s*\([^)]*\)\s*", text) if part.strip()]


def _joined(pieces: list[str]) -> str:
    text = ", ".join(piece.strip(" ,.;") if n < len(pieces) - 1 else piece for n, piece in enumerate(pieces)).strip(
        " ,;"
    )
    text = re.sub(r"^(?:and|or|but|as well as)\s+", "", text)
    text = re.sub(r",\s*(?:and|or)?\s*\.?$", "", text)
    if not text:
        return ""
    text = text[0].upper() + text[1:]
    return text if text.endswith((".", "!", "?")) else text + "."
