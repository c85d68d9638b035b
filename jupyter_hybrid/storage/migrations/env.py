"""Alembic's entry point: runs on the engine that `migrate` hands over."""

from alembic import context

from jupyter_hybrid.storage.models import Row

engine = context.config.attributes["engine"]

with engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=Row.metadata,
        render_as_batch=True,
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
