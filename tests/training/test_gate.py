import threading
import time

from hlviz.training.gate import LONGEST, Gate


def test_an_open_gate_holds_nobody():
    gate = Gate()
    began = time.perf_counter()
    for _ in range(1000):
        gate.pass_through()
    assert time.perf_counter() - began < 0.5


def test_a_closed_gate_holds_until_it_opens():
    gate, passed = Gate(), threading.Event()
    gate.close()
    gate._until = time.perf_counter() + 60  # so that only opening can let anyone through
    thread = threading.Thread(target=lambda: (gate.pass_through(), passed.set()))
    thread.start()
    assert not passed.wait(0.05)
    gate.open()
    assert passed.wait(5)
    thread.join()


def test_who_is_waited_for_is_let_through():
    gate = Gate(lambda: 1 / 0)
    gate.close()
    gate.hurry()
    gate._until = time.perf_counter() + 60
    began = time.perf_counter()
    gate.pass_through()
    assert time.perf_counter() - began < 1


def test_it_tells_when_drawing_is_done():
    told = []
    gate = Gate(lambda: told.append(gate._open.is_set()))
    gate.close()
    assert told == []
    gate.open()
    assert told == [True]


def test_a_gate_left_closed_holds_nobody_for_long():
    gate = Gate()
    gate.close()
    began = time.perf_counter()
    gate.pass_through()
    assert time.perf_counter() - began < LONGEST + 1
    began = time.perf_counter()
    gate.pass_through()
    assert time.perf_counter() - began < LONGEST


def test_there_is_room_until_the_next_picture_and_none_while_one_is_drawn(monkeypatch):
    now = [100.0]
    monkeypatch.setattr("hlviz.training.gate.time.perf_counter", lambda: now[0])
    gate = Gate()
    assert gate.room == 0, "nobody draws: the first picture may come at any time"
    gate.close()
    now[0] += 0.006
    assert gate.room == 0
    gate.open()
    assert abs(gate.room - 0.010) < 1e-9
    now[0] += 0.030
    assert gate.room == 0, "it is overdue"
