"""Who runs an encounter: one process at a time, and another only when that one is gone."""

import os
import socket
import time
from pathlib import Path

from sqlalchemy import Connection, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from bedside.records.faults import InUse
from bedside.records.tables import leases

STALE_S = 10.0
"""An owner that has not been heard of for so long is taken for dead."""

HEARTBEAT_S = 3.0


def this_host() -> str:
    """The machine and, where there are such, its process namespace: where a pid means the same process."""
    namespace = Path("/proc/self/ns/pid")
    try:
        return f"{socket.gethostname()}/{namespace.stat().st_ino}"
    except OSError:
        return socket.gethostname()


def alive(pid: int) -> bool:
    """Whether a process of this host still runs; where that cannot be asked, say yes and let the heartbeat tell."""
    if os.name == "nt":  # there, signal 0 would end the process
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def acquire(connection: Connection, encounter_id: str, owner: str) -> None:
    """Take the lease, also from an owner that is gone. Raises InUse."""
    now_s = _now_s(connection)
    mine = {"owner": owner, "host": this_host(), "pid": os.getpid(), "heartbeat_s": now_s}
    held = connection.execute(
        select(leases).where(leases.c.encounter_id == encounter_id).with_for_update()
    ).one_or_none()
    if held is None:
        try:
            with connection.begin_nested():
                connection.execute(insert(leases).values(encounter_id=encounter_id, **mine))
        except IntegrityError as error:
            raise InUse(f"The encounter {encounter_id} was just opened elsewhere.", "Use it there.") from error
        return
    silent_s = abs(now_s - held.heartbeat_s)  # also when the clock was set back
    gone = silent_s > STALE_S or (held.host == this_host() and not alive(held.pid))
    if held.owner != owner and not gone:
        raise InUse(
            f"The encounter {encounter_id} is being run by process {held.pid} on {held.host.partition('/')[0]}.",
            f"Use it there, or close that one; if it crashed, wait {STALE_S:.0f} seconds.",
        )
    connection.execute(update(leases).where(leases.c.encounter_id == encounter_id).values(**mine))


def renew(connection: Connection, encounter_id: str, owner: str) -> bool:
    """Say that the owner is alive; False when the lease is no longer its own. Holds it till the transaction ends."""
    held = (leases.c.encounter_id == encounter_id) & (leases.c.owner == owner)
    return connection.execute(update(leases).where(held).values(heartbeat_s=_now_s(connection))).rowcount == 1


def renew_all(connection: Connection, owner: str) -> None:
    """Say that the owner of many is alive."""
    connection.execute(update(leases).where(leases.c.owner == owner).values(heartbeat_s=_now_s(connection)))


def release(connection: Connection, encounter_id: str, owner: str) -> None:
    """Give the lease back."""
    connection.execute(delete(leases).where(leases.c.encounter_id == encounter_id, leases.c.owner == owner))


def _now_s(connection: Connection) -> float:
    """Unix time, by the server's clock where hosts share one."""
    if connection.dialect.name == "postgresql":
        return float(connection.execute(select(func.extract("epoch", func.clock_timestamp()))).scalar_one())
    return time.time()
