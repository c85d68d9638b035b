"""Keep how tests are run and what was wrong with them."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("releases", schema=None) as batch_op:
        batch_op.add_column(sa.Column("trust", sa.JSON(), nullable=True))
    with op.batch_alter_table("grades", schema=None) as batch_op:
        batch_op.add_column(sa.Column("trust", sa.String(length=16), nullable=True))
        batch_op.add_column(sa.Column("tampering", sa.JSON(), server_default="[]", nullable=False))
        batch_op.add_column(sa.Column("fault", sa.Text(), nullable=True))


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("grades", schema=None) as batch_op:
        batch_op.drop_column("fault")
        batch_op.drop_column("tampering")
        batch_op.drop_column("trust")
    with op.batch_alter_table("releases", schema=None) as batch_op:
        batch_op.drop_column("trust")
