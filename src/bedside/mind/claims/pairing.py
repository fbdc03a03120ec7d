"""Which grounded atom each atom of a clause says again, and which atoms need none."""

from __future__ import annotations

from bedside.mind.claims.clauses import MODIFYING, Atom, Clause, Mark

TIME = frozenset({"time"})
_WAYS = frozenset({"up", "down", "out", "off", "over", "under"})
_FORMS = frozenset({"tablet", "inhaler", "puff", "capsul", "patch", "spray", "drop", "cream", "mil", "inject"})
MAY_BE_IMPLIED = frozenset(
    {"take", "give", "use", "can", "look", "when", "if", "approx", "at_all", "happen", "together", "again"}
)
_AFTER_NUMBER = frozenset({"or so", "or thereabouts", "give or take"})
_NO_POINTS_IN_TIME = frozenset({"stop", "since", "again", "still", "already", "used_to", "never"})
_LIKE_LEADS = ({"in", "on", "at"}, {"in", "into"}, {"on", "onto"}, {"to", "into", "onto"})
_PERCEIVED = frozenset({"see", "hear", "smel", "tast", "feel"})


def pair(clause: Clause, pool: list[tuple[Mark, Atom]], *, several: bool) -> tuple[list[tuple[Atom, Mark]], list[Atom]]:
    """Each atom with a grounded one of the same meaning, and those that have none."""
    pairs: list[tuple[Atom, Mark]] = []
    lost: list[Atom] = []
    atoms = clause.atoms
    used: set[int] = set()
    for at, atom in enumerate(atoms):
        fitting = [
            n
            for n, (_, other) in enumerate(pool)
            if atom.concepts & other.concepts
            and (not atom.by or not other.by or atom.by == other.by)
            and _same_head(atom, other, atoms, pool)
            and _same_lead(atom, other)
            and not _side_moved(atom, n, pool)
            and _same_place(atoms, at, pool, n, several=several)
        ]
        fresh = [n for n in fitting if n not in used] or (fitting if atom.free else [])
        if fresh:
            best = next((n for n in fresh if pool[n][1].text == atom.text), fresh[0])
            used.add(best)
            pairs.append((atom, pool[best][0]))
        elif not atom.free and not _implied(clause, at, pool):
            lost.append(atom)
    return pairs, lost


def _implied(clause: Clause, at: int, pool: list[tuple[Mark, Atom]]) -> bool:
    """Whether a dose implies that it is taken, or seeing implies that one can."""
    atoms = clause.atoms
    atom, there = atoms[at], [one for _, one in pool]
    if atom.concepts & {"take", "give", "use"}:
        if atom.text == "taking" and _neighbour(atoms, at, -1) & {"after", "before"}:
            return at + 1 < len(atoms) and atoms[at + 1].kind == "drug"
        drugs = any(one.kind == "drug" for one in there)
        dosed = any(one.kind == "number" or "every" in one.concepts for one in there)
        dosed |= any(one.led_by == "for" for one in there)
        formed = any(one.concepts & _FORMS for one in there)
        return (formed or (drugs and dosed)) and not any(one.by or one.concepts & {"have"} for one in there)
    after = _neighbour(atoms, at, 1)
    if atom.concepts & {"when", "if"}:
        return any(one.concepts & after and one.text.endswith("ing") for one in there)
    if "happen" in atom.concepts:
        return clause.of_it and atom.by == "" and bool(after) and there[0].kind in MODIFYING
    if "together" in atom.concepts:
        return sum(one.listed for one in atoms) == sum(one.listed for one in there) == 2
    if "approx" in atom.concepts:
        return _beside_number(atoms, at)
    if "at_all" in atom.concepts:
        return clause.polarity == "-"
    if "again" in atom.concepts:
        return any("back" in one.concepts for one in there) and any("back" in one.concepts for one in atoms)
    if "look" in atom.concepts:
        return bool(after) and (not atom.by or (atom.by == "they" and "like" in after))
    able = clause.polarity == "+" and atom.text == "can"
    return "can" in atom.concepts and bool(after) and (able or bool(after & _PERCEIVED))


def _same_head(atom: Atom, other: Atom, atoms: list[Atom], pool: list[tuple[Mark, Atom]]) -> bool:
    """Whether a number, side or direction bears on the same word; an unsaid word does not matter."""
    if atom.head is None or other.head is None or atom.head & other.head:
        return True
    told = any(atom.head & ground.concepts for _, ground in pool)
    return atom.kind not in {"number", "side"} and not told and bool(atoms)


def _same_place(atoms: list[Atom], at: int, pool: list[tuple[Mark, Atom]], n: int, *, several: bool) -> bool:
    """Where the grounds have several numbers, sides or times, one stands beside the same word as there."""
    atom, other = atoms[at], pool[n][1]
    if atom.concepts & _WAYS and any(one.concepts & _WAYS and one.text != other.text for _, one in pool):
        return bool(_neighbour(atoms, at, 1) & _neighbour([one for _, one in pool], n, 1))
    if atom.kind not in {"number", "side", "time"} or other.kind != atom.kind:
        return True
    rivals = sum(1 for _, one in pool if one.kind == atom.kind and not one.soft and _points(one))
    if rivals < 2 or (atom.head is not None and other.head is not None):
        return True
    if atom.kind == "time" and (several or not _rival_times(pool)):
        return True
    after, before = _neighbour(atoms, at, 1), _neighbour(atoms, at, -1)
    there = [one for _, one in pool]
    later, earlier = _neighbour(there, n, 1), _neighbour(there, n, -1)
    if len(atoms) == 1 or len([one for one in atoms if not one.free]) == 1:
        return True
    return bool(after & later) or bool(before & earlier) or (not later and not after) or (not earlier and not before)


def _rival_times(pool: list[tuple[Mark, Atom]]) -> bool:
    """Whether something other than times stands between two times, so that a time could change its place."""
    kinds = [one.kind for _, one in pool if not one.free and not one.soft and (one.kind != "time" or _points(one))]
    first = next((n for n, kind in enumerate(kinds) if kind == "time"), 0)
    last = len(kinds) - 1 - next((n for n, kind in enumerate(reversed(kinds)) if kind == "time"), 0)
    return any(kind not in {"time", "manner"} for kind in kinds[first:last])


def _points(atom: Atom) -> bool:
    """Whether the word is one that another of its kind could stand for; "stop" and "again" cannot."""
    return atom.kind != "time" or not atom.concepts & _NO_POINTS_IN_TIME


def _beside_number(atoms: list[Atom], at: int) -> bool:
    """Whether "about" stands at a number or a time, which it leaves as it is."""
    beside = at - 1 if atoms[at].text in _AFTER_NUMBER else at + 1
    return 0 <= beside < len(atoms) and atoms[beside].kind in {"number", "time"}


def _same_lead(atom: Atom, other: Atom) -> bool:
    """Whether the prepositions before the two words are alike, where both have one."""
    mine, theirs = atom.led_by, other.led_by
    return not mine or not theirs or mine == theirs or any({mine, theirs} <= alike for alike in _LIKE_LEADS)


def _side_moved(atom: Atom, n: int, pool: list[tuple[Mark, Atom]]) -> bool:
    """Whether a side is put to a word that stands in another clause of the grounds than the side does."""
    mark, other = pool[n]
    if atom.kind != "side" or atom.head is None or other.head is not None:
        return False
    with_word = {place[0] for place, one in pool if atom.head & one.concepts}
    return bool(with_word) and mark[0] not in with_word


def _neighbour(atoms: list[Atom], at: int, step: int) -> frozenset[str]:
    at += step
    while 0 <= at < len(atoms):
        if not atoms[at].free:
            return atoms[at].concepts
        at += step
    return frozenset()
