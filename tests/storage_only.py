"""A pytest plugin (``-p tests.storage_only``): keeps the tests that touch the database, for a second kind of it."""

ELSEWHERE = ("e2e", "processes", "production")
"""These have their own databases, or look at pages."""


def pytest_collection_modifyitems(config, items):
    kept = [item for item in items if touches_storage(item)]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(kept)])
    items[:] = kept


def touches_storage(item):
    if any(item.get_closest_marker(name) for name in ELSEWHERE):
        return False
    return bool({"db", "transactional_db"} & set(item.fixturenames)) or bool(item.get_closest_marker("django_db"))
