"""Keep what people graded, and what an attempt was worth before it was checked again."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("grades", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("has_hand_grade", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
        batch_op.add_column(sa.Column("regraded_from", sa.Double(), nullable=True))
    with op.batch_alter_table("attempts", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_attempts_course_module_step_exercise"),
            ["course", "module", "step", "exercise"],
            unique=False,
        )


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("attempts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_attempts_course_module_step_exercise"))
    with op.batch_alter_table("grades", schema=None) as batch_op:
        batch_op.drop_column("regraded_from")
        batch_op.drop_column("has_hand_grade")
