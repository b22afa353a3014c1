from importlib.metadata import requires, version

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from hlviz import __version__
from hlviz.window.about_box import PARTS, AboutBox, Part, licence_of, version_of


@pytest.fixture
def box(qtbot: QtBot) -> AboutBox:
    box = AboutBox()
    qtbot.addWidget(box)
    return box


def test_all_that_hlviz_needs_is_named_with_the_version_that_runs(box: AboutBox) -> None:
    needed = {line.split(">")[0].split("<")[0].lower() for line in requires("hlviz") or () if "extra" not in line}
    assert needed == {part.package.lower() for part in PARTS if part.package not in {"", "hlviz"}}
    text = box.about.toPlainText()
    for package in needed:
        assert version(package) in text
    assert __version__ in text


def test_the_licences_are_there_word_for_word(box: AboutBox) -> None:
    text = box.licences.toPlainText()
    for words in (
        "SIL OPEN FONT LICENSE Version 1.1", "ISC License", "Permission is hereby granted, free of charge",
        "Redistribution and use in source and binary forms", "Apache License",
    ):  # fmt: skip
        assert words in text
    assert all(part.name in text for part in PARTS)


def test_what_is_not_installed_as_a_package_is_still_named() -> None:
    part = Part("Frozen", "MIT", "no-such-package-here")
    assert version_of(part) == licence_of(part) == ""


def test_versions_are_copied_for_a_report(box: AboutBox) -> None:
    box.copy.click()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0] == f"hlviz: {__version__}"
    assert f"NumPy: {version('numpy')}" in lines
    assert any(line.startswith("Python: 3.") for line in lines)
