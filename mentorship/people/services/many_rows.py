"""Plain rows by the ten thousand, past the objects: making and asking an object a row costs more than writing it."""

from django.db import connections, router


def insert(model, names, rows):
    """Write tuples of the values of all ``names``, in their order. No signals, no ids: for rows nobody refers to."""
    connection = connections[router.db_for_write(model)]
    fields = [model._meta.get_field(name) for name in names]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    prepared = {place: field for place, field in enumerate(fields) if field.get_internal_type() == "JSONField"}

    def plain(row):
        for place, field in prepared.items():
            value = field.get_db_prep_save(row[place], connection)
            row = (*row[:place], value, *row[place + 1 :])
        return row

    values = [plain(row) for row in rows] if prepared else rows
    if values:
        # Names of the model's own table and columns, quoted; every value is a parameter.
        statement = f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({places})"  # nosec B608
        with connection.cursor() as cursor:
            cursor.executemany(statement, values)
