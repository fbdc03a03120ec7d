"""Who may come into an encounter: participants and the tokens that let them in. Only a token's hash is kept."""

import hmac
import secrets
from collections.abc import Iterable
from hashlib import sha256

from sqlalchemy import Connection, delete, insert, select

from bedside.encounter import Participant, Role
from bedside.records import keyring, sealing
from bedside.records.faults import RecordsError
from bedside.records.tables import encounters, keys, participants, tokens

TOKEN_BYTES = 32


def digest(token: str) -> bytes:
    """What is kept of a token. It has 256 random bits, so no salt or slow hash is needed."""
    return sha256(token.encode("utf-8", "surrogatepass")).digest()


def add(connection: Connection, encounter_id: str, participant: Participant) -> str:
    """A new token for a participant, who is written down if new. Raises RecordsError when the role is another."""
    mine = (participants.c.encounter_id == encounter_id) & (participants.c.id == participant.id)
    role = connection.execute(select(participants.c.role).where(mine)).scalar()
    if role is None:
        key = keyring.keys_for(connection, encounter_id, [participant.id])[participant.id]
        connection.execute(
            insert(participants).values(
                encounter_id=encounter_id,
                id=participant.id,
                role=str(participant.role),
                key_id=key.id,
                name=sealing.seal(key.secret, participant.name.encode(), _place(encounter_id, participant.id)),
            )
        )
    elif role != participant.role:
        raise RecordsError(
            f"{participant.id!r} takes part in the encounter {encounter_id} as {role}, not as {participant.role}.",
            "Choose another id.",
        )
    token = secrets.token_urlsafe(TOKEN_BYTES)
    values = {"sha256": digest(token), "encounter_id": encounter_id, "participant_id": participant.id}
    connection.execute(insert(tokens).values(**values))
    return token


def who(connection: Connection, token: str) -> tuple[str, Participant] | None:
    """Whose token it is. The hash is looked up, so timing tells nothing about tokens that exist."""
    wanted = digest(token)
    row = connection.execute(
        select(tokens.c.sha256, tokens.c.encounter_id, participants.c.id, participants.c.role, participants.c.name,
               keys.c.secret)
        .join(participants, (participants.c.encounter_id == tokens.c.encounter_id)
              & (participants.c.id == tokens.c.participant_id))
        .join(keys, keys.c.id == participants.c.key_id)
        .where(tokens.c.sha256 == wanted)
    ).one_or_none()  # fmt: skip
    if row is None or not hmac.compare_digest(row.sha256, wanted):
        return None
    name = sealing.unseal(row.secret, row.name, _place(row.encounter_id, row.id)).decode()
    return row.encounter_id, Participant(row.id, Role(row.role), name)


def revoke(connection: Connection, token: str) -> None:
    """Make a token worthless."""
    connection.execute(delete(tokens).where(tokens.c.sha256 == digest(token)))


def encounters_of(connection: Connection, known: Iterable[str]) -> list[str]:
    """The encounters that these tokens let in to."""
    hashes = [digest(token) for token in known]
    found = select(encounters.c.id).join(tokens, tokens.c.encounter_id == encounters.c.id)
    return list(connection.execute(found.where(tokens.c.sha256.in_(hashes)).distinct()).scalars())


def erase(connection: Connection, encounter_id: str, participant_id: str) -> bool:
    """Destroy a participant's key, tokens and name; whether there was anything."""
    theirs = (tokens.c.encounter_id == encounter_id) & (tokens.c.participant_id == participant_id)
    connection.execute(delete(tokens).where(theirs))
    mine = (participants.c.encounter_id == encounter_id) & (participants.c.id == participant_id)
    connection.execute(delete(participants).where(mine))
    return keyring.erase(connection, encounter_id, participant_id)


def _place(encounter_id: str, participant_id: str) -> str:
    return f"{encounter_id}/name/{participant_id}"
