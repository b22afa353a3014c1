"""What the user edits: one immutable value, the project, and the functions that make a new one from it."""

from hlviz.document.project import Project
from hlviz.document.specs import DataSpec, LayerId, LayerSpec, NetworkSpec, NeuronId, TrainingSpec

__all__ = ["DataSpec", "LayerId", "LayerSpec", "NetworkSpec", "NeuronId", "Project", "TrainingSpec"]
