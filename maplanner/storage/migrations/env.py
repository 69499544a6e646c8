"""Runs migrations on the connection that the storage hands over; there is no other way to run them."""

from alembic import context

from maplanner.storage.tables import schema

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=schema(),
    # SQLite cannot alter much of a table: Alembic copies it instead.
    render_as_batch=True,
    transactional_ddl=True,
)
context.run_migrations()
