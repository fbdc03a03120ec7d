"""What the clinician explained, kept so that the patient can say it back: their own sentences, `you` and `I` turned.

Nothing is added to what was said. Sentences with unexplained technical words are not kept: nobody can say them back.
"""

from __future__ import annotations

import re

from bedside.mind.acts import QUESTION, spoken
from bedside.mind.hearing import heard
from bedside.mind.jargon import unexplained
from bedside.mind.wording import content, plain

EXPLAINS = frozenset({"explanation", "safety_net"})
BESIDE = EXPLAINS | {"reassurance", "shared_decision", "signposting"}
"""Ways of speaking that a sentence may hold besides and still be kept."""
FEWEST_WORDS, MOST_WORDS = 4, 24
"""Words of a sentence that can be said back whole; estimates."""
SAID, SAID_WELL, WELL = 2, 3, 0.5
"""Sentences said back, and how many by somebody who understood so much or more (0–1); estimates."""
OPENER = re.compile(
    r"^(?:(?:so|ok|okay|right|now|well|and|but|then|also|all right|alright|um|er)\b[\s,]*)+", re.IGNORECASE
)
TELLS = re.compile(
    r"(?:if|should|take|use|keep|stop|come|call|ring|go to|(?:you|it|this|that|we)(?:'(?:ve|re|ll|s)| have| are| is| "
    r"will| should| need to| must| can| may| might| could))\b",
    re.IGNORECASE,
)
"""Openings of a sentence that says what is so or what to do, in a turn that explains."""
NOT_SAID = re.compile(r"\blet'?s\b|[\"“”:]", re.IGNORECASE)
"""What does not turn about well: "let's", and words within words."""

TO_ME = re.compile(
    r"\b(?:to|for|with|of|about|at|on|from|by|after|around|near|behind|beside|without|give|gives|giving|gave|get|"
    r"gets|getting|send|sends|sending|refer|referring|keep|keeps|keeping|want|wants|need|needs|tell|tells|telling|"
    r"told|help|helps|helping|make|makes|making|made|let|lets|letting|see|sees|seeing|ask|asks|asking|asked|call|"
    r"calls|calling|show|shows|showing|put|puts|putting|start|starting|take|takes|taking|treat|treating|admit|"
    r"admitting|move|moving|bring|brings|bringing|phone|ring|ringing|contact|book|booking|protect|protects|stop|"
    r"stops|stopping|hurt|hurts|examine|examining|check|checking|harm|watch|watching|affect|affects|affecting|"
    r"advise|prescribe|offer|offering|explain|reassure|transfer|scan|monitor|monitoring|worry|worries|worrying) $",
    re.IGNORECASE,
)
TURNED = {
    "you are not": "I am not", "you aren't": "I'm not", "you are": "I am", "you were": "I was",
    "you weren't": "I wasn't", "you're": "I'm", "you've": "I've", "you'll": "I'll", "you'd": "I'd", "your": "my",
    "yours": "mine", "yourself": "myself", "i am": "you are", "i'm": "you're", "i was": "you were", "i've": "you've",
    "i'll": "you'll", "i'd": "you'd", "i": "you", "me": "you", "my": "your", "mine": "yours", "myself": "yourself",
    "we": "you", "we're": "you're", "we've": "you've", "we'll": "you'll", "we'd": "you'd", "us": "you", "our": "your",
    "ours": "yours", "ourselves": "yourselves",
}  # fmt: skip
PERSON = re.compile(
    r"\b(?:" + "|".join(sorted(map(re.escape, (*TURNED, "you")), key=len, reverse=True)) + r")\b(?!')", re.IGNORECASE
)
ABOUT = r"(?: (?:about|of|regarding|on) (?P<about>.+))?"
MY_WORDS = re.compile(
    r"\b(?:what|when|how|which)\b(?: \w+){0,3} (?:did|have|had) i (?:say|said|tell|told|explain(?:ed)?|call(?:ed)?)\b"
    r"(?: (?:to )?you)?(?P<rest>.*)$"
    r"|\bwhat (?:was it )?(?:that )?i (?:have )?(?:said|told you|explained|called)\b(?: (?:to )?you)?(?P<more>.*)$"
)
"""A clinician who asks for their own words: "what did I say it was?"."""
YOUR_WORDS = re.compile(
    r"\bwhat (?:was it (?:that )?)?(?:did |have |had )?you (?:say|said|tell|told|mention|mentioned)(?: to)?(?: me| us)?"
    rf"{ABOUT}$"
)
"""A clinician who asks for what the patient told: "what did you tell me about the pain?"."""


def explained(text: str, acts: frozenset[str]) -> list[str]:
    """The sentences of a turn that explain or advise, from the patient's side; none where the turn does neither."""
    if not acts & EXPLAINS:
        return []
    telling = [sentence for sentence in _sentences(text) if not _asks(sentence)]
    ways = {sentence: {way.act for way in spoken(sentence)} for sentence in telling}
    plainly = [sentence for sentence in telling if not ways[sentence] - BESIDE and not unexplained(sentence)]
    sure = [sentence for sentence in plainly if ways[sentence] & EXPLAINS or TELLS.match(sentence)]
    return [turned_about(sentence) for sentence in sure or plainly]


def turned_about(sentence: str) -> str:
    """A clinician's sentence as the patient would say it: "your heart" is "my heart", "I think" is "you think"."""
    said = PERSON.sub(lambda found: _turned(found, sentence), sentence)
    return f"{said[0].upper()}{said[1:].rstrip('.!;, ')}."


def said_back(kept: list[str], understanding: float, about: str = "") -> list[str]:
    """What comes back of what was kept: the latest that bears on what is asked for, more where more was understood."""
    named = set(content(plain(about)))
    fitting = [sentence for sentence in kept if not named or named & set(content(plain(sentence)))]
    return fitting[-(SAID_WELL if understanding >= WELL else SAID) :]


def asks_for_my_words(text: str) -> str | None:
    """What a clinician asks about who wants their own words back ("" for all of it); None where they do not."""
    found = MY_WORDS.search(plain(text).rstrip("?.! "))
    return (found["rest"] or found["more"] or "").strip() if found else None


def asks_for_your_words(text: str) -> str | None:
    """What a clinician asks about who wants the patient's words again ("" for the last); None where they do not."""
    found = YOUR_WORDS.search(plain(text).rstrip("?.! "))
    return (found["about"] or "").strip() if found else None


def _sentences(text: str) -> list[str]:
    pieces = re.split(r"(?<=[.?!;])\s+", heard(text).text)
    bare = [OPENER.sub("", piece.strip()).strip() for piece in pieces]
    return [piece for piece in bare if FEWEST_WORDS <= len(piece.split()) <= MOST_WORDS and not NOT_SAID.search(piece)]


def _asks(sentence: str) -> bool:
    return sentence.endswith("?") or bool(QUESTION.search(plain(sentence)))


def _turned(found: re.Match[str], sentence: str) -> str:
    word = found[0].lower().replace("’", "'")
    if word == "you":
        rest = sentence[found.end() :].lstrip()
        own = rest and rest[0].isalnum() and not TO_ME.search(sentence[: found.start()])
        return "I" if own else "me"
    return TURNED[word]
