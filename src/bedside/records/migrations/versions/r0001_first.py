"""The first records: encounters, entries, tracks, participants, keys, tokens and leases."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def _text(name: str, nullable: bool = False, primary_key: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=nullable, primary_key=primary_key)


def _of_encounter() -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["encounter_id"], ["encounters.id"])


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "encounters",
        _text("id", primary_key=True),
        *(_text(name) for name in ("kind", "scenario_id", "title", "created")),
        sa.Column("header", sa.LargeBinary, nullable=False),
        sa.Column("length", sa.Integer, nullable=False),
        sa.Column("reached", sa.BigInteger, nullable=False),
        sa.Column("ended", sa.Boolean, nullable=False),
    )
    op.create_table(
        "keys",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        _text("encounter_id"),
        _text("participant_id"),
        sa.Column("secret", sa.LargeBinary, nullable=False),
        _of_encounter(),
        sqlite_autoincrement=True,
    )
    op.create_index("keys_of_participant", "keys", ["encounter_id", "participant_id"], unique=True)
    op.create_table(
        "entries",
        _text("encounter_id", primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
        _text("command_id", nullable=True),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("key_id", sa.Integer),
        sa.Column("sealed", sa.LargeBinary),
        _of_encounter(),
    )
    op.create_index("a_command_acts_once", "entries", ["encounter_id", "command_id"], unique=True)
    _make_tracks_and_states()
    _make_people()


def _make_tracks_and_states() -> None:
    op.create_table(
        "chunks",
        _text("encounter_id", primary_key=True),
        _text("track", primary_key=True),
        sa.Column("start", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("rate_hz", sa.Float(53), nullable=False),
        _text("columns"),
        _text("units"),
        _text("owner", nullable=True),
        sa.Column("key_id", sa.Integer),
        sa.Column("body", sa.LargeBinary, nullable=False),
        _of_encounter(),
    )
    op.create_table(
        "sealed_states",
        _text("encounter_id", primary_key=True),
        _text("name", primary_key=True),
        sa.Column("position", sa.Integer, nullable=False),
        _text("key_ids"),
        sa.Column("body", sa.LargeBinary, nullable=False),
        _of_encounter(),
    )


def _make_people() -> None:
    op.create_table(
        "participants",
        _text("encounter_id", primary_key=True),
        _text("id", primary_key=True),
        _text("role"),
        sa.Column("key_id", sa.Integer, nullable=False),
        sa.Column("name", sa.LargeBinary, nullable=False),
        _of_encounter(),
    )
    op.create_table(
        "tokens",
        sa.Column("sha256", sa.LargeBinary, primary_key=True),
        _text("encounter_id"),
        _text("participant_id"),
        sa.ForeignKeyConstraint(["encounter_id", "participant_id"], ["participants.encounter_id", "participants.id"]),
    )
    op.create_table(
        "leases",
        _text("encounter_id", primary_key=True),
        _text("owner"),
        _text("host"),
        sa.Column("pid", sa.Integer, nullable=False),
        sa.Column("heartbeat_s", sa.Float(53), nullable=False),
        _of_encounter(),
    )


def downgrade() -> None:
    """Remove the tables and all that is in them."""
    for table in ("leases", "tokens", "participants", "sealed_states", "chunks", "entries", "keys", "encounters"):
        op.drop_table(table)
