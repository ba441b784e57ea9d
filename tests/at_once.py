"""Several people who press in the same moment, each on a connection of the own."""

import threading

import pytest
from django.db import connection
from django_scopes import scope

needs_a_server = pytest.mark.skipif(
    connection.vendor == "sqlite",
    reason="the tests' SQLite is in memory, where a second writer fails; on disk it waits for the first one",
)


def at_once(school, *acts):
    """What each act answered, or the error that it raised."""
    answers, gate = {}, threading.Barrier(len(acts))

    def run(number, act):
        with scope(school=school):
            gate.wait()
            try:
                answers[number] = act()
            except Exception as error:
                answers[number] = error
        connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return [answers[number] for number in range(len(acts))]
