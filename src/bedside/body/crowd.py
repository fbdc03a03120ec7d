"""The arrays of a cohort, and the functions that make and move a part of it in a thread, a process or a cluster."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor, wait
from contextlib import contextmanager
from multiprocessing import get_context
from typing import Any, NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from bedside.body import settling
from bedside.body.body import PARTS, Body, Happened, Running
from bedside.body.engine.compiled import advance
from bedside.body.engine.step import SECOND
from bedside.body.person import Person
from bedside.body.recording import AT_ONCE_S
from bedside.body.refusals import BodyError
from bedside.body.rhythms.table import rhythm_table
from bedside.body.steering import Steering
from bedside.body.variables import VARIABLES

SLOTTED = ("drives", "doses", "fluids", "steers")
"""Parts of many rows, most of them empty: a cohort keeps as many rows as its fullest member has needed."""
LIVE = ("fx", "inputs", "out")
ARRAYS = (*PARTS, *LIVE)
AT_ONCE = 32
"""Members that are handed to a worker at a time, at most."""

Arrays = dict[str, NDArray[Any]]
Told = list[NDArray[np.float64]]


class Words(msgspec.Struct):
    """What a body keeps besides its arrays; see `Body`."""

    person: Person
    seed: int
    owners: int
    shocks: int
    rest_ambient: float
    running: dict[str, Running]
    doing: dict[str, dict[str, Any]]
    steering: Steering
    happened: list[tuple[int, str, dict[str, Any]]]


class Member(Body):
    """One of a cohort as a `Body` over arrays of its own; `words` are shared with the cohort, not copied."""

    def __init__(self, arrays: Mapping[str, NDArray[Any]], words: Words, now: int, split: int) -> None:
        """Take over full-sized arrays of one member and its words."""
        self.person, self.seed, self.split = words.person, words.seed, split
        self._parts = {name: arrays[name] for name in PARTS}
        self._fx, self._inputs, self._out = (arrays[name] for name in LIVE)
        self._now, self._owners, self._shocks = now, words.owners, words.shocks
        self._running, self._doing, self._steering = words.running, words.doing, words.steering
        self._happened = [Happened(*one) for one in words.happened]
        self.rest_ambient = words.rest_ambient
        self._waves = np.zeros((0, 1), dtype=np.float32)

    def words(self) -> Words:
        """What is to be kept of it besides the arrays."""
        return Words(
            self.person, self.seed, self._owners, self._shocks, self.rest_ambient, self._running, self._doing,
            self._steering, [(one.at, one.kind, one.data) for one in self._happened],
        )  # fmt: skip

    def arrays(self) -> Arrays:
        """All of its arrays by name."""
        return self._parts | {"fx": self._fx, "inputs": self._inputs, "out": self._out}

    def enter(self, told: NDArray[np.float64]) -> None:
        """Take in what the engine told."""
        for at, kind, begins, value in told:
            self._enter(int(at), int(kind), int(begins), float(value))


class Task(NamedTuple):
    """Some members and how far to move them; `every` seconds a row of `columns` is written down (0 for none)."""

    first: int
    arrays: Arrays
    seeds: NDArray[np.int64]
    steps: int
    split: int
    every: int
    columns: NDArray[np.int64]


class Moved(NamedTuple):
    """The moved arrays, what each member told, and the rows written down: (members, times, columns)."""

    first: int
    arrays: Arrays
    told: list[Told]
    rows: NDArray[np.float32]


def used_rows(part: NDArray[Any]) -> int:
    """How many rows of one member's part have ever been used."""
    held = part.view(np.uint8).reshape(len(part), -1).any(axis=1)
    return int(np.flatnonzero(held)[-1]) + 1 if held.any() else 0


def full(arrays: Arrays, at: int) -> Arrays:
    """Full-sized copies of the arrays of member `at`."""
    shapes = settling.shapes()
    found: Arrays = {}
    for name, part in arrays.items():
        if name in SLOTTED:
            found[name] = np.zeros(shapes[name][1], part.dtype)
            found[name][: part.shape[1]] = part[at]
        else:
            found[name] = part[at].copy() if name in LIVE else part[at : at + 1].copy()
    return found


def put(arrays: Arrays, at: int, one: Arrays) -> None:
    """Write full-sized arrays back as member `at`, making room for all members where they need more rows."""
    for name, part in one.items():
        if name in SLOTTED:
            need = used_rows(part)
            if need > arrays[name].shape[1]:
                rows = min(max(need, 2 * arrays[name].shape[1]), len(part))
                wider = np.zeros((len(arrays[name]), rows), part.dtype)
                wider[:, : arrays[name].shape[1]] = arrays[name]
                arrays[name] = wider
            arrays[name][at] = part[: arrays[name].shape[1]]
        elif name in LIVE:
            arrays[name][at] = part
        else:
            arrays[name][at] = part[0]


def gathered(members: Sequence[Arrays]) -> Arrays:
    """The arrays of several members, from full-sized ones of each."""
    arrays: Arrays = {}
    for name in ARRAYS:
        parts = [one[name] for one in members]
        if name in SLOTTED:
            rows = max(1, *(used_rows(part) for part in parts))
            arrays[name] = np.stack([part[:rows] for part in parts])
        else:
            arrays[name] = np.stack(parts) if name in LIVE else np.concatenate(parts)
    return arrays


def joined(teams_arrays: Sequence[Arrays]) -> Arrays:
    """The arrays of several teams as those of one cohort."""
    arrays: Arrays = {}
    for name in ARRAYS:
        parts = [one[name] for one in teams_arrays]
        if name in SLOTTED:
            rows = max(part.shape[1] for part in parts)
            parts = [np.concatenate([p, np.zeros((len(p), rows - p.shape[1]), p.dtype)], axis=1) for p in parts]
        arrays[name] = np.concatenate(parts)
    return arrays


def born(
    first: int, people: Sequence[tuple[Person, int, Mapping[str, float]]], rhythm: str, split: int
) -> tuple[int, Arrays, list[Words]]:
    """Settle some members; each is a person, a seed and start values."""
    arrays: list[Arrays] = []
    words: list[Words] = []
    for at, (person, seed, start) in enumerate(people):
        try:
            body = Body(person, seed=seed, start=start, rhythm=rhythm, waves=False, split=split)
        except BodyError as error:
            raise BodyError(f"person {first + at}: {error}") from error
        parts = {name: getattr(body, f"_{name}") for name in LIVE} | dict(body._parts)
        arrays.append({name: parts[name] for name in ARRAYS})
        words.append(Member.words(body))  # type: ignore[arg-type]
    return first, gathered(arrays), words


def move(task: Task) -> Moved:
    """Move each member by the task's steps, by the same compiled function that moves a `Body`."""
    a, table, codes = task.arrays, rhythm_table(), settling.CODES()
    told = np.zeros((256, 4))
    waves = np.zeros((0, 1), dtype=np.float32)
    history = np.zeros((AT_ONCE_S + 1 if task.every else 0, len(VARIABLES)))
    news: list[Told] = []
    rows: list[NDArray[np.float32]] = []
    for i in range(len(task.seeds)):
        heard: Told = []
        kept: list[NDArray[np.float64]] = []
        left = task.steps
        while left > 0:
            now = min(left, SECOND * AT_ONCE_S)
            left -= now
            begun = int(a["state"][i]["second"])
            advance(
                *(a[name][i : i + 1] for name in PARTS[:6]), a["fx"][i], a["inputs"][i],
                *(a[name][i] for name in SLOTTED), table, codes,
                a["out"][i], told, history, waves, int(task.seeds[i]), now, task.split, 0,
            )  # fmt: skip
            count = min(int(a["state"][i]["told"]), len(told))
            if count:
                heard.append(told[:count].copy())
            a["state"][i]["told"] = 0
            if task.every:
                seconds = np.arange(begun, int(a["state"][i]["second"]))
                chosen = seconds[seconds % task.every == 0]
                kept.append(history[chosen % len(history)][:, task.columns])
        news.append(heard)
        rows.append(np.concatenate(kept).astype(np.float32) if kept else np.zeros((0, len(task.columns)), np.float32))
    return Moved(task.first, a, news, np.stack(rows))


def teams(count: int, workers: int) -> Iterator[slice]:
    """Slices of a cohort small enough that all workers stay busy and a progress bar moves."""
    size = max(1, min(AT_ONCE, -(-count // max(workers * 4, 1))))
    for first in range(0, count, size):
        yield slice(first, min(first + size, count))


class Workers:
    """Where the work is done: here, in threads, in processes or in a Ray cluster; results come as they are ready."""

    def __init__(self, threads: int, processes: int, cluster: bool) -> None:
        """Raises `BodyError` when Ray is asked for and is not installed."""
        self.threads, self.processes, self.cluster = threads, processes, cluster
        self.count = max(threads, processes)
        self._pool: Executor | None = None
        if cluster:
            self._ray = _ray()
            self.count = int(sum(node["Resources"].get("CPU", 1) for node in self._ray.nodes()))

    @property
    def shares_memory(self) -> bool:
        """Whether what is moved is moved in place."""
        return self.processes < 2 and not self.cluster

    def run(self, work: Callable[..., Any], jobs: Iterator[tuple[Any, ...]]) -> Iterator[Any]:
        """Results of `work(*job)` in the order in which they are ready; few jobs are under way at once."""
        if self.cluster:
            yield from self._run_ray(work, jobs)
        elif self.count < 2:
            for job in jobs:
                yield work(*job)
        else:
            if self._pool is None:
                self._pool = (
                    ProcessPoolExecutor(self.processes, mp_context=get_context("spawn"))
                    if self.processes > 1
                    else ThreadPoolExecutor(self.threads)
                )
            yield from _as_ready(self._pool, work, jobs, 2 * self.count)

    def close(self) -> None:
        """End threads or processes; they begin again when there is work."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None

    def _run_ray(self, work: Callable[..., Any], jobs: Iterator[tuple[Any, ...]]) -> Iterator[Any]:
        task = self._ray.remote(work)
        waiting: list[Any] = []
        for job in jobs:
            waiting.append(task.remote(*job))
            if len(waiting) >= 2 * self.count:
                ready, waiting = self._ray.wait(waiting, num_returns=1)
                yield from self._ray.get(ready)
        while waiting:
            ready, waiting = self._ray.wait(waiting, num_returns=1)
            yield from self._ray.get(ready)


def _as_ready(pool: Executor, work: Callable[..., Any], jobs: Iterator[tuple[Any, ...]], at_once: int) -> Iterator[Any]:
    waiting: set[Future[Any]] = set()
    try:
        for job in jobs:
            waiting.add(pool.submit(work, *job))
            if len(waiting) >= at_once:
                done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                for one in done:
                    yield one.result()
        while waiting:
            done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
            for one in done:
                yield one.result()
    finally:
        for one in waiting:
            one.cancel()


def _ray() -> Any:
    try:
        import ray
    except ImportError as error:
        raise BodyError(
            "cluster=True needs Ray, which is not installed; install it with: pip install 'bedside[cluster]', "
            "or use threads= or processes= on this machine"
        ) from error
    if not ray.is_initialized():
        ray.init(log_to_driver=False)
    return ray


@contextmanager
def progress(shown: bool, title: str, total: float) -> Iterator[Callable[[float], None]]:
    """A progress bar that is told of what was done; nothing at all when it is not to be shown."""
    if not shown:
        yield lambda _: None
        return
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Progress(*columns) as bar:
        task = bar.add_task(title, total=total)
        yield lambda done: bar.advance(task, done)
