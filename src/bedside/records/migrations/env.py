"""Alembic's entry: runs on the connection that `records.engine.migrate` hands over."""

from alembic import context

from bedside.records.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
