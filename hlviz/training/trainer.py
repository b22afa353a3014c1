"""A network that learns, step by step. It does not know that anyone watches."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from hlviz.document import Project
from hlviz.document.wiring import wiring_of
from hlviz.nn import kernel
from hlviz.nn.arrays import IntArray
from hlviz.nn.batches import Batches
from hlviz.nn.halt import Halt
from hlviz.nn.mlp import Parameters
from hlviz.training.assembly import Assembly, assemble, first_parameters, starts_alike
from hlviz.training.engines import Engine, Reference, engine_for
from hlviz.training.frame import Carried, Divergence, Evaluation, Frame, Resume
from hlviz.training.judging import judged, says_numbers
from hlviz.training.memory import Inertia, Memory
from hlviz.training.overflow import overflowing
from hlviz.training.slots import carried_slots, without_held
from hlviz.training.transplant import transplant
from hlviz.training.wired import Wired

UNKNOWN = Evaluation(*(float("nan"),) * 5)
"""Of a network whose very first outputs are no numbers."""
AT_ONCE = 2000
"""Steps, about, that are made without a look at the numbers, at most."""
DEAR = 10**8
"""Products, of samples and weights, from which on judging a network takes so long that an edited one is shown before it is judged."""
REPLAYED = 2000
"""Steps gone through again, at most, to find where the numbers overflowed."""


@dataclass(frozen=True, eq=False)
class _Owed:
    """What an edit made of the loss, still to be found out."""

    old: Assembly
    before: Parameters
    judged: Evaluation | None
    """The network before it, where that is known."""
    after: Parameters
    step: int

    def paid(self, new: Assembly, now: Evaluation, step: int) -> Carried:
        """The losses before and after, where the edited network is judged as it is at this step."""
        before = self.judged or judged(self.old, self.before)
        after = now if step == self.step else judged(new, self.after)
        return Carried(before.train_loss, after.train_loss)


class Trainer:
    """One project learning: parameters, the optimizer's memory, and the place in the data."""

    step: int
    """Updates made up to now."""
    epoch: int
    """Passes over the training set that are complete."""
    _engine: Engine
    _batches: Batches
    _last_good: Frame

    def __init__(
        self,
        project: Project,
        *,
        start: Parameters | None = None,
        frame: Frame | None = None,
        memory: Memory | None = None,
        engine: str = "auto",
        follows: "Trainer | None" = None,
    ) -> None:
        """Begin at the start, or go on from a frame that holds what it takes to resume.

        Parameters
        ----------
        start
            The first weights, where they are known; otherwise drawn from the project's seed.
        frame
            A frame of this very network with its ``resume``.
        memory
            Of what was before earlier edits.
        engine
            One of ``ENGINES``.
        follows
            Of the project before an edit: who makes this one gives it what that one has learned.
        """
        self.assembly: Assembly = assemble(project)
        self._wanted = engine
        method, x, t = self.assembly.method, self.assembly.split.train_x, self.assembly.train_t
        self._engine, self.engine = engine_for(engine, method, x, t, follows._engine if follows is not None else None)
        self._parameters: Parameters | None = None
        self.start = start.sealed() if start is not None else first_parameters(self.assembly).seal()
        self._memory = memory or Memory(is_whole=frame is None or not frame.step)
        samples = len(self.assembly.train_t)
        self._rng = np.random.default_rng([project.training.seed, 1])
        self._carried: Carried | None = None
        self._owed: _Owed | None = None
        self._evaluated: tuple[int, Evaluation] | None = None
        self.divergence: Divergence | None = None
        if follows is not None:
            self.step, self.epoch = follows.step, follows.epoch
            return
        if frame is None:
            self.step, self.epoch = 0, 0
            self._load(self.start, self._empty_slots(), 0)
            self._batches = Batches.start(samples, project.training.batch_size, self._rng)
        else:
            self._restore(frame)
        self._last_good = self._frame(0, frame.evaluation if frame is not None else UNKNOWN)
        self.evaluate()

    @property
    def project(self) -> Project:
        """What is being learned, and how."""
        return self.assembly.project

    @property
    def steps_per_epoch(self) -> int:
        """How many steps one pass over the training set takes."""
        return self._batches.per_epoch

    @property
    def steps_left(self) -> int:
        """How many steps the epoch under way still takes."""
        return -(-(self._batches.samples - self._batches.at) // self._batches.size)

    @property
    def epochs(self) -> float:
        """Passes over the training set up to now, with the part of the one under way."""
        return self.epoch + self._batches.at / self._batches.samples

    @property
    def at_epoch_start(self) -> bool:
        """Whether the next step is the first of an epoch."""
        return self._batches.at_epoch_start

    @property
    def parameters(self) -> Parameters:
        """The weights and biases now; not to be written to."""
        if self._parameters is None:
            self._parameters = self._engine.parameters.seal()
        return self._parameters

    def train(self, steps: int = 1) -> None:
        """Adjust the weights by the next batches, ``steps`` of them or as many as the epoch has left.

        After a divergence it does nothing.
        """
        if self.divergence is not None:
            return
        rows = self._batches.next(steps)
        self._learn(rows, -(-len(rows) // self._batches.size), int(self._batches.at_epoch_start))

    def train_epochs(self, most: int) -> None:
        """Train whole epochs, ``most`` of them or fewer, but one at least; to the bit what epoch by epoch gives, and faster.

        Where one is under way its rest is the first of them, and the last where NumPy trains, or the reference; as it is where they
        drop neurons at random.
        """
        at_once = min(most, max(1, AT_ONCE // self.steps_per_epoch))
        if self._runs_alone:
            self.train_until(Halt(), (at_once - 1) * self.steps_per_epoch + self.steps_left)
        elif at_once == 1 or not self.at_epoch_start or any(self.assembly.method.dropout):
            self.train(self.steps_left)
        elif self.divergence is None:
            self._learn(self._batches.epochs(at_once), at_once * self.steps_per_epoch, at_once)

    @property
    def _runs_alone(self) -> bool:
        return isinstance(self._engine, kernel.Kernel) and kernel.shuffles()

    def train_until(self, halt: Halt, most: int) -> None:
        """Train ``most`` steps or some fewer, or until ``halt`` is raised; to the bit what batch by batch gives.

        Where an epoch is short it ends with one, so that it may be a few more.
        """
        if self.divergence is not None:
            return
        if self._runs_alone:
            self._run_alone(halt, most)
        elif most < self.steps_left:
            self.train(most)
        else:
            self.train_epochs(most // self.steps_per_epoch)

    def _run_alone(self, halt: Halt, most: int) -> None:
        assert isinstance(self._engine, kernel.Kernel)
        is_short = self.steps_per_epoch <= most and self.steps_per_epoch <= AT_ONCE
        with np.errstate(all="ignore"):
            steps, epochs = self._engine.run(self._batches, self.step - self._begun, most, halt, whole=is_short)
            ran_away = not self._engine.is_finite
        self._moved(steps, epochs, ran_away)

    def _learn(self, rows: IntArray, steps: int, epochs: int) -> None:
        with np.errstate(all="ignore"):
            self._engine.train(rows, self.step - self._begun, self._rng, self._batches.samples)
            ran_away = not self._engine.is_finite
        self._moved(steps, epochs, ran_away)

    def _moved(self, steps: int, epochs: int, ran_away: bool) -> None:
        self._parameters = None
        self.step += steps
        self.epoch += epochs
        if ran_away:
            self._diverge()

    def ahead(self, most: int) -> Parameters:
        """The parameters as one more step would leave them, on a batch of this epoch, of ``most`` samples at most.

        Asking changes nothing.
        """
        a, batches = self.assembly, self._batches
        again = Reference(a.method, a.split.train_x, a.train_t)
        again.load(self.parameters, self._engine.slots)
        with np.errstate(all="ignore"):
            again.train(
                batches.order[: min(batches.size, most)], self.step - self._begun, np.random.default_rng(self.step)
            )
        return again.parameters

    def evaluate(self) -> Evaluation:
        """Losses and metrics on all samples, as the weights are now. A loss that is no number makes the run diverge."""
        if self._evaluated is not None and self.is_judged:
            return self._evaluated[1]
        evaluation = e = judged(self.assembly, self.parameters)
        if not (np.isfinite(e.train_loss + e.test_loss + e.penalty) and self.parameters.is_finite):
            self._diverge()
            return self._last_good.evaluation
        self._evaluated = (self.step, evaluation)
        if self._owed is not None:
            self._carried, self._owed = self._owed.paid(self.assembly, evaluation, self.step), None
        self._last_good = self._frame(0, evaluation)
        return evaluation

    @property
    def is_dear(self) -> bool:
        """Whether judging it takes so long that a person would notice."""
        weights = sum(w.size for w in self.start.weights)
        return weights * (len(self.assembly.train_t) + len(self.assembly.test_t)) > DEAR

    @property
    def is_judged(self) -> bool:
        """Whether the network was evaluated as it is now."""
        return self._evaluated is not None and self._evaluated[0] == self.step

    def snapshot(self, generation: int, *, exact: bool = True) -> Frame:
        """Everything about this moment, in copies that nobody can write to.

        Parameters
        ----------
        exact
            Whether the network has to be evaluated as it is now; otherwise its last evaluation will do.
        """
        if exact or not says_numbers(self.assembly, self.parameters):
            self.evaluate()
        is_judged, evaluation = self.is_judged, self._last_good.evaluation
        if self.divergence is not None:
            good = self._last_good
            return Frame(
                generation, good.step, good.epoch, good.parameters, good.evaluation, good.resume,
                divergence=self.divergence,
            )  # fmt: skip
        return replace(self._frame(generation, evaluation), is_judged=is_judged)

    def _frame(self, generation: int, evaluation: Evaluation) -> Frame:
        state = self._batches.state()
        order = state["order"]
        order.flags.writeable = False
        slots = tuple(slot.seal() for slot in self._engine.slots)
        resume = Resume(slots, state["rng"], order, state["at"], self._begun)
        return Frame(generation, self.step, self.epoch, self.parameters, evaluation, resume, self._carried)

    def _load(self, parameters: Parameters, slots: Sequence[Parameters], begun: int) -> None:
        self._engine.load(parameters, without_held(slots, self.assembly.held))
        self._begun, self._parameters = begun, None

    def _restore(self, frame: Frame) -> None:
        if frame.resume is None:
            raise ValueError("this frame cannot be resumed from")
        self.step, self.epoch = frame.step, frame.epoch
        if frame.resume.is_without_slots:
            self._load(frame.parameters, self._empty_slots(), frame.step)
        else:
            self._load(frame.parameters, frame.resume.slots, frame.resume.begun)
        self._rng.bit_generator.state = frame.resume.rng
        samples, size = len(self.assembly.train_t), self.project.training.batch_size
        batches = Batches(samples, size, self._rng, frame.resume.order, frame.resume.at)
        self._batches = batches.resized(size)
        self.divergence = None
        self._evaluated = None

    def _diverge(self) -> None:
        """Say which layer blew up, and go back to the last moment at which all was finite."""
        until, lost = self.step, self.parameters
        self._owed = None
        self._restore(self._last_good)
        found = self._found(until)
        if found is None:
            # sums may still be finite where the squares of the loss are not: then it is the output that ran away
            found = Divergence(until, overflowing(self.assembly, lost) or "Output")
        self._restore(self._last_good)
        self.divergence = found

    def _found(self, until: int) -> Divergence | None:
        """Go through the last steps again, one by one, up to the first after which numbers overflow; None if they do not."""
        a, last = self.assembly, min(until, self.step + REPLAYED)
        again = Reference(a.method, a.split.train_x, a.train_t)
        again.load(self.parameters, self._engine.slots)
        while self.step < last:
            with np.errstate(all="ignore"):
                again.train(self._batches.next(), self.step - self._begun, self._rng)
            self.step += 1
            if layer := overflowing(a, again.parameters):
                return Divergence(self.step, layer)
        return None

    def forgive(self) -> None:
        """Let training go on from the last finite moment, after something was changed."""
        self.divergence = None

    def followed(self, project: Project) -> "Trainer":
        """A trainer of the edited project, which has learned what this one has.

        Other data, another seed, or a network that has not learned yet begin anew.
        """
        if not self.is_dear or not says_numbers(self.assembly, self.parameters) or not self.parameters.is_finite:
            self.evaluate()  # first: what ran away is put back to the last finite moment
        start = self.start if starts_alike(self.project, project) else None
        if self._begins_anew(project):
            return Trainer(project, start=start, engine=self._wanted)
        trainer = Trainer(project, start=start, memory=self._memory, engine=self._wanted, follows=self)
        parameters, written = self._carried_parameters(trainer)
        trainer._load(parameters, *self._carried_slots(trainer, written))
        trainer._parameters = parameters.seal()  # it has them to the bit
        trainer._rng = self._rng
        trainer._batches = self._carried_batches(trainer)
        old, new = self.assembly, trainer.assembly
        same_data = old.project.data == project.data
        if not same_data and not self.at_epoch_start:
            trainer.epoch += 1  # an epoch of the former data ends where they do
        # should it overflow at once, it stays where it is, and undoing the edit finds what was learned
        trainer._last_good = trainer._frame(0, self._last_good.evaluation)
        if same_data and old.loss is new.loss and (self.step or written is not None):
            known = self._evaluated[1] if self._evaluated is not None and self.is_judged else None
            trainer._owed = _Owed(old, self.parameters, known, trainer.parameters, trainer.step)
        if not trainer.is_dear:
            trainer.evaluate()
        return trainer

    def _begins_anew(self, project: Project) -> bool:
        old = self.project
        if (old.data.dataset, old.data.table) != (project.data.dataset, project.data.table):
            return True
        if old.training.seed != project.training.seed:
            return True
        # at step 0 nothing was learned: all there may be beside first weights was done by hand
        drawn_alike = old.network.initializer == project.network.initializer and wiring_of(old) == wiring_of(project)
        return self.step == 0 and not (drawn_alike and old.data == project.data) and self._was_drawn

    @property
    def _was_drawn(self) -> bool:
        """Whether the first weights are those that the project draws; those of a network from elsewhere were learned there."""
        drawn = first_parameters(self.assembly)
        return all(np.array_equal(a, b) for a, b in zip(self.start.arrays, drawn.arrays, strict=True))

    def _carried_parameters(self, trainer: "Trainer") -> tuple[Parameters, Parameters | None]:
        """What was learned, in the new network, and 1 at every number of it that the edit wrote by hand."""
        old, new = self.assembly, trainer.assembly
        parameters, memory = self.parameters, self._memory
        if old.wiring != new.wiring:
            now = Wired(old.wiring, parameters, self.step)
            known, fresh = (now, *memory.former), Wired(new.wiring, trainer.start)
            with np.errstate(all="ignore"):
                parameters = transplant(
                    known, fresh, old.activations, new.activations, new.split.train_x, new.held
                )  # fmt: skip
            memory = memory.with_former(now)
            if not parameters.is_finite:
                parameters = trainer.start
        done = memory.by_hand(old.project, new.project, new.wiring, parameters, trainer.start)
        trainer._memory = done.memory
        return done.parameters, done.marks

    def _empty_slots(self) -> list[Parameters]:
        return [self.start.zeros() for _ in self.assembly.optimizer.slots]

    def _carried_slots(self, trainer: "Trainer", written: Parameters | None) -> tuple[list[Parameters], int]:
        """The optimizer's memory for the new network, and the step at which it was begun."""
        old, new = self.assembly, trainer.assembly
        if new.optimizer is not old.optimizer:
            return self._former_slots(trainer)
        return list(carried_slots(old, new, self._engine.slots, trainer.start, written)), self._begun

    def _former_slots(self, trainer: "Trainer") -> tuple[list[Parameters], int]:
        """What the optimizer that comes back remembered, where nothing was learned meanwhile; otherwise nothing."""
        old, new = self.project, trainer.project
        still, memory = old.network.frozen | old.network.cut, trainer._memory
        left = Inertia(self.step, self._begun, self.assembly.wiring, still, self.parameters, tuple(self._engine.slots))
        known = memory.inertia.get(new.training.optimizer)
        trainer._memory = replace(memory, inertia={**memory.inertia, old.training.optimizer: left})
        still = new.network.frozen | new.network.cut
        if known is not None and known.fits(self.step, trainer.assembly.wiring, still, self.parameters):
            return list(known.slots), known.begun
        return trainer._empty_slots(), self.step

    def _carried_batches(self, trainer: "Trainer") -> Batches:
        size = trainer.project.training.batch_size
        if trainer.project.data == self.project.data:
            return self._batches.resized(size)
        return Batches.start(len(trainer.assembly.train_t), size, self._rng)

    @property
    def memory(self) -> Memory:
        """Of what was before edits."""
        return self._memory

    def returned(
        self, project: Project, frame: Frame, start: Parameters | None = None, memory: Memory | None = None
    ) -> "Trainer":
        """A trainer of that project where training was or would be at a frame of it, which can be resumed.

        Parameters
        ----------
        project
            The frame's; names and ids given out since may differ.
        start, memory
            The first weights and what is remembered of edits; by default what this trainer knows of both.
        """
        if start is None and starts_alike(self.project, project):
            start = self.start
        return Trainer(
            project,
            start=start,
            frame=replace(frame, divergence=None),
            memory=memory or self._memory,
            engine=self._wanted,
        )

    def rewound(self) -> "Trainer":
        """A trainer of the same project with the same first weights."""
        return Trainer(self.project, start=self.start, engine=self._wanted)

    def with_engine(self, engine: str) -> "Trainer":
        """The same training, the arithmetic done by another engine."""
        return Trainer(self.project, start=self.start, frame=self.snapshot(0), memory=self._memory, engine=engine)
