"""``hlviz check FILE``: can it be opened, and is something odd about it? Projects, tables, networks of other programs."""

import argparse
from pathlib import Path

from hlviz.cli.results import Commands, Result, add_json, described, summary, tell
from hlviz.datasets import Points
from hlviz.datasets.formats import Origin, read_raw
from hlviz.datasets.guess import guess, passed_over
from hlviz.datasets.table_recipe import learned
from hlviz.document.problems import Problem, check
from hlviz.files import read_project
from hlviz.files.project_file import is_project
from hlviz.interchange.imported import imported
from hlviz.interchange.playground_link import is_link, read_link
from hlviz.interchange.readers import is_network, read_network

FOUND = 1
"""The exit code where it can be opened, but something is odd about it."""


NAMED = 8
"""Classes that are named where there are many."""


def add_to(commands: Commands) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "check",
        help="say whether a file can be opened, and what is odd about it",
        description="Say whether a project, a table, a network of another program or a TensorFlow Playground link can be opened, and "
        "what is odd about it. Exit code 0: nothing; 1: something is; 2: it cannot be opened.",
    )
    parser.add_argument(
        "file", metavar="FILE", help="a project (.hlviz), a table (.csv), a network (.onnx …), or a link"
    )
    add_json(parser)
    parser.set_defaults(command=_check)


def _check(args: argparse.Namespace) -> int:
    kind, result, problems = _looked_at(args.file)
    found = [{"where": str(p.where), "text": p.text, "remedy": p.remedy, "blocks": p.blocks} for p in problems]
    lines = [f"{kind}: {_line(result)}", *(f"  {p.text} {p.remedy}" for p in problems)]
    if not problems:
        lines.append("  nothing odd")
    tell(args, {"kind": kind, **result, "problems": found}, lines)
    return FOUND if problems else 0


def _looked_at(file: str) -> tuple[str, Result, tuple[Problem, ...]]:
    path = Path(file)
    if is_link(file):
        project = read_link(file).project
        return "link", described(project), check(project)
    if is_network(path):  # asked first: an npz is a ZIP, as projects are
        project = imported(read_network(path), path.stem).project
        return "network", described(project), check(project)
    if is_project(path):
        saved = read_project(path)
        result = {**described(saved.project), "steps": saved.frame.step, "epochs": saved.frame.epoch}
        return "project", result, check(saved.project)
    raw = read_raw(Origin(path))
    recipe = guess(raw)
    points = learned(raw, recipe).points
    kind = "folder of pictures" if path.is_dir() else "table"
    return kind, _table(path, points), _odd(points, passed_over(raw, recipe))


def _table(path: Path, points: Points) -> Result:
    samples, _ = points.sizes
    return {
        "name": path.stem,
        "samples": samples,
        "inputs": list(points.input_names),
        "target": points.target_name,
        "classes": list(points.class_names),
    }


def _odd(points: Points, left_out: str) -> tuple[Problem, ...]:
    """What makes a table hard to learn from, whatever the network."""
    problems = []
    if points.is_classification and points.classes == 1:
        text = f"Every sample is {points.class_names[0]!r}."
        problems.append(Problem("data", text, "Choose another column to learn, or add samples of another class."))
    flat = [
        name
        for name, low, high in zip(points.input_names, points.x.min(0), points.x.max(0), strict=True)
        if low == high
    ]
    if flat:
        text = f"{flat[0]!r} is the same in every row{f', and {len(flat) - 1} columns more' if len(flat) > 1 else ''}."
        problems.append(Problem("data", text, "Leave it out: nothing can be learned from it."))
    if left_out:
        said, _, way = left_out.partition("; ")
        problems.append(Problem("data", f"{said[0].upper()}{said[1:]}.", f"{way[0].upper()}{way[1:]}."))
    return tuple(problems)


def _line(result: Result) -> str:
    if "layers" in result:
        return summary(result)
    names, more = result["classes"][:NAMED], len(result["classes"]) - NAMED
    named = f"{', '.join(name[:30] for name in names)}{f' and {more} more' if more > 0 else ''}"
    asks = f"{len(result['classes'])} classes ({named})" if names else "a number"
    return (
        f"{result['name']}: {result['samples']} samples, {len(result['inputs'])} inputs, {result['target']} is {asks}"
    )
