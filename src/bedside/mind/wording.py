"""From what was typed or recognised to clean clauses: contractions, fillers, spelling, several questions in one turn."""

from __future__ import annotations

import re
from functools import lru_cache

CONTRACTIONS = {
    "can't": "cannot", "won't": "will not", "shan't": "shall not", "ain't": "is not", "let's": "let us", "y'all": "you all",
    "gonna": "going to", "wanna": "want to", "gotta": "have to", "dunno": "do not know", "d'you": "do you", "whats": "what is",
    "hows": "how is", "wheres": "where is", "whens": "when is", "dont": "do not", "doesnt": "does not", "didnt": "did not",
    "havent": "have not", "hasnt": "has not", "isnt": "is not", "arent": "are not", "wasnt": "was not", "youve": "you have",
    "youre": "you are", "im": "i am", "ive": "i have", "thats": "that is", "theres": "there is", "its": "its", "cos": "because",
    "kinda": "kind of", "sorta": "sort of", "til": "until", "u": "you", "ur": "your", "r": "are", "pls": "please", "hx": "history",
    "sob": "shortness of breath", "meds": "medication", "med": "medication", "pmh": "past medical history",
}  # fmt: skip
SUFFIXES = (("n't", " not"), ("'re", " are"), ("'ve", " have"), ("'ll", " will"), ("'d", " would"), ("'m", " am"))
IS_AFTER = "what|how|where|when|who|why|it|that|there|he|she|here|everything|anything|something|this"
SPELLING = {
    "diarrhea": "diarrhoea", "hemoptysis": "haemoptysis", "dyspnea": "dyspnoea", "edema": "oedema", "orthopnea": "orthopnoea",
    "anemia": "anaemia", "color": "colour", "colored": "coloured", "tumor": "tumour", "tumors": "tumours", "hematuria": "haematuria",
    "hematemesis": "haematemesis", "melena": "melaena", "esophagus": "oesophagus", "leukemia": "leukaemia", "behavior": "behaviour",
    "pediatric": "paediatric", "gynecological": "gynaecological", "anesthetic": "anaesthetic", "anesthesia": "anaesthetic",
    "mom": "mum", "moms": "mums", "mommy": "mum", "diaper": "nappy", "diapers": "nappies", "labor": "labour", "odor": "odour",
    "phlem": "phlegm", "flem": "phlegm", "puffer": "inhaler", "puffers": "inhalers", "tire": "tired", "favorite": "favourite",
    "ibuprofin": "ibuprofen", "alchohol": "alcohol", "alchol": "alcohol", "medecine": "medicine", "symtoms": "symptoms",
    "symptons": "symptoms", "stomache": "stomach", "hospitalization": "hospitalisation", "hospitalizations": "hospitalisations",
    "hospitalized": "hospitalised", "immunizations": "immunisations", "immunization": "immunisation", "immunized": "immunised",
    "urinate": "pass urine", "urinating": "passing urine", "peeing": "passing urine", "traveled": "travelled", "traveling": "travelling",
}  # fmt: skip
FILLER = re.compile(
    r"\b(?:u+h+|u+m+|uhm+|e+r+m*|ah+|hm+|mm+|mhm+|mm-hmm|uh-huh|you know|i mean|i guess|sort of|kind of|as it were|basically|actually|"
    r"like a|please|just|alrighty|gotcha)\b(?:,)?"
)
LEAD = re.compile(
    r"^(?:(?:and|but|so|ok|okay|okey|alright|all right|right|well|now|then|yeah|yes|yep|no|nope|oh|i see|sure|sure thing|great|perfect|"
    r"excellent|wonderful|fantastic|fair enough|got it|understood|of course|also|or|like|cool|fine|very good|good|sorry|sounds good|"
    r"that is good|that is great|that is fine|next|first|first of all|firstly|finally|lastly|again|let us see|interesting|lovely|"
    r"hey|look|listen|doc|awesome|true|for sure|okie|thank you|thanks|in that case|other than that|besides that|apart from that|"
    r"aside from that|would you say|do you know|i would like to know|i want to know|i was wondering|i wonder|you said|can you tell me if|"
    r"could you tell me if|can you tell me whether|may i ask|can i ask|could i ask|can i ask you|let me ask you|tell me)"
    r"(?=$|[ ,.])[ ,.]*)+"
)
KEEP_LEAD = re.compile(r"^(?:good (?:morning|afternoon|evening|day)|no (?:pain|problem)|right (?:side|or left|hand|arm|leg|now)|tell me (?:more|about|everything|what|a (?:little|bit))|thank|like (?:what|when)|sorry (?:to|about|that|you|for|i)|fine with|well (?:done|controlled)|first (?:time|period|noticed|notice)|next (?:of kin))")
STARTER = (
    r"(?:do|does|did|have|has|had|are|is|was|were|can|could|would|will|should|may|might)(?: not)? "
    r"(?:you|your|he|his|she|her|it|the|this|that|there|they|any|anyone|anybody|anything|someone|i|we|these|those|either|everything|everyone)\b"
    r"|(?:how|what|when|where|why|who|which)\b(?! (?:ever|so ever))|any\b|is it\b|tell me\b|describe\b|can i\b"
)
BREAK = re.compile(rf"(?:,? (?:and|or|but|so|also|then|now|okay|ok|alright) (?:also |then |uh |so |how about |what about )?|, )(?={STARTER})")
HARD = re.compile(r"(?<=[.?!;])\s+|\n+| - | – |—|\.\.\.|…")
REPEAT = re.compile(r"\b(\w+(?: \w+){0,2})(?:,? \1\b)+")


TAIL = re.compile(
    r",? (?:(?:or|and) )?(?:anything|something|things|stuff|any of that) (?:like that|along those lines|of that sort)\b"
    r"|,? (?:at all|by any chance|that you know of|that you have noticed|or not|if you do not mind|for me)(?=[ ,?.]|$)"
)


def plain(text: str) -> str:
    """Lower case, straight apostrophes, contractions and spellings undone, fillers and stammered repeats removed; `?` kept."""
    words = text.lower().replace("’", "'").replace("‘", "'").replace("“", '"').replace("”", '"')
    words = re.sub(r"[\"()\[\]<>*_#]", " ", words)
    words = re.sub(rf"\b({IS_AFTER})'s\b", r"\1 is", words)
    words = re.sub(r"[a-z']+", lambda m: CONTRACTIONS.get(m[0], m[0]), words)
    for suffix, full in SUFFIXES:
        words = re.sub(rf"{suffix}\b", full, words)
    words = re.sub(r"[a-z]+", lambda m: SPELLING.get(m[0], m[0]), words)
    words = FILLER.sub(" ", words)
    words = re.sub(r"\s+", " ", words)
    words = re.sub(r"(?:\s*,)+", ",", words)
    words = re.sub(r"\s+([,.?!;])", r"\1", words)
    words = TAIL.sub("", words)
    for _ in range(2):
        words = REPEAT.sub(r"\1", words)
    return words.strip(" ,")


def strip_lead(clause: str) -> str:
    """A clause without what only opens it: and, OK, so, well …"""
    while True:
        if KEEP_LEAD.match(clause):
            return clause
        match = LEAD.match(clause)
        if not match or match.end() == 0:
            return clause
        rest = clause[match.end() :].strip(" ,")
        kept = _shortest_keep(clause, match.end())
        if kept is not None:
            return kept
        if not rest:
            return clause
        clause = rest


def is_filler(clause: str) -> bool:
    """Whether a clause only opens or closes: OK, I see, yes."""
    match = LEAD.match(clause)
    return match is not None and match.end() == len(clause)


def _shortest_keep(clause: str, end: int) -> str | None:
    """The rest from the first place within the lead where words must stay, if there is one."""
    for place in range(1, end):
        if clause[place - 1] in " ,." and KEEP_LEAD.match(clause[place:]):
            return clause[place:]
    return None


def clauses(text: str) -> list[str]:
    """The clauses of a turn, clean; each keeps its `?` when it had one."""
    found: list[str] = []
    for sentence in HARD.split(plain(text)):
        asked = sentence.rstrip().endswith("?")
        parts = [part for part in BREAK.split(sentence) if part and part.strip(" ,.?!")]
        for index, part in enumerate(parts):
            core = strip_lead(part.strip(" ,.?!;:"))
            if core:
                found.append(core + ("?" if asked and index == len(parts) - 1 else ""))
    return found


STOP = frozenset(
    ["a", "an", "the", "of", "in", "on", "at", "to", "for", "from", "with", "by", "your", "you", "yours", "my", "me", "i", "we", "us", "it", "its", "his", "her", "he", "she", "him", "they", "them", "their", "this", "that", "these", "those", "is", "are", "was", "were", "be", "been", "being", "am", "do", "does", "did", "done", "have", "has", "had", "having", "any", "some", "there", "here", "and", "or", "so", "as", "if", "than", "then", "also", "just", "about", "would", "could", "can", "will", "should", "may", "might", "ever", "get", "getting", "got", "feel", "feeling", "felt", "notice", "noticed", "noticing", "experience", "experienced", "experiencing", "such", "like", "all", "lot", "bit", "much", "more", "most", "very", "really", "quite", "at", "recently", "lately", "now", "currently", "today", "moment", "what", "how", "when", "where", "which", "who", "whom", "whose", "why", "not", "no", "nor", "today's", "yourself", "self", "thing", "things", "sort", "kind", "type"]
)
CANON = {
    "belly": "tummy", "stomach": "tummy", "abdomen": "tummy", "abdominal": "tummy", "gut": "tummy", "abdo": "tummy", "hurt": "pain", "ache": "pain",
    "sore": "pain", "soreness": "pain", "pain": "pain", "painful": "pain", "tender": "pain", "tenderness": "pain", "achy": "pain", "discomfort": "pain",
    "uncomfortable": "pain", "aching": "pain", "breathless": "breath", "breathlessness": "breath", "breathing": "breath", "breathe": "breath",
    "dyspnoea": "breath", "trouble": "problem", "difficulty": "problem", "issue": "problem", "struggle": "problem", "struggling": "problem",
    "urine": "urin", "urination": "urin", "urinary": "urin", "urinating": "urin", "pee": "urin", "wee": "urin", "urinate": "urin",
    "poo": "stool", "poop": "stool", "faeces": "stool", "feces": "stool", "motion": "stool", "swollen": "swell", "swelling": "swell",
    "medicine": "medication", "tablet": "medication", "pill": "medication", "mom": "mother", "mum": "mother", "dad": "father",
    "throw": "vomit", "feet": "foot", "lost": "lose", "losing": "lose", "loss": "lose", "disease": "disease", "illness": "disease",
    "sputum": "phlegm", "mucus": "phlegm", "dizzy": "dizziness", "lightheaded": "dizziness", "lightheadedness": "dizziness",
    "tired": "tiredness", "fatigued": "tiredness", "fatigue": "tiredness", "nauseous": "nausea", "nauseated": "nausea", "itchy": "itch",
    "weak": "weakness", "laying": "lie", "lying": "lie", "lay": "lie", "laid": "lie", "lies": "lie", "wheeziness": "wheeze", "itchiness": "itch", "numb": "numbness", "tingly": "tingling", "wheezy": "wheeze", "feverish": "fever", "constipated": "constipation",
    "cigarette": "smoke", "smoker": "smoke", "children": "child", "kid": "child", "kids": "child", "teeth": "tooth", "ran": "run", "runny": "run",
    "stiff": "stiffness", "red": "redness", "confused": "confusion", "anxious": "anxiety", "depressed": "depression", "allergic": "allergy",
    "bruise": "bruising", "hot": "heat", "surgeries": "surgery", "surgical": "surgery", "worries": "worry", "worried": "worry",
    "travelling": "travel", "travelled": "travel", "trip": "travel", "job": "work", "occupation": "work", "employed": "work",
}  # fmt: skip


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """A word's canonical form: a light English suffix stripper around a table of everyday synonyms."""
    found = _stem(word)
    return found.rstrip("e") if len(found) > 4 else found


def _stem(word: str) -> str:
    if word in CANON:
        return CANON[word]
    for suffix, put in (("nesses", "ness"), ("ies", "y"), ("sses", "ss"), ("ing", ""), ("ed", ""), ("es", ""), ("'s", ""), ("s", "")):
        if word.endswith(suffix) and len(word) - len(suffix) >= (4 if suffix in ("ing", "ed", "es") else 3) and not word.endswith(("ss", "us", "is")):
            base = word[: -len(suffix)] + put
            if len(base) > 3 and base[-1] == base[-2] and base[-1] not in "lsz" and suffix in ("ing", "ed"):
                base = base[:-1]
            base = CANON.get(base, base)
            return CANON.get(base.rstrip("e"), base.rstrip("e") if len(base) > 4 else base)
    return CANON.get(word, word.rstrip("e") if len(word) > 4 else word)


def tokens(text: str) -> list[str]:
    """The words of clean text."""
    return re.findall(r"[a-z0-9]+(?:'[a-z]+)?", text)


def content(text: str) -> list[str]:
    """The canonical content words of clean text, in order."""
    return [stem(word) for word in tokens(text) if word not in STOP]
