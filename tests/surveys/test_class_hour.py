"""The class hour in a smaller size, at the product as it is started, and the web process killed in the midst of it."""

import random
import threading
import time

import pytest

from tests.class_hour import GIVEN, KINDS, Figures, Product, Pupil, hour

pytestmark = pytest.mark.processes


@pytest.fixture(scope="module")
def product(tmp_path_factory):
    product = Product(tmp_path_factory.mktemp("hour"))
    yield product
    product.stop()


def test_two_classes_at_once_lose_nothing(product):
    made = product.ask("seed", 60)

    figures = hour(product.port, made["paths"], seconds=6, pause=(0.1, 0.4))

    assert figures.errors == []
    assert len(figures.sent) == 60
    assert product.ask("rows", made["campaign"]) == [60, 60]


def test_fifty_presses_of_one_button_are_one_row_and_fifty_receipts(product):
    made = product.ask("seed", 1)
    (path,) = made["paths"]
    first = Pupil(product.port, path, Figures())
    first.ask("GET", path)
    _status, place = first.ask("POST", path)
    while "/q/" in place:
        number = int(place.rstrip("/").rsplit("q", 1)[1])
        _status, place = first.ask("POST", place, {"answer": GIVEN[KINDS[number - 1]]})
    first.close()
    answers, gate = [], threading.Barrier(50)

    def press():
        one = Pupil(product.port, path, Figures())
        gate.wait()
        answers.append(one.ask("POST", place))
        one.close()

    threads = [threading.Thread(target=press) for _press in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert answers == [(302, f"{path}done/")] * 50 or answers == [(303, f"{path}done/")] * 50
    assert product.ask("rows", made["campaign"]) == [1, 1]


def test_every_receipt_has_its_row_though_the_web_process_is_killed(product):
    made = product.ask("seed", 100)
    stop = threading.Event()
    kills = []

    def killer():
        while not stop.wait(random.uniform(1.0, 2.0)) and len(kills) < 5:
            product.kill_web()
            kills.append(time.monotonic())

    thread = threading.Thread(target=killer)
    thread.start()
    figures = hour(product.port, made["paths"], seconds=10, pause=(0.0, 0.2), is_patient=True)
    stop.set()
    thread.join()

    assert len(kills) == 5
    assert figures.errors == []
    assert len(figures.sent) == 100
    assert product.ask("rows", made["campaign"]) == [100, 100]
