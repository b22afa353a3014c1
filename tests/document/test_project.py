import pytest

from hlviz.document import Project, edits


def test_a_new_project():
    project = Project()
    assert project.network.hidden == ()
    assert project.data.dataset == "circle"
    assert project == Project()


def test_ids_only_grow():
    project = edits.add_layer(Project(), 0)
    assert project.with_ids_from(3) is project
    assert project.with_ids_from(50).next_id == 50
    assert edits.add_layer(project.with_ids_from(50), 0).network.hidden[0].id == 50


def test_layers_by_their_ids():
    project = edits.set_shape(Project(), (4, 2))
    first, second = project.network.hidden
    assert project.network.layer(second.id) is second
    assert project.network.index(first.id) == 0
    with pytest.raises(KeyError):
        project.network.layer(999)
