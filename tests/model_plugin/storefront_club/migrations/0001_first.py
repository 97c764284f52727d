"""Invitations."""

from __future__ import annotations

import peewee

from storefront.api import is_postgresql


def migrate(database: peewee.Database) -> None:
    """Make the table as it was at this step, on SQLite and PostgreSQL."""
    number = "BIGSERIAL" if is_postgresql() else "INTEGER"
    database.execute_sql(
        f"""
        CREATE TABLE club_invitation (
            id {number} NOT NULL PRIMARY KEY,
            token VARCHAR(64) NOT NULL UNIQUE,
            email VARCHAR(254) NOT NULL,
            state VARCHAR(20) NOT NULL,
            agreed_sku VARCHAR(120) NOT NULL,
            agreed_price BIGINT,
            agreed_currency VARCHAR(3) NOT NULL,
            sent_at VARCHAR(27) NOT NULL
        )
        """
    )
    database.execute_sql("CREATE INDEX club_invitation_state ON club_invitation (state)")
