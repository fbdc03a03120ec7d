"""The tables of the records. `migrations/` makes them; a test checks that both agree."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
)

metadata = MetaData()

encounters = Table(
    "encounters",
    metadata,
    Column("id", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("scenario_id", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("created", Text, nullable=False),  # ISO 8601
    Column("header", LargeBinary, nullable=False),  # JSON of encounter.Header
    Column("length", Integer, nullable=False),  # entries
    Column("reached", BigInteger, nullable=False),  # ms
    Column("ended", Boolean, nullable=False),
)

keys = Table(
    "keys",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("encounter_id", Text, ForeignKey("encounters.id"), nullable=False),
    Column("participant_id", Text, nullable=False),
    Column("secret", LargeBinary, nullable=False),  # 256 bits; deleting the row erases what it sealed
    Index("keys_of_participant", "encounter_id", "participant_id", unique=True),
    sqlite_autoincrement=True,  # an id is never used again, else old entries would meet a new key
)

entries = Table(
    "entries",
    metadata,
    Column("encounter_id", Text, ForeignKey("encounters.id"), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("command_id", Text),  # of a command; events have none
    Column("body", LargeBinary, nullable=False),  # canonical JSON without what is personal
    Column("key_id", Integer),
    Column("sealed", LargeBinary),  # what is personal
    Index("a_command_acts_once", "encounter_id", "command_id", unique=True),
)

chunks = Table(
    "chunks",
    metadata,
    Column("encounter_id", Text, ForeignKey("encounters.id"), primary_key=True),
    Column("track", Text, primary_key=True),
    Column("start", BigInteger, primary_key=True, autoincrement=False),  # ms
    Column("rate_hz", Float(53), nullable=False),
    Column("columns", Text, nullable=False),  # JSON list
    Column("units", Text, nullable=False),  # JSON list
    Column("owner", Text),
    Column("key_id", Integer),
    Column("body", LargeBinary, nullable=False),  # float32 rows, sealed when there is an owner
)

sealed_states = Table(
    "sealed_states",
    metadata,
    Column("encounter_id", Text, ForeignKey("encounters.id"), primary_key=True),
    Column("name", Text, primary_key=True),  # snapshot, summary
    Column("position", Integer, nullable=False),
    Column("key_ids", Text, nullable=False),  # JSON list; all of them are needed to read it
    Column("body", LargeBinary, nullable=False),
)

participants = Table(
    "participants",
    metadata,
    Column("encounter_id", Text, ForeignKey("encounters.id"), primary_key=True),
    Column("id", Text, primary_key=True),
    Column("role", Text, nullable=False),
    Column("key_id", Integer, nullable=False),
    Column("name", LargeBinary, nullable=False),  # sealed
)

tokens = Table(
    "tokens",
    metadata,
    Column("sha256", LargeBinary, primary_key=True),
    Column("encounter_id", Text, nullable=False),
    Column("participant_id", Text, nullable=False),
    ForeignKeyConstraint(["encounter_id", "participant_id"], ["participants.encounter_id", "participants.id"]),
)

leases = Table(
    "leases",
    metadata,
    Column("encounter_id", Text, ForeignKey("encounters.id"), primary_key=True),
    Column("owner", Text, nullable=False),
    Column("host", Text, nullable=False),
    Column("pid", Integer, nullable=False),
    Column("heartbeat_s", Float(53), nullable=False),  # Unix time
)
