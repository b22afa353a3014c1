"""Makes the session and the window, and joins them: every ``connect`` between floors is here.

Edits go down, pictures come up, and the two streams meet nowhere else.
"""

import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from hlviz.app.crash_report import REPORTS, CrashReport, diagnostics
from hlviz.app.theme import Look
from hlviz.diagram.canvas import Canvas
from hlviz.document import Project, edits
from hlviz.document.samples import points_of
from hlviz.explain.coach.advice import Advice, Fix
from hlviz.files.recovery_store import RecoveryStore
from hlviz.files.versions import VersionStore
from hlviz.inspector.data_form import DataForm
from hlviz.inspector.palette import Palette
from hlviz.inspector.timeline import Timeline
from hlviz.inspector.training_form import TrainingForm
from hlviz.inspector.transport_bar import TransportBar
from hlviz.interchange.playground_link import is_link
from hlviz.paths import data_folder
from hlviz.session.change import Change
from hlviz.session.coach import Coach
from hlviz.session.coach_words import label_of, sentence_of
from hlviz.session.editor import Editor
from hlviz.session.filing import Filing
from hlviz.session.past_runs import PastRuns
from hlviz.session.playback import Playback
from hlviz.session.preferences import Preferences
from hlviz.session.recovery import Recovery
from hlviz.session.run import Run
from hlviz.session.sample_edits import SampleEdits
from hlviz.session.selection import Selection, Target
from hlviz.session.walkthrough import PACE, Walkthrough
from hlviz.training.report import State
from hlviz.window import sample_actions
from hlviz.window.action import Context
from hlviz.window.actions import ACTIONS
from hlviz.window.error_dialog import tell_problem
from hlviz.window.file_actions import ask_open_table, open_any
from hlviz.window.file_questions import ask_changed, ask_held
from hlviz.window.leaving import Leaving
from hlviz.window.main_window import MainWindow
from hlviz.window.menus import Menus
from hlviz.window.neuron_actions import prune, tell_without
from hlviz.window.panel_actions import popup as popup_panel_menu

if TYPE_CHECKING:
    from hlviz.panels import Panel
    from hlviz.window.compare_window import CompareWindow
    from hlviz.window.lockstep_window import LockstepWindow
    from hlviz.window.matrix_window import MatrixWindow

BUTTONS = {
    "undo": "edit.undo",
    "redo": "edit.redo",
    "rewind": "train.rewind",
    "new_weights": "train.new_weights",
    "play": "train.play",
    "step": "train.step",
    "epoch": "train.epoch",
}
"""The buttons of the transport bar and the actions that do the same."""


@dataclass(eq=False)
class Parts:
    """All that lives while a window is open."""

    look: Look
    context: Context
    menus: Menus
    transport: TransportBar
    training: TrainingForm
    palette: Palette
    data: DataForm
    past_runs: PastRuns
    walkthrough: Walkthrough
    crashes: CrashReport
    panels: dict[str, "Panel"] = field(default_factory=dict)
    matrix: "MatrixWindow | None" = None
    comparison: "CompareWindow | None" = None
    lockstep: "LockstepWindow | None" = None

    @property
    def window(self) -> MainWindow:
        """The window."""
        return self.context.window

    def add_panels(self) -> None:
        """Make the panels and put them into their docks. They take pyqtgraph, which takes a moment to import."""
        if self.panels:
            return
        from hlviz.panels import PANELS
        from hlviz.panels.ablation import AblationPanel
        from hlviz.panels.coach import CoachPanel
        from hlviz.panels.loss import LossPanel
        from hlviz.panels.microscope import MicroscopePanel
        from hlviz.panels.output import OutputPanel
        from hlviz.panels.sample_table import SamplesPanel
        from hlviz.panels.turns import Turns

        c = self.context
        turns = Turns(lambda: c.canvas.has_new_numbers)
        for key, panel_class in PANELS.items():
            panel = panel_class(c.selection)
            self.panels[key] = panel
            panel.turns = turns
            if isinstance(panel, LossPanel):
                panel.watch_past_runs(self.past_runs)
                panel.compare_requested.connect(self.show_comparison)
                panel.return_requested.connect(lambda number: self.past_runs.return_to(number, c.editor))
            if isinstance(panel, MicroscopePanel):
                panel.watch(self.walkthrough)
            if isinstance(panel, AblationPanel):
                panel.prune_requested.connect(lambda neuron: prune(c, neuron))
            if isinstance(panel, OutputPanel):
                panel.switches["shares"].setChecked(c.preferences.shares)
                panel.switches["shares"].toggled.connect(lambda on: setattr(c.preferences, "shares", on))
            if isinstance(panel, CoachPanel):
                panel.listen_to(c.coach)
                panel.show_requested.connect(lambda advice: _show_advised(c, advice))
                panel.fix_requested.connect(lambda fix: _make_edit(c.editor, fix))
                panel.switch_requested.connect(lambda: self.menus["view.coach"].trigger())
            if isinstance(panel, SamplesPanel):
                panel.value_requested.connect(lambda *wish: sample_actions.set_value(c, *wish))
                panel.removal_requested.connect(lambda *wish: sample_actions.remove(c, *wish))
                panel.addition_requested.connect(lambda *wish: sample_actions.add(c, *wish))
                panel.misread.connect(c.window.status.say)
            dock = c.window.docks[key]
            dock.hold_panel(panel)
            dock.menu_requested.connect(lambda at, panel=panel: popup_panel_menu(c, panel, at))
            panel.show_theme(self.look.theme)
            panel.show_project(c.editor.project)
            if c.playback.moment is not None:
                panel.show_moment(c.playback.moment)
            c.editor.changed.connect(lambda change, panel=panel: panel.show_project(change.after))
            c.editor.opened.connect(panel.show_project)
            c.playback.moment_changed.connect(panel.show_moment)
            self.look.changed.connect(panel.show_theme)

    def show_weights(self, large: bool) -> None:
        """Bring up the weights of what is selected: the panel, or a window with more room."""
        if not large:
            self.window.docks["weights"].bring_up()
            return
        c = self.context
        if self.matrix is None:
            from hlviz.window.matrix_window import MatrixWindow  # late, as all windows of their own

            self.matrix = matrix = MatrixWindow(c.window, c.selection)
            matrix.show_theme(self.look.theme)
            if c.playback.moment is not None:
                matrix.show_moment(c.playback.moment)
            c.playback.moment_changed.connect(matrix.show_moment)
            self.look.changed.connect(matrix.show_theme)
        self.matrix.show()
        self.matrix.raise_()
        self.matrix.activateWindow()

    def show_comparison(self, number: int | None = None) -> None:
        """Bring up two runs beside each other: an earlier one, by its number, else the last, and the one under way."""
        c = self.context
        if self.comparison is None:
            from hlviz.window.compare_window import CompareWindow

            self.comparison = window = CompareWindow(c.window, c.selection, self.past_runs)
            if c.playback.moment is not None:
                window.show_moment(c.playback.moment)
            c.playback.moment_changed.connect(window.show_moment)
            window.show_theme(self.look.theme)
            self.look.changed.connect(window.show_theme)
        self.comparison.compare(number)
        self.comparison.show()
        self.comparison.raise_()
        self.comparison.activateWindow()

    def train_two(self) -> None:
        """Bring up another network that learns beside the one there is."""
        c = self.context
        if self.lockstep is None:
            from hlviz.session.comparison import RIVALS
            from hlviz.window.lockstep_window import LockstepWindow

            self.lockstep = window = LockstepWindow(c.window, c.run.engine)
            window.show_theme(self.look.theme)
            self.look.changed.connect(window.show_theme)
            c.editor.changed.connect(lambda change: window.follow(change.after))
            c.editor.opened.connect(window.follow)
            window.taken.connect(
                lambda key: c.editor.apply(window.tr("Use the network compared with"), RIVALS[key].made)
            )
        self.lockstep.compare(c.editor.project)
        self.lockstep.show()
        self.lockstep.raise_()
        self.lockstep.activateWindow()

    def close(self) -> None:
        """End all that goes on: no thread and no timer is left."""
        c = self.context
        parts = [*(panel.end for panel in self.panels.values()), c.playback.stop, c.coach.close]
        if self.lockstep is not None:
            parts.insert(len(self.panels), self.lockstep.end)
        faults = []
        for end in (*parts, c.samples.close, c.filing.close, c.recovery.close, c.run.close, c.preferences.sync):
            try:
                end()
            except Exception as fault:  # the rest has to end, whatever happens to this part
                faults.append(fault)
        # an undo stack tells of its last change while it is destroyed, to who is no longer there
        c.editor.undo_stack.blockSignals(True)
        for failure in faults:  # told as any other fault is
            sys.excepthook(type(failure), failure, failure.__traceback__)


def compose(
    project: Project, look: Look, preferences: Preferences, crashes: CrashReport | None = None, *, is_safe: bool = False
) -> Parts:
    """Make a window with a document in it, ready to be shown; ``is_safe``: without what the processor may not bear."""
    editor, selection, run = Editor(project), Selection(), Run(project, "numpy" if is_safe else preferences.engine)
    playback, past_runs, walkthrough, coach = Playback(run), PastRuns(), Walkthrough(selection), Coach()
    folder = data_folder()
    crashes = crashes or CrashReport(folder / REPORTS)
    filing = Filing(editor, run, playback, preferences, VersionStore(folder / "versions"))
    recovery = Recovery(RecoveryStore(folder / "recovery"), editor, run, playback, filing)

    canvas = Canvas(editor, selection)
    transport, training = TransportBar(editor, run), TrainingForm(editor)
    palette, data = Palette(editor, selection), DataForm(editor)
    timeline = Timeline()
    window = MainWindow(transport, training, canvas, timeline, palette, data)

    leaving = Leaving(window, editor, filing, preferences)
    context = Context(
        editor, run, playback, selection, filing, preferences, window, canvas, leaving, walkthrough, coach,
        past_runs, SampleEdits(editor), wear=look.choose, color=look.choose_palette, compare=lambda: parts.show_comparison(),
        train_two=lambda: parts.train_two(), recovery=recovery, diagnostics=lambda: diagnostics(crashes),
        actions=ACTIONS, entries=lambda: menus.entries(),
    )  # fmt: skip
    menus = Menus(ACTIONS.values(), context)
    menus.fill(window.menuBar())
    parts = Parts(look, context, menus, transport, training, palette, data, past_runs, walkthrough, crashes)

    # edits go down
    editor.changed.connect(run.follow)

    # training can be undone, too
    run.began.connect(editor.note_training)
    run.rested.connect(editor.note_training)
    run.rewound.connect(editor.note_rewinding)

    # the document is shown
    for view in (canvas, transport, training, palette, data):
        editor.changed.connect(lambda change, view=view: view.show_project(change.after))
        editor.opened.connect(view.show_project)
        view.show_project(project)

    editor.changed.connect(window.status.show_change)
    editor.opened.connect(window.status.show_opened)
    window.status.show_project(project)
    editor.changed.connect(lambda change: window.status.show_notes(""))
    window.status.show_notes(project.notes)

    # a sample of one's own was made for the data there were
    editor.opened.connect(lambda _: selection.forget_own())
    editor.changed.connect(lambda change: _keep_own(selection, change))

    # pictures come up
    editor.opened.connect(lambda _: past_runs.open_document())
    filing.remembered.connect(past_runs.restore)
    filing.past_of = past_runs.past_of
    playback.moment_changed.connect(past_runs.watch)
    for picture in (canvas, transport, timeline, data, window.status):
        playback.moment_changed.connect(picture.show_moment)

    playback.waited.connect(canvas.show_time)

    # one step of learning, stage by stage
    playback.moment_changed.connect(walkthrough.show_moment)
    walkthrough.pause_requested.connect(run.pause)
    walkthrough.changed.connect(lambda: canvas.show_walk(walkthrough.sight))
    canvas.walk_left.connect(walkthrough.close)
    window.docks["microscope"].visibilityChanged.connect(lambda _: _follow_dock(window, walkthrough))
    walkthrough.set_pace(preferences.walk_pace or walkthrough.pace)
    walkthrough.changed.connect(lambda: _remember_walk_pace(walkthrough, preferences))
    # the coach
    playback.moment_changed.connect(coach.watch)
    editor.opened.connect(lambda _: coach.open_document())
    coach.changed.connect(lambda: window.status.show_advice(next((sentence_of(one) for one in coach.advice), "")))
    window.status.coach_requested.connect(window.docks["coach"].bring_up)
    coach.set_on(preferences.coach)

    # looking back
    timeline.seek_requested.connect(playback.seek)
    timeline.shift_requested.connect(playback.shift)
    timeline.live_requested.connect(playback.go_live)
    timeline.play_requested.connect(run.toggle)
    timeline.landmark_requested.connect(lambda by: context.to_landmark(by))
    timeline.branch_requested.connect(lambda: playback.branch(editor))
    timeline.menu_requested.connect(lambda at: menus.popup_menu("Train ▸ Look back", at))
    timeline.replay.replay_requested.connect(lambda is_back: playback.toggle_replay(is_backwards=is_back))
    timeline.replay.speed_requested.connect(lambda speed: playback.set_replay(speed=speed))
    timeline.replay.loop_requested.connect(lambda is_loop: playback.set_replay(is_loop=is_loop))
    playback.replay_changed.connect(
        lambda: timeline.replay.show_replay(playback.replay, is_replaying=playback.is_replaying)
    )

    # the look
    for dressed in (canvas, transport, timeline, training, palette, data, window, menus):
        look.changed.connect(dressed.show_theme)
        dressed.show_theme(look.theme)
    canvas.set_reduced_motion(preferences.reduced_motion)
    canvas.set_pattern(preferences.pattern)
    canvas.set_edge_pixels(preferences.edge_pixels)
    canvas.set_legend(preferences.legend)
    canvas.set_minimap(preferences.minimap)
    canvas.inset_closed.connect(lambda name: menus[f"view.{name}"].trigger())
    canvas.set_contributions(preferences.contributions)
    canvas.setFocus()  # Space plays at once, before anything was clicked

    # the run
    run.state_changed.connect(lambda state: canvas.show_run_state(state is State.RUNNING))
    run.set_pace(preferences.pace)
    transport.show_project(project)  # it shows the pace as well
    transport.speed.chosen.connect(lambda _: _remember_pace(run, preferences))
    transport.show_shortcuts({name: menus.keys_of(action) for name, action in BUTTONS.items()})

    # what is said
    for message in (canvas.message, palette.message, training.message, editor.refused, walkthrough.said):
        message.connect(window.status.say)
    canvas.weights_requested.connect(parts.show_weights)
    canvas.zoom_changed.connect(window.status.show_zoom)
    window.status.show_zoom(canvas.zoom)
    window.status.slower_requested.connect(lambda: _slow_down(editor))
    window.status.standardize_requested.connect(lambda: _standardize(editor))
    selection.without_changed.connect(lambda _: tell_without(context))

    # actions
    for changed in (
        selection.changed,
        selection.probing_changed,
        selection.without_changed,
        editor.changed,
        editor.opened,
        editor.undo_stack.indexChanged,
        run.state_changed,
        walkthrough.changed,
        playback.looked_back,
        playback.replay_changed,
        past_runs.changed,
    ):
        changed.connect(lambda *_: menus.refresh())
    canvas.context_menu_requested.connect(menus.popup)
    menus.refresh()

    # files
    filing.changed.connect(lambda: _show_file(window, filing, leaving))
    filing.failed.connect(lambda why: tell_problem(window, why, window.tr("Your network is as it was."), ""))
    filing.saved.connect(lambda path: window.status.say(window.tr("Saved as {path}").replace("{path}", path)))
    filing.written.connect(lambda path: window.status.say(window.tr("Saved as {path}").replace("{path}", path)))
    filing.copied.connect(lambda path: window.status.say(window.tr("Copied to {path}").replace("{path}", path)))
    filing.held.connect(lambda path, error: ask_held(context, path, error))
    filing.changed_on_disk.connect(lambda path, is_saving: ask_changed(context, path, is_saving=is_saving))
    for caution in (filing.cautioned, recovery.failed):
        caution.connect(window.status.say)
    window.activated.connect(filing.look_at_disk)
    data.open_table_requested.connect(lambda: ask_open_table(context))
    window.file_dropped.connect(lambda path: open_any(context, path if is_link(path) else Path(path)))
    _show_file(window, filing, leaving)

    # the end
    window.may_close = leaving.may_close
    window.closed.connect(lambda: preferences.save_window(window.saveGeometry(), window.layout_state()))
    window.closed.connect(parts.close)
    return parts


def _keep_own(selection: Selection, change: Change) -> None:
    """A sample of one's own can be followed as long as the inputs are the same."""
    before, after = points_of(change.before.data), points_of(change.after.data)
    if (before.input_names, before.image_shape) != (after.input_names, after.image_shape):
        selection.forget_own()


def _remember_pace(run: Run, preferences: Preferences) -> None:
    """Train as fast the next time as now."""
    preferences.pace = run.pace


def _follow_dock(window: MainWindow, walkthrough: Walkthrough) -> None:
    """Who closes the panel of the walk has seen enough of it."""
    if window.isVisible() and window.docks["microscope"].isHidden():
        walkthrough.close()


def _remember_walk_pace(walkthrough: Walkthrough, preferences: Preferences) -> None:
    """Play the stages as fast the next time as now."""
    if walkthrough.pace != (preferences.walk_pace or PACE):
        preferences.walk_pace = walkthrough.pace


def _show_advised(context: Context, advice: Advice) -> None:
    """Bring up the panel where it can be seen, with the layer it is about, at the moment when it can be."""
    context.window.docks[advice.panel].bring_up()
    if advice.layer is not None:
        context.selection.select(Target(layer=advice.layer))
    if advice.step is not None:
        context.playback.seek(advice.step)


def _make_edit(editor: Editor, fix: Fix) -> None:
    """Make the edit that the coach offers."""
    editor.apply(label_of(fix), getattr(edits, fix.edit), *fix.args, **fix.kwargs)


def _slow_down(editor: Editor) -> None:
    """A tenth of the learning rate: what helps after a divergence."""
    rate = editor.project.training.learning_rate
    editor.apply(editor.tr("Learning rate ÷ 10"), edits.set_training, learning_rate=rate / 10)


def _standardize(editor: Editor) -> None:
    """Inputs of a size that the first weights were drawn for: what helps where they overflow at once."""
    editor.apply(editor.tr("Standardise the inputs"), edits.set_data, standardize=True)


def _show_file(window: MainWindow, filing: Filing, leaving: Leaving) -> None:
    """Say in the title and at the foot which file this is, and whether it is saved."""
    window.setWindowTitle(f"{filing.title}[*] — hlviz")
    window.setWindowModified(filing.is_modified)
    window.setWindowFilePath(str(filing.path) if filing.path is not None else "")
    if filing.is_busy:
        text = window.tr("working …")
    elif filing.path is None:
        text = window.tr("not saved yet") if leaving.would_lose else ""
    else:
        text = window.tr("changed") if filing.is_modified else window.tr("saved")
    window.status.show_saved(text)
