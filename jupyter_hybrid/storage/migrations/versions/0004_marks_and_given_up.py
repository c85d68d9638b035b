"""Keep marks of steps, exercises that were given up, and what an answer found missing."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "step_marks",
        sa.Column("person", sa.String(length=128), nullable=False),
        sa.Column("course", sa.String(length=64), nullable=False),
        sa.Column("module", sa.String(length=64), nullable=False),
        sa.Column("step", sa.String(length=64), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cell", sa.String(length=128), nullable=True),
        sa.PrimaryKeyConstraint("person", "course", "module", "step", name=op.f("pk_step_marks")),
    )
    op.create_table(
        "given_up",
        sa.Column("person", sa.String(length=128), nullable=False),
        sa.Column("course", sa.String(length=64), nullable=False),
        sa.Column("module", sa.String(length=64), nullable=False),
        sa.Column("step", sa.String(length=64), nullable=False),
        sa.Column("exercise", sa.String(length=128), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint(
            "person", "course", "module", "step", "exercise", name=op.f("pk_given_up")
        ),
    )
    with op.batch_alter_table("grades", schema=None) as batch_op:
        batch_op.add_column(sa.Column("missing", sa.JSON(), server_default="[]", nullable=False))


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("grades", schema=None) as batch_op:
        batch_op.drop_column("missing")
    op.drop_table("given_up")
    op.drop_table("step_marks")
