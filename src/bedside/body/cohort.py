"""Many bodies at once: the verbs of `Body` on arrays of the same records, moved by the same compiled functions.

>>> cohort = Cohort([Person(age_years=age) for age in (20, 40, 60, 80)], seed=1, threads=2)
>>> cohort.start("hemorrhage", rate=["50 mL/min", "100 mL/min", "150 mL/min", "200 mL/min"])
>>> cohort.advance(600.0)
>>> cohort.vitals["heart_rate"].shape
(4,)

Member `i` is to the byte the `Body(persons[i], seed=seed + i)` to which the same was done.
"""

from __future__ import annotations

import copy
import zlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple, Self

import msgspec
import numpy as np
from numpy.typing import NDArray

from bedside.body import settling
from bedside.body.body import FORMAT, Body
from bedside.body.crowd import (
    ARRAYS,
    SLOTTED,
    Arrays,
    Member,
    Task,
    Words,
    Workers,
    born,
    full,
    joined,
    move,
    progress,
    put,
    teams,
)  # fmt: skip
from bedside.body.engine.step import FAST_MS
from bedside.body.person import Person
from bedside.body.refusals import BodyError, known, within
from bedside.body.variables import VARIABLES, V

Who = int | Sequence[int] | NDArray[np.bool_] | NDArray[np.int64] | None


class Told(NamedTuple):
    """Something that happened to one member: which, when (ms), what, and numbers or names about it."""

    who: int
    at: int
    kind: str
    data: dict[str, Any]


class Columns(Mapping[str, NDArray[np.float64]]):
    """All variables of all members now: a name gives an array of one number a member."""

    def __init__(self, values: NDArray[np.float64]) -> None:
        self._values = values

    def __getitem__(self, name: str) -> NDArray[np.float64]:
        """Shape (members,), in the unit of `VARIABLES`; raises `BodyError` for a name that is not there."""
        if name not in VARIABLES:
            known("variable", name, VARIABLES)
        return self._values[:, getattr(V, name)].copy()

    def __iter__(self) -> Iterator[str]:
        """The names, in the order of the table."""
        return iter(VARIABLES)

    def __len__(self) -> int:
        """How many variables there are."""
        return len(VARIABLES)


class Kept(msgspec.Struct):
    """All there is to a cohort; a snapshot is exactly this."""

    format: int
    now: int
    split: int
    words: list[Words]
    rows: dict[str, int]
    arrays: dict[str, bytes]


class Cohort:
    """Bodies of many persons, moved together; see the head of this module."""

    def __init__(
        self,
        persons: Sequence[Person],
        *,
        seed: int = 1,
        start: Mapping[str, float] | Sequence[Mapping[str, float]] | None = None,
        rhythm: str = "sinus",
        threads: int = 1,
        processes: int = 1,
        cluster: bool = False,
        split: int = 1,
        progress: bool = False,
    ) -> None:
        """Settle `persons` at rest or at `start` values, one mapping for all or one each; member i has seed `seed + i`.

        threads, processes: cores of this machine to use, one or the other. cluster: use Ray (extra `cluster`).
        Raises `BodyError` as `Body` does, with the number of the person.
        """
        if not persons:
            raise BodyError("a cohort of nobody; give at least one person")
        self.split = int(split)
        self._workers = _workers(threads, processes, cluster)
        starts = [start or {}] * len(persons) if start is None or isinstance(start, Mapping) else list(start)
        if len(starts) != len(persons):
            raise BodyError(f"{len(starts)} start values for {len(persons)} persons; give one for each, or one for all")
        people = [(person, int(seed) + i, dict(starts[i])) for i, person in enumerate(persons)]
        self._now = 0
        self._tables: list[Table] = []
        found = self._settle(people, rhythm, progress)
        self._arrays = joined([arrays for _, arrays, _ in found])
        self._words = [word for _, _, words in found for word in words]

    def _settle(self, people: list[Any], rhythm: str, shown: bool) -> list[tuple[int, Arrays, list[Words]]]:
        jobs = ((part.start, people[part], rhythm, self.split) for part in teams(len(people), self._workers.count))
        found = []
        with progress(shown, "Settling", len(people)) as tell:
            for one in self._workers.run(born, jobs):
                found.append(one)
                tell(len(one[2]))
        return sorted(found, key=lambda one: one[0])

    def close(self) -> None:
        """End the threads or processes that were used; the cohort stays as it is and may go on."""
        self._workers.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __len__(self) -> int:
        """How many members there are."""
        return len(self._words)

    def __getitem__(self, at: int) -> Body:
        """Member `at` as a body of its own, that goes its own way from here."""
        if not -len(self) <= at < len(self):
            raise IndexError(f"member {at} of a cohort of {len(self)}")
        return Body.restore(self._member(at % len(self)).snapshot(), waves=True)

    def __iter__(self) -> Iterator[Body]:
        """Each member as a body of its own."""
        return (self[at] for at in range(len(self)))

    @property
    def persons(self) -> list[Person]:
        """Who they are."""
        return [word.person for word in self._words]

    @property
    def now(self) -> int:
        """Time since the start, ms."""
        return self._now

    @property
    def vitals(self) -> Columns:
        """All variables at the last whole second, each an array."""
        return Columns(self._arrays["out"])

    @property
    def rhythms(self) -> list[str]:
        """The rhythm of each heart now."""
        from bedside.body.rhythms.table import id_at

        return [id_at(int(row)) for row in self._arrays["conduction"]["rhythm"]]

    @property
    def dead(self) -> NDArray[np.bool_]:
        """Who has died."""
        return np.asarray(self._arrays["state"]["dead"] != 0)

    @property
    def size(self) -> int:
        """Memory that the arrays take, bytes."""
        return sum(part.nbytes for part in self._arrays.values())

    # time
    def advance(self, seconds: float, *, progress: bool = False) -> None:
        """Let `seconds` pass for everybody; with a progress bar on request."""
        self.advance_to(self._now + round(within("seconds", seconds, 0, 31_536_000, "s") * 1000), progress=progress)

    def advance_to(self, to_ms: int, *, progress: bool = False) -> None:
        """Let time pass until `to_ms`, whole ms since the start. How it is cut never matters."""
        if type(to_ms) is not int or to_ms < self._now:
            raise BodyError(f"advance to {to_ms!r} ms: give whole milliseconds not before {self._now}")
        steps = to_ms // FAST_MS - self._now // FAST_MS
        if steps > 0:
            self._move(steps, progress)
        self._now = to_ms

    def _move(self, steps: int, shown: bool) -> None:
        every = min((table.every for table in self._tables), default=0)
        names = sorted({name for table in self._tables for name in table.names})
        columns = np.array([getattr(V, name) for name in names], dtype=np.int64)
        if any(table.every % every for table in self._tables):
            every = 1
        rows: dict[int, NDArray[np.float32]] = {}
        before = int(self._arrays["state"]["second"][0])
        with progress(shown, f"{len(self)} bodies, {steps * FAST_MS / 1000:g} s", len(self)) as tell:
            for done in self._workers.run(move, self._tasks(steps, every, columns)):
                part = slice(done.first, done.first + len(done.told))
                if not self._workers.shares_memory:
                    for name in ARRAYS:
                        self._arrays[name][part] = done.arrays[name]
                self._hear(done.first, done.told)
                rows[done.first] = done.rows
                tell(len(done.told))
        if every:
            whole = np.concatenate([rows[first] for first in sorted(rows)])
            seconds = np.arange(before, int(self._arrays["state"]["second"][0]))
            for table in self._tables:
                table.take(seconds[seconds % every == 0], whole, names)

    def _tasks(self, steps: int, every: int, columns: NDArray[np.int64]) -> Iterator[tuple[Task]]:
        seeds = np.array([word.seed for word in self._words], dtype=np.int64)
        for part in teams(len(self), self._workers.count):
            arrays = {name: self._arrays[name][part] for name in ARRAYS}
            yield (Task(part.start, arrays, seeds[part], steps, self.split, every, columns),)

    def _hear(self, first: int, told: Sequence[Sequence[NDArray[np.float64]]]) -> None:
        for at, heard in enumerate(told, first):
            if heard:
                member = self._member(at)
                for rows in heard:
                    member.enter(rows)
                self._words[at] = member.words()

    def events(self) -> list[Told]:
        """What has happened since the last call, in order of time."""
        found = [Told(at, *one) for at, word in enumerate(self._words) for one in word.happened]
        for word in self._words:
            word.happened = []
        return sorted(found, key=lambda one: (one.at, one.who))

    # the verbs of a body
    def start(self, condition: str, *, who: Who = None, **options: Any) -> None:
        """Start a condition in everybody or in `who`. Any option may be a list of one value for each of them."""
        self._all("start", who, (condition,), options)

    def stop(self, name: str, *, who: Who = None) -> None:
        """Stop a condition, an intervention or all infusions of a drug."""
        self._all("stop", who, (name,), {})

    def do(self, intervention: str, *, who: Who = None, **options: Any) -> list[dict[str, Any]]:
        """Do something to everybody or to `who`; what came of it for each."""
        return self._all("do", who, (intervention,), options)

    def give(self, drug: str, dose: Any, route: str = "iv", over: Any = 0.0, *, who: Who = None) -> None:
        """Give a dose, the same or a list of one for each."""
        self._all("give", who, (drug,), {"dose": dose, "route": route, "over": over})

    def infuse(self, drug: str, rate: Any, route: str = "iv", volume: Any = None, *, who: Who = None) -> None:
        """Run a drug or fluid at a rate, the same or a list of one for each."""
        self._all("infuse", who, (drug,), {"rate": rate, "route": route, "volume": volume})

    def steer(
        self, variable: str, *, target: Any = None, by: Any = None, over: Any = 0.0, id: str = "", who: Who = None
    ) -> str:
        """Move a value in everybody or in `who`; returns the id, the same for all."""
        made = 1 + max(self._words[at].steering.made for at in self._chosen(who))
        name = id or f"cohort-{made}"
        self._all("steer", who, (variable,), {"target": target, "by": by, "over": over, "id": name})
        return name

    def release(self, id: str, over: Any = 0.0, *, who: Who = None) -> None:
        """Let a steered value go again."""
        self._all("release", who, (id,), {"over": over})

    def set_rhythm(self, name: str, rate: Any = None, *, who: Who = None) -> None:
        """Put hearts into a rhythm."""
        self._all("set_rhythm", who, (name,), {"rate": rate})

    def _chosen(self, who: Who) -> list[int]:
        if who is None:
            return list(range(len(self)))
        asked = np.atleast_1d(np.asarray(who))
        if asked.dtype == np.bool_:
            if len(asked) != len(self):
                raise BodyError(f"who has {len(asked)} marks for a cohort of {len(self)}")
            return [int(at) for at in np.flatnonzero(asked)]
        if not np.issubdtype(asked.dtype, np.integer) or (len(asked) and (asked.min() < 0 or asked.max() >= len(self))):
            raise BodyError(f"who is {who!r}; give numbers of members from 0 to {len(self) - 1}, or marks")
        return [int(at) for at in asked]

    def _all(self, verb: str, who: Who, arguments: tuple[Any, ...], options: dict[str, Any]) -> list[Any]:
        """Do `verb` to each; first on copies, so that a refusal of one leaves everybody as they were."""
        chosen = self._chosen(who)
        each = [_of_each(options, n, len(chosen)) for n in range(len(chosen))]
        found: list[Any] = []
        for commit in (False, True):
            for at, given in zip(chosen, each, strict=True):
                member = self._member(at, fresh=not commit)
                try:
                    result = getattr(member, verb)(*arguments, **given)
                except BodyError as error:
                    raise BodyError(f"person {at}: {error}") from error
                if commit:
                    put(self._arrays, at, member.arrays())
                    self._words[at] = member.words()
                    found.append(result)
        return found

    def _member(self, at: int, *, fresh: bool = False) -> Member:
        words = copy.deepcopy(self._words[at]) if fresh else self._words[at]
        return Member(full(self._arrays, at), words, self._now, self.split)

    # reading
    def record(self, names: Sequence[str], every_s: int = 60) -> Table:
        """A table of variables of all members that grows as time passes, a row each `every_s` seconds from now on."""
        for name in names:
            known("variable", name, VARIABLES)
        every = int(within("every_s", every_s, 1, 86_400, "s"))
        table = Table(list(names), every, len(self))
        self._tables.append(table)
        return table

    # keeping
    def snapshot(self) -> bytes:
        """All of the cohort as bytes; recordings are not part of it."""
        rows = {name: self._arrays[name].shape[1] for name in SLOTTED}
        kept = Kept(FORMAT, self._now, self.split, self._words, rows, {k: v.tobytes() for k, v in self._arrays.items()})
        return zlib.compress(msgspec.msgpack.encode(kept), 1)

    @classmethod
    def restore(cls, data: bytes, *, threads: int = 1, processes: int = 1, cluster: bool = False) -> Self:
        """The cohort of a snapshot; raises `BodyError` for bytes that are not one of this version."""
        try:
            kept = msgspec.msgpack.decode(zlib.decompress(data), type=Kept)
        except (zlib.error, msgspec.MsgspecError) as error:
            raise BodyError(f"not a snapshot of a cohort: {error}") from error
        if kept.format != FORMAT:
            raise BodyError(f"snapshot of format {kept.format}, this version reads {FORMAT}")
        self = cls.__new__(cls)
        self.split, self._now, self._words, self._tables = kept.split, kept.now, kept.words, []
        self._workers = _workers(threads, processes, cluster)
        count, shapes = len(kept.words), settling.shapes()
        self._arrays = {}
        for name in ARRAYS:
            kind = shapes[name][0] if name in shapes else np.dtype(np.float64)
            found = np.frombuffer(kept.arrays[name], dtype=kind).copy()
            self._arrays[name] = found if name in shapes and name not in SLOTTED else found.reshape(count, -1)
        return self


class Table:
    """Variables of all members over time; it grows as the cohort advances."""

    def __init__(self, names: list[str], every: int, members: int) -> None:
        self.names, self.every = names, every
        self._members = members
        self._seconds: list[NDArray[np.int64]] = []
        self._rows: list[NDArray[np.float32]] = []

    def take(self, seconds: NDArray[np.int64], rows: NDArray[np.float32], names: Sequence[str]) -> None:
        """Take (members, times, names) that have come; the cohort calls this."""
        chosen = seconds % self.every == 0
        self._seconds.append(seconds[chosen])
        self._rows.append(rows[:, chosen][:, :, [list(names).index(name) for name in self.names]])

    @property
    def times(self) -> NDArray[np.int64]:
        """Seconds since the start, one for each row."""
        return np.concatenate([np.zeros(0, np.int64), *self._seconds])

    @property
    def table(self) -> NDArray[np.float32]:
        """Shape (members, times, names)."""
        return np.concatenate([np.zeros((self._members, 0, len(self.names)), np.float32), *self._rows], axis=1)

    def __getitem__(self, name: str) -> NDArray[np.float32]:
        """Shape (members, times) of one variable."""
        return np.asarray(self.table[:, :, self.names.index(known("recorded variable", name, self.names))])


def _workers(threads: int, processes: int, cluster: bool) -> Workers:
    for name, value in (("threads", threads), ("processes", processes)):
        within(name, value, 1, 4096)
    if sum((threads > 1, processes > 1, bool(cluster))) > 1:
        raise BodyError("give one of threads, processes and cluster, not several")
    return Workers(int(threads), int(processes), cluster)


def _of_each(options: Mapping[str, Any], n: int, count: int) -> dict[str, Any]:
    given = {}
    for name, value in options.items():
        if isinstance(value, (list, tuple, np.ndarray)):
            if len(value) != count:
                raise BodyError(
                    f"{name} has {len(value)} values for {count} persons; give one for each, or one for all"
                )
            value = value[n].item() if isinstance(value, np.ndarray) else value[n]
        given[name] = value
    return given


__all__ = ["Cohort", "Columns", "Table", "Told"]
