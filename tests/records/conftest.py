import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bedside.records import Store

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1] / "encounter")]

OpenStore = Callable[..., Store]


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'records.sqlite3'}"
    try:
        return str(request.getfixturevalue("postgres_url"))
    except (OSError, RuntimeError) as error:
        pytest.skip(f"the PostgreSQL server does not start here: {error}")


@pytest.fixture
def open_store(store_url: str) -> Iterator[OpenStore]:
    """Opens the same database again and again, as other processes would."""
    opened: list[Store] = []

    def open_one(patience_s: float = 5.0) -> Store:
        opened.append(Store.open(store_url, patience_s=patience_s))
        return opened[-1]

    yield open_one
    for store in opened:
        store.close()


@pytest.fixture
def store(open_store: OpenStore) -> Store:
    return open_store()
