"""Tells that something went wrong: what happened, what is safe, what to do."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMessageBox, QWidget


def tr(text: str) -> str:
    """A text of this dialog in the user's language."""
    return QCoreApplication.translate("ErrorDialog", text)


def tell_problem(parent: QWidget | None, what: str, safe: str, remedy: str) -> None:
    """Tell of something that a person can put right.

    Parameters
    ----------
    parent
        The window.
    what
        What happened, a sentence.
    safe
        What is not lost.
    remedy
        What to do now; may be empty, where ``what`` says it already.
    """
    box = QMessageBox(QMessageBox.Icon.NoIcon, "hlviz", what, QMessageBox.StandardButton.Ok, parent)
    box.setInformativeText("\n\n".join(filter(None, (safe, remedy))))
    box.exec()
    box.deleteLater()


def tell_fault(parent: QWidget | None, summary: str, details: str) -> None:
    """Tell of a fault of the program itself, with all that a report of it needs."""
    box = QMessageBox(QMessageBox.Icon.NoIcon, "hlviz", tr("Something in hlviz went wrong."), parent=parent)
    box.setInformativeText(
        tr("Your network is still here. Save it under another name, and start hlviz again if the window behaves oddly.")
        + "\n\n"
        + summary
    )
    box.setDetailedText(details)
    copy = box.addButton(tr("Copy details"), QMessageBox.ButtonRole.ActionRole)
    box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Close))
    box.exec()
    if box.clickedButton() is copy:
        QGuiApplication.clipboard().setText(details)
    box.deleteLater()


def tell_crash(parent: QWidget | None, details: str) -> None:
    """Tell at start that hlviz ended by a fault the last time, where nothing was unsaved."""
    box = QMessageBox(QMessageBox.Icon.NoIcon, "hlviz", tr("hlviz ended unexpectedly the last time."), parent=parent)
    box.setInformativeText(
        tr(
            "Nothing of yours was unsaved. What hlviz noted of its end is under Show Details: it is on this computer alone, and helps"
        )
        + " "
        + tr("whoever is to mend it. Help ▸ Save diagnostic report holds it too.")
    )
    box.setDetailedText(details)
    copy = box.addButton(tr("Copy details"), QMessageBox.ButtonRole.ActionRole)
    box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Close))
    box.exec()
    if box.clickedButton() is copy:
        QGuiApplication.clipboard().setText(details)
    box.deleteLater()


def ask_safe(file: Path | str | None, details: str) -> bool:
    """Ask at start, before there is a window, whether to start without what may have ended hlviz twice while it started.

    Parameters
    ----------
    file
        What would be opened; None where nothing would.
    details
        What hlviz noted of its end; may be empty.
    """
    box = QMessageBox(QMessageBox.Icon.NoIcon, "hlviz", tr("hlviz ended twice in a row while it was starting."))
    text = tr(
        "Started safely, it puts all panels where they are at first, computes with NumPy alone, and asks of no unsaved work."
    )
    if file is not None:
        name = file.name if isinstance(file, Path) else tr("the link")
        text += " " + tr("{name} is not opened.").replace("{name}", name)
    box.setInformativeText(
        text + "\n\n" + tr("Nothing is lost: files stay as they are, and File ▸ Recover unsaved work has the rest.")
    )
    if details:
        box.setDetailedText(details)
    safely = box.addButton(tr("Start safely"), QMessageBox.ButtonRole.AcceptRole)
    safely.setToolTip(tr("Starts this once without what may be the cause"))
    usual = box.addButton(tr("Start as usual"), QMessageBox.ButtonRole.RejectRole)
    usual.setToolTip(tr("Tries once more with everything"))
    box.setDefaultButton(safely)
    box.setEscapeButton(usual)
    box.exec()
    return box.clickedButton() is safely
