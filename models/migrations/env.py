"""Alembic's way in: it runs on the connection that bot/database.py has opened, in one transaction."""

from alembic import context

from models.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,  # SQLite changes a table by making it anew
    transactional_ddl=True,  # SQLite can, although Alembic does not count on it
)
with context.begin_transaction():
    context.run_migrations()
