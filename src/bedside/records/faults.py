"""What can go wrong with records, in words that say what to do next; and the reading of databases' own errors."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError

from bedside.errors import BedsideError


class RecordsError(BedsideError):
    """The records could not be read or written; nothing half-done remains."""


class StorageFull(RecordsError):
    """There is no room left to write."""


class StorageLocked(RecordsError):
    """Another program holds the database for longer than we are willing to wait."""


class StorageUnavailable(RecordsError):
    """The folder, file or server cannot be reached or written."""


class StorageDamaged(RecordsError):
    """What is stored cannot be read as what was written."""


class NewerRecords(RecordsError):
    """The records were written by a newer Bedside."""


class NoSuchEncounter(RecordsError):
    """There is no encounter with that id."""


class InUse(RecordsError):
    """Another process is running this encounter."""


SQLITE_FAULTS: dict[int, tuple[type[RecordsError], str, str]] = {
    sqlite3.SQLITE_FULL: (StorageFull, "the disk is full", "Free some space, then do it again."),
    sqlite3.SQLITE_BUSY: (StorageLocked, "another program holds the database", "Close it, then do it again."),
    sqlite3.SQLITE_LOCKED: (StorageLocked, "another program holds the database", "Close it, then do it again."),
    sqlite3.SQLITE_READONLY: (StorageUnavailable, "the database may not be written", "Check who owns the file."),
    sqlite3.SQLITE_CANTOPEN: (StorageUnavailable, "the file cannot be opened", "Check the folder and who owns it."),
    sqlite3.SQLITE_IOERR: (StorageUnavailable, "the disk does not read or write", "Check the disk and its space."),
    sqlite3.SQLITE_CORRUPT: (StorageDamaged, "the file is damaged", "Restore it from a backup."),
    sqlite3.SQLITE_NOTADB: (StorageDamaged, "the file is no SQLite database", "Restore it, or choose another folder."),
}
"""SQLite's primary result codes (sqlite.org/rescode.html)."""

POSTGRES_FAULTS: dict[str, tuple[type[RecordsError], str, str]] = {
    "53100": (StorageFull, "the database server's disk is full", "Free some space there, then do it again."),
    "53200": (StorageFull, "the database server has no memory left", "Free some there, then do it again."),
    "53300": (StorageUnavailable, "the database server has too many connections", "Close some, then do it again."),
    "55P03": (StorageLocked, "another program holds the table", "Let it finish, then do it again."),
    "57014": (StorageLocked, "the database server took too long", "Let others finish, then do it again."),
    "40001": (StorageLocked, "another program wrote at the same time", "Do it again."),
    "40P01": (StorageLocked, "another program wrote at the same time", "Do it again."),
    "42501": (StorageUnavailable, "the database user may not do this", "Grant it the rights on its own database."),
}
"""PostgreSQL's error codes (manual, appendix A)."""


@contextmanager
def told(doing: str) -> Iterator[None]:
    """Turn a database's error into one that says what was being done, what was wrong, and what to do next."""
    try:
        yield
    except DBAPIError as error:
        raise _explained(error, doing) from error


def _explained(error: DBAPIError, doing: str) -> RecordsError:
    original = error.orig
    kind: type[RecordsError] = StorageUnavailable
    why, hint = str(original).strip(), "Check the database, then do it again."
    if isinstance(original, sqlite3.Error):
        code = getattr(original, "sqlite_errorcode", 0) & 0xFF
        kind, why, hint = SQLITE_FAULTS.get(code, (kind, why, hint))
    elif state := getattr(original, "sqlstate", None):
        kind, why, hint = POSTGRES_FAULTS.get(state, (kind, why, hint))
    return kind(f"Could not {doing}: {why}.", hint)
