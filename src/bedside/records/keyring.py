"""The keys that seal personal data, one a person and encounter; `erase` destroys one."""

from collections.abc import Iterable
from typing import NamedTuple

import msgspec
from sqlalchemy import Connection, delete, insert, select
from sqlalchemy.exc import IntegrityError

from bedside.records import sealing
from bedside.records.tables import keys, sealed_states


class Key(NamedTuple):
    """A person's key and the number that sealed data names it by."""

    id: int
    secret: bytes


def keys_for(connection: Connection, encounter_id: str, people: Iterable[str]) -> dict[str, Key]:
    """The keys of these people, made where they had none."""
    wanted = sorted(set(people))
    mine = (keys.c.encounter_id == encounter_id) & keys.c.participant_id.in_(wanted)
    find = select(keys.c.participant_id, keys.c.id, keys.c.secret).where(mine)
    found = {row.participant_id: Key(row.id, row.secret) for row in connection.execute(find)} if wanted else {}
    for person in wanted:
        if person not in found:
            found[person] = _new_key(connection, encounter_id, person)
    return found


def _new_key(connection: Connection, encounter_id: str, person: str) -> Key:
    values = {"encounter_id": encounter_id, "participant_id": person, "secret": sealing.new_key()}
    try:
        with connection.begin_nested():
            made = connection.execute(insert(keys).values(**values).returning(keys.c.id)).scalar_one()
            return Key(made, values["secret"])  # type: ignore[arg-type]
    except IntegrityError:  # another process made it just now
        mine = (keys.c.encounter_id == encounter_id) & (keys.c.participant_id == person)
        row = connection.execute(select(keys.c.id, keys.c.secret).where(mine)).one()
        return Key(row.id, row.secret)


def secrets_of(connection: Connection, encounter_id: str) -> dict[int, bytes]:
    """All keys of an encounter that were not destroyed, by their numbers."""
    found = connection.execute(select(keys.c.id, keys.c.secret).where(keys.c.encounter_id == encounter_id))
    return {row.id: row.secret for row in found}


def erase(connection: Connection, encounter_id: str, person: str) -> bool:
    """Destroy a person's key and what was sealed for several including them; whether there was one."""
    mine = (keys.c.encounter_id == encounter_id) & (keys.c.participant_id == person)
    key_id = connection.execute(select(keys.c.id).where(mine)).scalar()
    if key_id is None:
        return False
    connection.execute(delete(keys).where(mine))
    of_encounter = sealed_states.c.encounter_id == encounter_id
    for row in connection.execute(select(sealed_states.c.name, sealed_states.c.key_ids).where(of_encounter)).all():
        if key_id in msgspec.json.decode(row.key_ids):
            connection.execute(delete(sealed_states).where(of_encounter, sealed_states.c.name == row.name))
    return True


def keep_state(connection: Connection, encounter_id: str, name: str, position: int, state: bytes) -> None:
    """Keep something about everybody in the encounter: it can be read as long as all their keys are there."""
    secrets = secrets_of(connection, encounter_id)
    key_ids = sorted(secrets)
    key = sealing.common_key(secrets, key_ids)
    body = sealing.seal(key, state, f"{encounter_id}/{name}/{position}") if key_ids and key else state
    mine = (sealed_states.c.encounter_id == encounter_id) & (sealed_states.c.name == name)
    connection.execute(delete(sealed_states).where(mine))
    connection.execute(
        insert(sealed_states).values(
            encounter_id=encounter_id,
            name=name,
            position=position,
            key_ids=msgspec.json.encode(key_ids).decode(),
            body=body,
        )
    )


def read_state(connection: Connection, encounter_id: str, name: str) -> tuple[int, bytes] | None:
    """What `keep_state` kept, or None when there is none or one of the people was erased."""
    mine = (sealed_states.c.encounter_id == encounter_id) & (sealed_states.c.name == name)
    row = connection.execute(select(sealed_states).where(mine)).one_or_none()
    if row is None:
        return None
    key_ids: list[int] = msgspec.json.decode(row.key_ids)
    if not key_ids:
        return row.position, row.body
    key = sealing.common_key(secrets_of(connection, encounter_id), key_ids)
    if key is None:
        return None
    return row.position, sealing.unseal(key, row.body, f"{encounter_id}/{name}/{row.position}")
