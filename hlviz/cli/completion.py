"""``hlviz completion bash|zsh|fish``: what the shell offers at the Tab key, made from the very parsers that read the commands."""

import argparse
import shlex
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from hlviz.document.settings import SETTINGS
from hlviz.files.terminal import OneLineParser, answered

Parsers = Mapping[str, argparse.ArgumentParser]


@dataclass(frozen=True)
class Option:
    """One option of a command."""

    flags: tuple[str, ...]
    help: str
    takes: str
    """``""`` for nothing, ``"file"``, ``"words"`` where ``choices`` says which, else ``"value"``."""
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Command:
    """One command as a shell sees it."""

    name: str
    help: str
    options: tuple[Option, ...]
    files: bool
    """Whether it takes a file without an option before it."""
    words: tuple[str, ...]
    """What it takes instead, where that is one of few."""


def commands_of(parsers: Parsers, offered: Mapping[str, tuple[str, ...]] | None = None) -> tuple[Command, ...]:
    """What each parser understands.

    Parameters
    ----------
    parsers
        By the name of the command; the one called "" is of ``hlviz`` itself.
    offered
        What stands for the value of options that the parser does not check itself, by their flag, such as the presets.
    """
    return tuple(_command(name, parser, offered or {}) for name, parser in parsers.items())


def _command(name: str, parser: argparse.ArgumentParser, offered: Mapping[str, tuple[str, ...]]) -> Command:
    options, files = [], False
    words: tuple[str, ...] = ()
    for action in parser._actions:
        if action.help == argparse.SUPPRESS or isinstance(action, argparse._SubParsersAction):
            continue
        choices = tuple(str(choice) for choice in action.choices) if action.choices is not None else ()
        if not action.option_strings:
            files, words = files or not choices, words or choices
            continue
        flag = action.option_strings[-1]
        choices = choices or offered.get(flag, ())
        is_file = action.type is Path
        takes = "" if action.nargs == 0 else "words" if choices else "file" if is_file else "value"
        options.append(Option(tuple(action.option_strings), _line(action.help or ""), takes, choices))
    return Command(name, _line(parser.description or ""), tuple(options), files, words)


def _line(text: str) -> str:
    """The first sentence of a help text."""
    return " ".join(text.replace("%%", "%").split()).partition(". ")[0].rstrip(".")


# Bash


def bash(commands: tuple[Command, ...]) -> str:
    """For ``~/.bashrc``: ``eval "$(hlviz completion bash)"``."""
    named = [command for command in commands if command.name]
    lines = [
        "_hlviz() {",
        '    local cur="${COMP_WORDS[COMP_CWORD]}" prev="${COMP_WORDS[COMP_CWORD-1]}" command="" words="" files=""',
        '    [ "$COMP_CWORD" -gt 1 ] && command="${COMP_WORDS[1]}"',
        '    case "$command:$prev" in',
    ]
    for command in named:
        for option in command.options:
            pattern = "|".join(f"{command.name}:{flag}" for flag in option.flags)
            if option.takes == "words":
                lines.append(f"        {pattern}) words={shlex.quote(' '.join(option.choices))} ;;")
            elif option.takes == "file":
                lines.append(f"        {pattern}) files=1 ;;")
            elif option.takes:
                lines.append(f"        {pattern}) return ;;")
    lines.append("        *)")
    lines.append('            case "$command" in')
    for command in named:
        words = " ".join([*command.words, *(flag for option in command.options for flag in option.flags)])
        files = " files=1" if command.files else ""
        lines.append(f"                {command.name}) words={shlex.quote(words)}{files} ;;")
    own = [flag for command in commands if not command.name for option in command.options for flag in option.flags]
    first = " ".join([*(command.name for command in named), *own])
    lines += [
        f"                *) words={shlex.quote(first)} files=1 ;;",
        "            esac ;;",
        "    esac",
        '    COMPREPLY=($(compgen -W "$words" -- "$cur"))',
        '    [ -z "$files" ] || { compopt -o filenames 2>/dev/null; COMPREPLY+=($(compgen -f -- "$cur")); }',
        "}",
        "complete -F _hlviz hlviz",
    ]
    return "\n".join(lines) + "\n"


# zsh


def zsh(commands: tuple[Command, ...]) -> str:
    """For ``~/.zshrc``: ``eval "$(hlviz completion zsh)"``, after ``compinit``."""
    named = [command for command in commands if command.name]
    own = next((command for command in commands if not command.name), None)
    lines = ["#compdef hlviz", "_hlviz() {", "    local -a commands", "    commands=("]
    lines += [f"        {shlex.quote(f'{command.name}:{command.help}')}" for command in named]
    lines += ["    )", "    if (( CURRENT == 2 )); then", "        _describe -t commands command commands"]
    if own is not None:
        lines.append("        " + " ".join(["_arguments", *map(_zsh_option, own.options)]))
    lines += [
        "        _files",
        "        return",
        "    fi",
        '    local command="$words[2]"',
        "    shift words; (( CURRENT-- ))",
    ]
    lines.append('    case "$command" in')
    for command in named:
        rest = f"*: :({' '.join(command.words)})" if command.words else "*: :_files"
        specs = [*map(_zsh_option, command.options), *([shlex.quote(rest)] if command.words or command.files else [])]
        lines.append(f"        {command.name}) " + " ".join(["_arguments", *specs]) + " ;;")
    lines += ["    esac", "}", 'if [ "$funcstack[1]" = "_hlviz" ]; then _hlviz "$@"; else compdef _hlviz hlviz; fi']
    return "\n".join(lines) + "\n"


def _zsh_option(option: Option) -> str:
    text = option.help.replace("[", "(").replace("]", ")").replace(":", ",")
    takes = {"": "", "file": ":file:_files", "value": ":value: ", "words": f":value:({' '.join(option.choices)})"}
    specs = [shlex.quote(f"{flag}[{text}]{takes[option.takes]}") for flag in option.flags]
    return " ".join(specs)


# fish


def fish(commands: tuple[Command, ...]) -> str:
    """For ``~/.config/fish/completions/hlviz.fish``."""
    named = [command for command in commands if command.name]
    lines = []
    for command in commands:
        if command.name:
            say = shlex.quote(command.help)
            lines.append(f"complete -c hlviz -n __fish_use_subcommand -a {command.name} -d {say}")
        seen = f"__fish_seen_subcommand_from {command.name}" if command.name else "__fish_use_subcommand"
        condition = f"-n {shlex.quote(seen)}"
        if command.words:
            lines.append(f"complete -c hlviz {condition} -f -a {shlex.quote(' '.join(command.words))}")
        elif command.name and not command.files:
            lines.append(f"complete -c hlviz {condition} -f")
        for option in command.options:
            flags = " ".join(f"-l {f[2:]}" if f.startswith("--") else f"-s {f[1:]}" for f in option.flags)
            takes = {
                "": "",
                "file": " -r -F",
                "value": " -x",
                "words": f" -x -a {shlex.quote(' '.join(option.choices))}",
            }
            say = shlex.quote(option.help)
            lines.append(f"complete -c hlviz {condition} {flags}{takes[option.takes]} -d {say}")
    assert named
    return "\n".join(lines) + "\n"


SHELLS: dict[str, Callable[[tuple[Command, ...]], str]] = {"bash": bash, "zsh": zsh, "fish": fish}


def main(argv: list[str], root: argparse.ArgumentParser, others: Parsers) -> int:
    """Carry out ``hlviz completion SHELL``; the exit code.

    Parameters
    ----------
    argv
        What stands behind ``completion``.
    root
        The parser whose commands are those of the command line.
    others
        Parsers of commands that are not below it, and under "" that of ``hlviz`` itself.
    """
    return answered(lambda: _printed(argv, root, others))


def _printed(argv: list[str], root: argparse.ArgumentParser, others: Parsers) -> int:
    own = parser()
    args = own.parse_args(argv)
    print(script(args.shell, root, others), end="")
    return 0


def parser() -> argparse.ArgumentParser:
    """What understands the command itself."""
    own = OneLineParser(
        prog="hlviz completion",
        description="Print what makes a shell offer commands, options and their values at the Tab key. "
        'In bash or zsh: eval "$(hlviz completion bash)" in ~/.bashrc or ~/.zshrc. '
        "In fish: hlviz completion fish > ~/.config/fish/completions/hlviz.fish",
    )
    own.add_argument("shell", choices=list(SHELLS), help="which shell")
    return own


def script(shell: str, root: argparse.ArgumentParser, others: Parsers) -> str:
    """What to give the shell."""
    from hlviz.document.presets import PRESETS

    parsers: dict[str, argparse.ArgumentParser] = {}
    for action in root._actions:
        if isinstance(action, argparse._SubParsersAction):
            parsers |= action.choices
    settings = tuple(f"{key}=" for key in SETTINGS)
    offered = {"--preset": tuple(PRESETS), "--set": settings}
    return SHELLS[shell](commands_of({**parsers, **others, "completion": parser()}, offered))
