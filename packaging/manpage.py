"""Write the man page from what the command line says of itself: python packaging/manpage.py > hlviz.1

The commands are those that ``hlviz --help`` lists, and what each says of itself is taken from its own ``--help``.
"""

import os
import re
import subprocess
import sys
import time

OPTION = re.compile(r"^  (\S.*?)(?:\s{2,}(\S.*))?$")
BOLD = re.compile(r"(--?[\w-]+)")


def said(*arguments: str) -> str:
    """What hlviz prints, in lines as long as they like to be."""
    environment = {**os.environ, "COLUMNS": "1000", "NO_COLOR": "1"}
    command = [sys.executable, "-m", "hlviz", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True, env=environment).stdout


def escaped(text: str) -> str:
    """Text that troff prints as it stands."""
    text = text.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq").replace("`", "\\(ga").replace("…", "...")
    return "\\&" + text if text.startswith(".") else text


def bold(text: str) -> str:
    """An option with its name in bold and what it takes in italics, as man pages have it."""
    parts = BOLD.split(text)
    return "".join(f"\\fB{escaped(part)}\\fR" if at % 2 else escaped(part) for at, part in enumerate(parts))


def items(lines: list[str]) -> list[str]:
    """A list of argparse: names at two spaces, what they mean beside or below them."""
    page: list[str] = []
    for line in lines:
        match = OPTION.match(line)
        if match and not line.startswith("   "):
            page += [".TP", bold(match[1])]
            if match[2]:
                page.append(escaped(match[2]))
        elif line.strip():
            page.append(escaped(line.strip()))
    return page


def section(command: str) -> list[str]:
    """What one command says of itself, as a part of the page."""
    page = [f".SS hlviz {command}"]
    for block in re.split(r"\n\n+", said(command, "--help").strip()):
        lines = block.splitlines()
        title = re.fullmatch(r"([a-z ]+):", lines[0])
        if lines[0].startswith("usage:"):
            page += [bold(" ".join(block.split())[len("usage: ") :])]
        elif title:
            page += [".PP", f".I {escaped(title[1].capitalize())}", *items(lines[1:])]
        else:
            page += [".PP", *(escaped(line.strip()) for line in lines)]
    return page


def main() -> None:
    """Print the page."""
    import hlviz

    usage = said("--help").splitlines()
    lines: list[tuple[str, str]] = []
    for line in usage:
        if match := re.match(r"(?:usage:|\s+)\s*(hlviz.*?)\s{2,}(.*)", line):
            lines.append((match[1], match[2]))
        elif lines and line.strip():  # the words before it go on
            lines[-1] = (lines[-1][0], f"{lines[-1][1]} {line.strip()}")
    commands = [match[1] for form, _ in lines if (match := re.match(r"hlviz ([a-z][a-z-]*)", form))]
    if len(commands) < 3:
        raise SystemExit(f"hlviz --help is not understood any more: it lists the commands {commands}")
    date = time.strftime("%Y-%m-%d", time.gmtime(int(os.environ.get("SOURCE_DATE_EPOCH", time.time()))))
    summary = (hlviz.__doc__ or "").partition("\n\n")[0].partition(": ")[2].strip()
    page = [
        f'.TH HLVIZ 1 "{date}" "hlviz {hlviz.__version__}" "User Commands"',
        ".SH NAME",
        f"hlviz \\- {escaped(summary[0].lower() + summary[1:])}",
        ".SH SYNOPSIS",
        *(part for form, _ in lines for part in (f"\\fB{escaped(form)}\\fR", ".br")),
        ".SH DESCRIPTION",
        *(part for form, words in lines for part in (".TP", f"\\fB{escaped(form)}\\fR", escaped(words))),
        ".SH COMMANDS",
        *(part for command in commands for part in section(command)),
        ".SH EXIT STATUS",
        *(".TP\n0\ndone".splitlines()),
        *(".TP\n1\nthe training diverged: its loss stopped being a number".splitlines()),
        *(".TP\n2\nsomething is wrong with what was asked; one line says what".splitlines()),
        *(".TP\n3\nthe machine lacks what a window or a picture needs, such as a display".splitlines()),
        *(".TP\n130\nstopped by Ctrl+C".splitlines()),
    ]
    print("\n".join(page))


if __name__ == "__main__":
    main()
