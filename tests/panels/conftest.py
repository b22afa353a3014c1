"""One moment of each kind of data."""

import pytest

from hlviz.session.moment import Moment
from hlviz.session.selection import Selection

from .moments import project_of, train


@pytest.fixture
def selection(qapp: object) -> Selection:
    return Selection()


@pytest.fixture(scope="session")
def circle() -> Moment:
    return train(project_of("circle"), 12)


@pytest.fixture(scope="session")
def blobs() -> Moment:
    return train(project_of("blobs", (6,)), 6)


@pytest.fixture(scope="session")
def plane() -> Moment:
    return train(project_of("reg-plane"), 3)


@pytest.fixture(scope="session")
def sine() -> Moment:
    return train(project_of("sine", (5,)), 8)


@pytest.fixture(scope="session")
def iris() -> Moment:
    return train(project_of("iris", (6,)), 10)


@pytest.fixture(scope="session")
def digits() -> Moment:
    return train(project_of("digits", (12,), "relu"), 2)
