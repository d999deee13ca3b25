"""Run one of several modules by its name; the parameters of its `main` are the arguments it takes."""

import argparse
import ast
import inspect
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import get_args

SCRIPTS = Path(__file__).resolve().parents[1]


def run(folder: str) -> None:
    """Run the module that is named, and exit as its `main` says; without a name, list what there is."""
    files = {path.stem: path for path in sorted((SCRIPTS / folder).glob("*.py"))}
    name = sys.argv[1] if len(sys.argv) > 1 else ""
    if name in files:
        main = import_module(f"{folder}.{name}").main
        sys.exit(call(main, f"{Path(sys.argv[0]).name} {name}", sys.argv[2:]))
    for each, path in files.items():
        print(f"{each:12}{(ast.get_docstring(ast.parse(path.read_text('utf-8'))) or '').partition(chr(10))[0]}")
    if name not in ("", "-h", "--help"):
        print(f"There is no {name!r}.", file=sys.stderr)
        sys.exit(2)


def call(main: Callable[..., int | None], program: str, given: list[str]) -> int | None:
    """Call a function with what the command line gives: its keyword-only parameters are options."""
    parser = argparse.ArgumentParser(
        program, description=inspect.getmodule(main).__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    signature = inspect.signature(main)
    for parameter in signature.parameters.values():
        add(parser, parameter)
    values = vars(parser.parse_args(given))
    if not (transcripts := values.get("transcripts", SCRIPTS)).is_dir():
        parser.error(f"{transcripts} is not here: name the folder of the transcripts")
    bound = signature.bind_partial()
    bound.arguments.update(values)
    return main(*bound.args, **bound.kwargs)


def add(parser: argparse.ArgumentParser, parameter: inspect.Parameter) -> None:
    """Make a parameter an argument, or an option, of its type."""
    name, default = parameter.name, parameter.default
    kind = next(iter(get_args(parameter.annotation)), parameter.annotation)  # of `Path | None`, Path
    option = f"{'-' if len(name) == 1 else '--'}{name.rstrip('_').replace('_', '-')}"
    if parameter.kind is parameter.VAR_POSITIONAL:
        parser.add_argument(name, nargs="*", type=kind)
    elif parameter.kind is not parameter.KEYWORD_ONLY:
        needed = default is parameter.empty
        parser.add_argument(name, type=kind, nargs=None if needed else "?", default=None if needed else default)
    elif kind is bool:
        parser.add_argument(option, dest=name, action="store_true")
    else:
        parser.add_argument(option, dest=name, type=kind, default=default)
