"""The report on one page: what it says is so, and it is light and one page whatever it is about."""

from datetime import date

import pytest

from hlviz.app.compose import Parts
from hlviz.document import Project
from hlviz.files.source import noted
from hlviz.session.moment import Moment
from hlviz.training.curves import Curves
from hlviz.training.trainer import Trainer
from hlviz.window.page import PAPERS, page_pdf
from hlviz.window.page_facts import headline, sections_of
from tests.interchange.networks import network

TODAY = date(2026, 11, 24)


def moment_of(kind: str) -> Moment:
    net = network(kind)
    return Moment(net.assembly, net.frame, net.curves, is_live=False)


def facts(moment: Moment) -> dict[str, dict[str, str]]:
    return {section.title: dict(section.rows) for section in sections_of(moment)}


def test_the_facts_are_those_of_the_network() -> None:
    moment = moment_of("digits")
    told, e = facts(moment), moment.frame.evaluation
    wrong, n = told["Result"]["Mistakes, test"].split(" of ")
    assert 1 - int(wrong) / int(n) == pytest.approx(e.test_metric)
    assert told["Data"]["Test samples"] == n
    assert told["Data"]["Inputs"] == "8 × 8 pixels"
    assert told["Network"]["Hidden 1"] == "16 ReLU"
    assert told["Training"]["Epochs"] == "8"
    assert f"of {n} samples" in headline(moment)


def test_a_number_to_learn_has_its_own_facts() -> None:
    moment = moment_of("prices")
    told = facts(moment)
    assert told["Data"]["To learn"] == "price"
    assert told["Data"]["Inputs"] == "year, share"
    assert "R², test" in told["Result"]
    assert "Accuracy, test" not in told["Result"]
    assert headline(moment).startswith("R² is")


def test_names_from_a_file_are_one_line_each() -> None:
    for rows in facts(moment_of("hostile names")).values():
        assert all(value.isprintable() for value in rows.values())


@pytest.mark.parametrize("kind", ["plane", "digits", "prices", "curve", "hostile names"])
@pytest.mark.parametrize("paper", PAPERS)
def test_every_kind_of_network_has_its_page(kind: str, paper: str, parts: Parts) -> None:
    data = page_pdf(moment_of(kind), paper, TODAY)
    assert data.startswith(b"%PDF")
    assert b"/Count 1" in data


def test_a_network_that_has_not_learned_says_so(parts: Parts) -> None:
    trainer, curves = Trainer(Project()), Curves()
    noted(trainer, curves)
    moment = Moment(trainer.assembly, trainer.snapshot(0), curves.table(), is_live=False)
    assert headline(moment).startswith("Not trained yet")
    assert page_pdf(moment, "a4", TODAY).startswith(b"%PDF")


def test_the_page_is_light_whatever_the_window_wears(parts: Parts) -> None:
    moment = moment_of("plane")
    parts.look.choose("light")
    light = page_pdf(moment, "a4", TODAY)
    parts.look.choose("dark")
    dark = page_pdf(moment, "a4", TODAY)
    # of a PDF written at another second only its stamps differ
    assert abs(len(light) - len(dark)) <= 16
