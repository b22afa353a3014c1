"""Whoever is killed while saving leaves the file before or the file after, and nothing that was said to be saved is lost."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

KILLS = int(os.environ.get("HLVIZ_KILLS", "30"))

# Forks, so that hlviz is imported once: each child saves one revision after the other and says which are safe, until it is killed.
PROGRAM = """
import os, random, signal, sys, time
from dataclasses import replace
from pathlib import Path
from hlviz.document import Project, edits
from hlviz.files import Saved, read_project, write_project
from hlviz.training.curves import Curves
from hlviz.training.trainer import Trainer

path, kills = Path(sys.argv[1]), int(sys.argv[2])
trainer = Trainer(edits.set_shape(Project(), (64, 64)))
document = Saved.of_trainer(trainer, Curves())

def save(revision):
    write_project(path, replace(document, project=replace(document.project, notes=str(revision))))

save(0)
rng, safe = random.Random(3), 0
for _ in range(kills):
    said, saying = os.pipe()
    child = os.fork()
    if not child:
        for revision in range(safe + 1, 10**6):
            save(revision)
            os.write(saying, b"%d\\n" % revision)
    os.close(saying)
    time.sleep(rng.uniform(0.01, 0.15))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with open(said) as lines:
        safe = max([safe, *map(int, lines)])
    found = int(read_project(path).project.notes)
    assert safe <= found <= safe + 1, (safe, found)
    safe = found
print(safe)
"""


@pytest.mark.slow
def test_killed_while_saving(tmp_path: Path) -> None:
    command = [sys.executable, "-c", PROGRAM, str(tmp_path / "x.hlviz"), str(KILLS)]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr
    assert int(answer.stdout) > KILLS  # otherwise they were killed before they began
