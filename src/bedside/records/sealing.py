"""What is personal in a log, and how it is sealed with a key a person: destroying the key erases it everywhere.

AES-256-GCM (NIST SP 800-38D) with a random 96-bit nonce; several people's data together under a key derived from
all of theirs by HKDF-SHA-256 (RFC 5869), so that it is lost with the first of them.
"""

import os
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bedside.encounter import ERASED, HOST, Command, Entry
from bedside.records.faults import StorageDamaged

NONCE_BYTES = 12
CLEAR_KINDS = frozenset({"paused", "resumed", "paced", "jumped"})
"""Events that say nothing about a person, and that resuming needs."""

NAMELESS = "erased"
"""The name of somebody whose data was erased."""


class Parts(NamedTuple):
    """An entry's clear and personal parts, and whose the personal part is."""

    clear: Entry
    personal: dict[str, Any]
    owner: str | None


def part(entry: Entry, sender: str | None) -> Parts:
    """Take apart what may be read for ever and what is personal; `sender` is whose the entry's command is."""
    data = entry.args if isinstance(entry, Command) else entry.data
    joins = entry.by == HOST if isinstance(entry, Command) else entry.kind == "joined"
    if joins:
        owner, personal = data.get("id"), {"name": data["name"]} if "name" in data else {}
        if not isinstance(owner, str):
            owner, personal = None, {}
    elif isinstance(entry, Command):
        owner, personal = sender or entry.by, data
    else:
        owner, personal = sender, {} if entry.kind in CLEAR_KINDS else data
    if owner is None or owner == HOST or not personal:
        return Parts(entry, {}, None)
    rest = {name: value for name, value in data.items() if name not in personal}
    return Parts(_with(entry, rest), personal, owner)


def join(clear: Entry, personal: dict[str, Any] | None) -> Entry:
    """Put an entry together again; None when the personal part was erased."""
    rest = clear.args if isinstance(clear, Command) else clear.data
    if personal is None:
        personal = {"name": NAMELESS} if rest else ERASED
    return _with(clear, {**rest, **personal})


def _with(entry: Entry, data: dict[str, Any]) -> Entry:
    if isinstance(entry, Command):
        return msgspec.structs.replace(entry, args=data)
    return msgspec.structs.replace(entry, data=data)


def new_key() -> bytes:
    """A key for one person in one encounter."""
    return AESGCM.generate_key(256)


def seal(key: bytes, plain: bytes, place: str) -> bytes:
    """Seal bytes so that they can only be read with the key, and only at their place."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plain, place.encode())


def unseal(key: bytes, sealed: bytes, place: str) -> bytes:
    """Read what `seal` wrote. Raises StorageDamaged when it was changed or moved."""
    try:
        return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], place.encode())
    except InvalidTag as error:
        raise StorageDamaged(
            f"The record of {place} was changed after it was written.", "Restore the records from a backup."
        ) from error


def common_key(secrets: Mapping[int, bytes], key_ids: Sequence[int]) -> bytes | None:
    """The key that needs all of these people's keys; None when one of them is gone."""
    if any(key_id not in secrets for key_id in key_ids):
        return None
    together = b"".join(secrets[key_id] for key_id in key_ids)
    return HKDF(SHA256(), length=32, salt=None, info=b"bedside: data of several people").derive(together)
