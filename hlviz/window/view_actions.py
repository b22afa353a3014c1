"""The View menu: zoom, look, motion, panels."""

from hlviz.colors import PALETTES, Palette
from hlviz.number_text import plain
from hlviz.session.preferences import ThemeChoice
from hlviz.window.action import Action, Context, StandardKey
from hlviz.window.main_window import DOCKS

PAN = 0.4
"""The share of the view that one press of a key moves it by."""


def set_theme(context: Context, choice: ThemeChoice) -> None:
    """Wear another look from now on."""
    context.preferences.theme = choice
    context.wear(choice)


def set_palette(context: Context, key: str) -> None:
    """Draw negative and positive numbers in other colours from now on."""
    context.preferences.palette = key
    context.color(key)


def set_edge_pixels(context: Context, pixels: float) -> None:
    """Draw the edge of a weight of 1 so wide from now on; 0: the largest weight has the widest edge."""
    context.preferences.edge_pixels = pixels
    context.canvas.set_edge_pixels(pixels)


def toggle_legend(context: Context) -> None:
    """Show the legend of the diagram, or take it away."""
    context.preferences.legend = not context.preferences.legend
    context.canvas.set_legend(context.preferences.legend)


def toggle_minimap(context: Context) -> None:
    """Show the small map where it is of use, or never."""
    context.preferences.minimap = not context.preferences.minimap
    context.canvas.set_minimap(context.preferences.minimap)


def toggle_coach(context: Context) -> None:
    """Let the coach look and speak, or do neither."""
    context.preferences.coach = not context.preferences.coach
    context.coach.set_on(context.preferences.coach)


def pan(context: Context, across: float, down: float) -> None:
    """Move the view by shares of what is seen."""
    width, height = context.canvas.room
    context.canvas.shift(-across * width, -down * height)


def toggle_pattern(context: Context) -> None:
    """Dash negative edges, or draw them whole."""
    dashed = not context.preferences.pattern
    context.preferences.pattern = dashed
    context.canvas.set_pattern(dashed)


def toggle_reduced_motion(context: Context) -> None:
    """Let values jump instead of glide, or glide again."""
    reduced = not context.preferences.reduced_motion
    context.preferences.reduced_motion = reduced
    context.canvas.set_reduced_motion(reduced)


def toggle_full_screen(context: Context) -> None:
    """Fill the screen, or stop to."""
    if context.window.isFullScreen():
        context.window.showNormal()
    else:
        context.window.showFullScreen()


def reset_layout(context: Context) -> None:
    """Put all panels back where they were the first time."""
    context.window.reset_layout()
    context.preferences.forget_window()


def open_palette(context: Context) -> None:
    """Show every action by name."""
    from hlviz.window.command_palette import CommandPalette  # late: who starts hlviz searches for nothing yet

    CommandPalette(context.window, context.entries()).popup_over(context.window)


def _theme(choice: ThemeChoice, text: str, icon: str, tip: str) -> Action:
    return Action(
        f"view.theme.{choice}", text, "View ▸ Theme", lambda c: set_theme(c, choice), tip,
        checked=lambda c: c.preferences.theme == choice, icon=icon,
    )  # fmt: skip


def _palette(palette: Palette) -> Action:
    return Action(
        f"view.palette.{palette.key}", palette.title, "View ▸ Colours", lambda c: set_palette(c, palette.key),
        f"{palette.tip} Tiles, edges and all panels follow at once.",
        checked=lambda c: c.preferences.palette == palette.key,
    )  # fmt: skip


PANS = (
    ("up", "Up", "PgUp", 0.0, -PAN), ("down", "Down", "PgDown", 0.0, PAN),
    ("left", "To the left", "Shift+PgUp", -PAN, 0.0), ("right", "To the right", "Shift+PgDown", PAN, 0.0),
)  # fmt: skip


def _pan(way: str, text: str, key: str, across: float, down: float) -> Action:
    return Action(
        f"view.pan.{way}", text, "View ▸ Move view", lambda c: pan(c, across, down),
        "Shows another part of the diagram, where it is larger than its view.", keys=(key,),
    )  # fmt: skip


def _edge_width(pixels: float) -> Action:
    text = f"Fixed: a weight of 1 is {plain(pixels)} px wide" if pixels else "Relative to the largest"
    tip = (
        "Widths can be compared from one moment, and from one network, to the next."
        if pixels
        else "The largest weight shown has the widest edge, however small or large it is."
    )
    return Action(
        f"view.edge_width.{pixels:g}", text, "View ▸ Edge width", lambda c: set_edge_pixels(c, pixels), tip,
        checked=lambda c: c.preferences.edge_pixels == pixels,
    )  # fmt: skip


def _panel(key: str) -> Action:
    title, tip = DOCKS[key]
    return Action(
        f"view.panel.{key}", title, "View ▸ Panels", lambda c: c.window.docks[key].toggle(), tip,
        checked=lambda c: not c.window.docks[key].isHidden(),
    )  # fmt: skip


VIEW_ACTIONS = (
    Action(
        "view.palette", "Find an action…", "View", open_palette, "Finds everything hlviz can do by a few letters.",
        shortcuts=("Ctrl+Shift+P",),
    ),
    Action(
        "view.zoom_in", "Zoom in", "View", lambda c: c.canvas.zoom_in(), "Draws the diagram larger.",
        shortcuts=(StandardKey.ZoomIn, "Ctrl++", "Ctrl+="), icon="zoom-in", section=True,
    ),
    Action(
        "view.zoom_out", "Zoom out", "View", lambda c: c.canvas.zoom_out(), "Draws the diagram smaller.",
        shortcuts=(StandardKey.ZoomOut, "Ctrl+-"), icon="zoom-out",
    ),
    Action(
        "view.zoom_100", "Natural size", "View", lambda c: c.canvas.zoom_100(), "Draws the diagram at 100 %.",
        shortcuts=("Ctrl+0",),
    ),
    Action(
        "view.fit", "Fit to window", "View", lambda c: c.canvas.fit(), "Shows the whole diagram, as large as it can be.",
        shortcuts=("Ctrl+1",), icon="maximize",
    ),
    Action(
        "view.hand", "Hand: drag moves the view", "View", lambda c: c.canvas.set_hand(not c.canvas.is_hand),
        "Lets the left button move the diagram when it is dragged over empty ground; without it, that draws a band around "
        "what is to be selected. The middle button always moves the diagram.",
        keys=("H",), checked=lambda c: c.canvas.is_hand,
    ),
    _theme("system", "As the system", "settings", "Light or dark, as your desktop is."),
    _theme("light", "Light", "sun", "Dark writing on light cards."),
    _theme("dark", "Dark", "moon", "Light writing on dark cards."),
    *(_pan(*way) for way in PANS),
    Action(
        "view.legend", "Legend", "View", toggle_legend,
        "Says in a corner of the diagram what colours and widths mean now, in numbers, where there is room for it.",
        checked=lambda c: c.preferences.legend, section=True,
    ),
    Action(
        "view.minimap", "Minimap", "View", toggle_minimap,
        "Shows the whole diagram in a corner while some of it is out of sight; a click or a drag there moves the view.",
        checked=lambda c: c.preferences.minimap,
    ),
    Action(
        "view.coach", "Coach", "View", toggle_coach,
        "Looks at the network twice a second and says at the foot of the window what ails it; a click there tells more.",
        checked=lambda c: c.preferences.coach, also="advice, help me, tips, nag",
    ),
    *(_palette(palette) for palette in PALETTES.values()),
    *(_edge_width(pixels) for pixels in (0, 0.5, 1, 2, 4)),
    Action(
        "view.pattern", "Dashed negative edges", "View", toggle_pattern,
        "Shows the sign of a weight without colour: for print, and for eyes that tell the colours apart badly.",
        checked=lambda c: c.preferences.pattern,
    ),
    Action(
        "view.reduced_motion", "Reduced motion", "View", toggle_reduced_motion,
        "Values jump instead of gliding, and nothing moves that need not.",
        checked=lambda c: c.preferences.reduced_motion,
    ),
    Action(
        "view.full_screen", "Full screen", "View", toggle_full_screen, "Fills the screen; press it again to go back.",
        shortcuts=("F11",), checked=lambda c: c.window.isFullScreen(),
    ),
    *(_panel(key) for key in DOCKS),
    Action(
        "view.reset_layout", "Reset layout", "View", reset_layout,
        "Puts all panels back where they were the first time.",
    ),
)  # fmt: skip
