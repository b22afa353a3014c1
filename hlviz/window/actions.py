"""The one table of everything a person can ask the window for."""

from hlviz.window.action import Action
from hlviz.window.edit_actions import EDIT_ACTIONS
from hlviz.window.explain_actions import EXPLAIN_ACTIONS
from hlviz.window.file_actions import FILE_ACTIONS
from hlviz.window.help_actions import HELP_ACTIONS
from hlviz.window.moving_actions import MOVING_ACTIONS
from hlviz.window.network_actions import NETWORK_ACTIONS
from hlviz.window.panel_actions import PANEL_ACTIONS
from hlviz.window.probe_actions import PROBE_ACTIONS
from hlviz.window.train_actions import TRAIN_ACTIONS
from hlviz.window.view_actions import VIEW_ACTIONS
from hlviz.window.weight_actions import WEIGHT_ACTIONS

ACTIONS: dict[str, Action] = {
    action.id: action
    for action in (
        *FILE_ACTIONS,
        *EDIT_ACTIONS,
        *NETWORK_ACTIONS,
        *MOVING_ACTIONS,
        *WEIGHT_ACTIONS,
        *TRAIN_ACTIONS,
        *EXPLAIN_ACTIONS,
        *VIEW_ACTIONS,
        *PANEL_ACTIONS,
        *PROBE_ACTIONS,
        *HELP_ACTIONS,
    )
}
"""In the order of the menus."""
