"""A network that learns, step by step. It does not know that anyone watches."""

from collections.abc import Sequence

import numpy as np

from hlviz.document import Project
from hlviz.document.wiring import wiring_of
from hlviz.nn.arrays import Array, IntArray
from hlviz.nn.batches import Batches
from hlviz.nn.metrics import accuracy, r_squared
from hlviz.nn.mlp import Parameters, backward, dropout_masks, forward, penalty
from hlviz.training.assembly import Assembly, assemble, first_parameters
from hlviz.training.frame import Carried, Divergence, Evaluation, Frame, Resume
from hlviz.training.transplant import Wired, carry, transplant

NOT_YET = Evaluation(0.0, 0.0, 0.0, 0.0, 0.0)
INERTIA = ("velocity", "mean")
"""Slots that carry a weight on when nothing pulls it."""
FORMER = 24
"""Former networks remembered, so that an undone edit finds its weights again."""


class Trainer:
    """One project learning: parameters, the optimizer's memory, and the place in the data."""

    def __init__(
        self,
        project: Project,
        *,
        start: Parameters | None = None,
        frame: Frame | None = None,
        former: Sequence[Wired] = (),
    ) -> None:
        """Begin at the start, or go on from a frame that holds what it takes to resume.

        Parameters
        ----------
        start
            The first weights, where they are known; otherwise drawn from the project's seed.
        frame
            A frame of this very network with its ``resume``.
        former
            Networks before earlier edits, newest first.
        """
        self.assembly: Assembly = assemble(project)
        self.start = (start or first_parameters(self.assembly)).sealed()
        self._former = list(former)
        samples = len(self.assembly.train_t)
        self._rng = np.random.default_rng([project.training.seed, 1])
        self._carried: Carried | None = None
        self._evaluated: tuple[int, Evaluation] | None = None
        self.divergence: Divergence | None = None
        if frame is None:
            self.step, self.epoch = 0, 0
            self.parameters = self.start.copy()
            self._slots, self._begun = self._empty_slots(), 0
            self._batches = Batches.start(samples, project.training.batch_size, self._rng)
        else:
            self._restore(frame)
        self._last_good = self._frame(0, frame.evaluation if frame is not None else NOT_YET)
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
    def epochs(self) -> float:
        """Passes over the training set up to now, with the part of the one under way."""
        return self.epoch + self._batches.at / self._batches.samples

    @property
    def at_epoch_start(self) -> bool:
        """Whether the next step is the first of an epoch."""
        return self._batches.at_epoch_start

    def train_step(self) -> None:
        """Adjust the weights once, by one batch. After a divergence it does nothing."""
        if self.divergence is not None:
            return
        assembly, training = self.assembly, self.project.training
        rows = self._batches.next()
        x, t = assembly.split.train_x[rows], assembly.train_t[rows]
        rates = [layer.dropout for layer in self.project.network.hidden]
        with np.errstate(all="ignore"):
            masks = dropout_masks(rates, assembly.wiring.sizes[1:-1], len(rows), self._rng, x.dtype)
            forwarded = forward(self.parameters, assembly.activations, x, masks)
            if not np.isfinite(forwarded.outputs.sum()):
                self._diverge()
                return
            gradient = backward(
                self.parameters, assembly.activations, forwarded, t, assembly.loss,
                regularizer=assembly.regularizer, rate=training.regularization_rate, masks=masks,
            )  # fmt: skip
            self._update(gradient)
        self.step += 1
        if self._batches.at_epoch_start:
            self.epoch += 1

    def _update(self, gradient: Parameters) -> None:
        assembly, training = self.assembly, self.project.training
        stops = assembly.regularizer.stops_at_zero and training.regularization_rate > 0
        signs = [np.sign(w) for w in self.parameters.weights] if stops else []
        slots = [slot.arrays for slot in self._slots]
        for i, (p, g) in enumerate(zip(self.parameters.arrays, gradient.arrays, strict=True)):
            memory = [arrays[i] for arrays in slots]
            assembly.optimizer.update(p, g, memory, training.learning_rate, self.step + 1 - self._begun)
        moving = [slot for slot, name in zip(self._slots, assembly.optimizer.slots, strict=True) if name in INERTIA]
        for layer, sign in enumerate(signs):
            stopped = self.parameters.weights[layer] * sign < 0
            for array in (self.parameters.weights[layer], *(slot.weights[layer] for slot in moving)):
                array[stopped] = 0

    def evaluate(self) -> Evaluation:
        """Losses and metrics on all samples, as the weights are now. A loss that is no number makes the run diverge."""
        if self._evaluated is not None and self._evaluated[0] == self.step:
            return self._evaluated[1]
        a = self.assembly
        with np.errstate(all="ignore"):
            train_loss, train_metric = self._judge(a.split.train_x, a.train_t, a.split.train_y)
            test_loss, test_metric = self._judge(a.split.test_x, a.test_t, a.split.test_y)
            cost = penalty(self.parameters, a.regularizer, self.project.training.regularization_rate)
        evaluation = Evaluation(train_loss, test_loss, cost, train_metric, test_metric)
        if not (np.isfinite(train_loss + test_loss + cost) and self.parameters.is_finite):
            self._diverge()
            return self._last_good.evaluation
        self._evaluated = (self.step, evaluation)
        self._last_good = self._frame(0, evaluation)
        return evaluation

    def _judge(self, x: Array, t: Array, y: Array | IntArray) -> tuple[float, float]:
        a = self.assembly
        outputs = forward(self.parameters, a.activations, x).outputs
        loss = a.loss.value(outputs, t)
        if a.is_classification:
            return loss, accuracy(a.predicted(outputs), np.asarray(y, dtype=np.int64))
        return loss, r_squared(outputs[:, 0], t[:, 0])

    def snapshot(self, generation: int) -> Frame:
        """Everything about this moment, in copies that nobody can write to."""
        evaluation = self.evaluate()
        if self.divergence is not None:
            good = self._last_good
            return Frame(
                generation, good.step, good.epoch, good.parameters, good.evaluation, good.resume,
                divergence=self.divergence,
            )  # fmt: skip
        return self._frame(generation, evaluation)

    def _frame(self, generation: int, evaluation: Evaluation) -> Frame:
        state = self._batches.state()
        order = state["order"]
        order.flags.writeable = False
        slots = tuple(slot.sealed() for slot in self._slots)
        resume = Resume(slots, state["rng"], order, state["at"], self._begun)
        return Frame(generation, self.step, self.epoch, self.parameters.sealed(), evaluation, resume, self._carried)

    def _restore(self, frame: Frame) -> None:
        if frame.resume is None:
            raise ValueError("this frame cannot be resumed from")
        self.step, self.epoch = frame.step, frame.epoch
        self.parameters = frame.parameters.copy()
        self._slots, self._begun = [slot.copy() for slot in frame.resume.slots], frame.resume.begun
        self._rng.bit_generator.state = frame.resume.rng
        samples, size = len(self.assembly.train_t), self.project.training.batch_size
        batches = Batches(samples, size, self._rng, frame.resume.order, frame.resume.at)
        self._batches = batches.resized(size)
        self.divergence = None
        self._evaluated = None

    def _diverge(self) -> None:
        """Say which layer blew up, and go back to the last moment at which all was finite."""
        named = [self.project.network.layer_name(i) for i in range(len(self.project.network.hidden))] + ["Output"]
        with np.errstate(all="ignore"):
            forwarded = forward(self.parameters, self.assembly.activations, self.assembly.split.train_x)
        finite = [bool(np.isfinite(z).all()) for z in forwarded.z]
        # sums may still be finite where the squares of the loss are not: then it is the output that ran away
        layer = named[finite.index(False)] if False in finite else named[-1]
        divergence = Divergence(self.step, layer)
        self._restore(self._last_good)
        self.divergence = divergence

    def forgive(self) -> None:
        """Let training go on from the last finite moment, after something was changed."""
        self.divergence = None

    def followed(self, project: Project) -> "Trainer":
        """A trainer of the edited project, which has learned what this one has.

        Other data, another seed, or a network that has not learned yet begin anew.
        """
        before = self.evaluate().train_loss  # asked first: what ran away is put back to the last finite moment
        same_start = self._first_weights(self.project) == self._first_weights(project)
        start = self.start if same_start else None
        if self._begins_anew(project):
            return Trainer(project, start=start)
        trainer = Trainer(project, start=start, former=self._former)
        trainer.divergence = None  # of the first weights, if any: these are not in use
        trainer.step, trainer.epoch = self.step, self.epoch
        old, new = self.assembly, trainer.assembly
        if old.wiring == new.wiring:
            trainer.parameters = self.parameters.copy()
        else:
            known = (Wired(old.wiring, self.parameters.sealed(), self.step), *self._former)
            fresh = Wired(new.wiring, trainer.start)
            with np.errstate(all="ignore"):
                trainer.parameters = transplant(known, fresh, old.activations, new.activations, new.split.train_x)
            trainer._former = list(known[:FORMER])
        trainer._slots, trainer._begun = self._carried_slots(trainer)
        trainer._rng = self._rng
        trainer._batches = self._carried_batches(trainer)
        if new.split is not old.split and not self.at_epoch_start:
            trainer.epoch += 1  # an epoch of the former data ends where they do
        trainer._evaluated = None
        after = trainer.evaluate().train_loss
        if old.split is new.split and old.loss is new.loss:
            trainer._carried = Carried(before, after)
        return trainer

    @staticmethod
    def _first_weights(project: Project) -> tuple[object, ...]:
        """What the first weights depend on."""
        return wiring_of(project), project.network.initializer, project.training.seed

    def _begins_anew(self, project: Project) -> bool:
        old = self.project
        return (
            self.step == 0
            or (old.data.dataset, old.data.table) != (project.data.dataset, project.data.table)
            or old.training.seed != project.training.seed
        )

    def _empty_slots(self) -> list[Parameters]:
        return [self.start.zeros() for _ in self.assembly.optimizer.slots]

    def _carried_slots(self, trainer: "Trainer") -> tuple[list[Parameters], int]:
        """The optimizer's memory for the new network, and the step at which it was begun."""
        if trainer.assembly.optimizer is not self.assembly.optimizer:
            return trainer._empty_slots(), self.step
        old, new = self.assembly.wiring, trainer.assembly.wiring
        carried = []
        for name, slot in zip(self.assembly.optimizer.slots, self._slots, strict=True):
            fresh = trainer.start.zeros()
            if name == "square":  # 0 would let a new weight leap: it begins at the pace of the others
                for array in fresh.arrays:
                    array += np.mean([known.mean() for known in slot.arrays])
            carried.append(carry([Wired(old, slot)], Wired(new, fresh), outgoing=True))
        return carried, self._begun

    def _carried_batches(self, trainer: "Trainer") -> Batches:
        size = trainer.project.training.batch_size
        if trainer.assembly.split is self.assembly.split:
            return self._batches.resized(size)
        return Batches.start(len(trainer.assembly.train_t), size, self._rng)

    def rewound(self) -> "Trainer":
        """A trainer of the same project with the same first weights."""
        return Trainer(self.project, start=self.start)
