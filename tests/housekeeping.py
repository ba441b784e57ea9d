"""What PostgreSQL knows of the rows that a test has just made."""

from django.db import connection


def with_statistics():
    """PostgreSQL plans by the number of rows; outside of a test its own housekeeping counts them."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
