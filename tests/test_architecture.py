"""The rooms and arrows of ARCHITECTURE.md, read from the import statements."""

import ast
import json
import subprocess
import sys
from collections import defaultdict
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from evidence.cli import app

SRC = Path(__file__).resolve().parents[1] / "src"
FILES = sorted((SRC / "evidence").rglob("*.py"))
MAX_LINES, MAX_FUNCTION = 450, 60

# From the ground up: a room imports from rooms on its left and from itself. No module stands outside of these.
GROUND = (
    "model", "errors", "text", "terminal", "amounts", "yaml_text", "english", "escape", "encodings", "sheets",
    "additions", "files", "cache", "git", "settings", "workspace", "registry",
)  # fmt: skip
ROOMS = (
    *GROUND, "calls", "query", "store", "accounts", "quotes", "segments", "documents", "review", "exports",
    "library", "commands", "__init__", "cli",
)  # fmt: skip
# Pure is every module of these rooms but those that reach files, models, clocks or people.
PURE_ROOMS = (
    "model",
    "errors",
    "text",
    "terminal",
    "yaml_text",
    "english",
    "escape",
    "encodings",
    "sheets",
    "additions",
    "amounts",
    "settings",
    "registry",
    "calls",
    "query",
    "accounts",
    "quotes",
    "segments",
    "documents",
    "review",
)
REACHING = (
    "accounts.tables", "accounts.sql", "accounts.sql_engine", "accounts.sql_process", "accounts.sql_worker",
    "accounts.sql_trees", "accounts.conditions", "accounts.exported", "accounts.parquet", "accounts.snapshots",
    "quotes.nlp", "quotes.mining", "quotes.appraisal",
    "review.decisions", "review.plain", "review.screen",
)  # fmt: skip
HOMES = {
    "spacy": ("quotes.nlp",),
    "numpy": ("quotes",),
    "pandas": ("exports.frames",),
    "duckdb": ("accounts",),
    "tantivy": ("store",),
    "textual": ("review.screen",),
    "rapidfuzz": ("query", "accounts", "quotes"),
    "yaml": ("yaml_text",),
    "Stemmer": ("text",),
    "markdown_it": ("documents",),
    "charset_normalizer": ("calls",),
    "typer": ("cli",),
    "click": ("cli",),
    "rich": ("cli", "review.screen"),
}
EFFECTS = {
    "os",
    "time",
    "random",
    "secrets",
    "subprocess",
    "shutil",
    "tempfile",
    "glob",
    "socket",
    "sqlite3",
    "logging",
}
CLOCKS = {"now", "utcnow", "today", "fromtimestamp"}


def module_name(path):
    parts = path.relative_to(SRC / "evidence").with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 1 else parts)


MODULES = {module_name(path): path for path in FILES}


@cache
def tree(name):
    return ast.parse(MODULES[name].read_text(encoding="utf-8"))


def within(name, prefixes):
    return any(name == prefix or name.startswith(prefix + ".") for prefix in prefixes)


def room(name):
    return name.split(".")[0]


def imported(node, importer):
    """The absolute dotted names that one import statement may bind a module of."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    base = node.module or ""
    if node.level:
        package = importer.split(".") if MODULES[importer].name == "__init__.py" else importer.split(".")[:-1]
        base = ".".join(["evidence", *package[: len(package) - node.level + 1], *filter(None, [node.module])])
    return [f"{base}.{alias.name}" for alias in node.names]


def imports(name):
    """(line, absolute dotted name) of every import statement in a module, wherever it stands."""
    for node in ast.walk(tree(name)):
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield from ((node.lineno, target) for target in imported(node, name))


def own_imports(name):
    """(line, module) for every module of this package that a module imports."""
    for line, target in imports(name):
        if target.split(".")[0] != "evidence":
            continue
        parts = target.split(".")[1:]
        while parts and ".".join(parts) not in MODULES:
            parts.pop()
        yield line, ".".join(parts) or "__init__"


def is_pure(name):
    return within(name, PURE_ROOMS) and not within(name, REACHING)


def places(faults):
    return "\n" + "\n".join(sorted(set(faults)))


def at(name, line):
    return f"{MODULES[name].relative_to(SRC)}:{line}"


def test_no_arrow_runs_up_the_list_of_rooms():
    faults = [
        f"{at(name, line)}: {room(name)} imports {target}"
        for name in MODULES
        for line, target in own_imports(name)
        if ROOMS.index(room(target)) > ROOMS.index(room(name))
    ]
    assert not faults, places(faults)


def test_nothing_stands_loose_at_the_top_but_the_ground():
    loose = {name for name in MODULES if "." not in name and MODULES[name].name != "__init__.py"}
    assert loose <= {*GROUND, "__init__"}
    assert {room(name) for name in MODULES} <= set(ROOMS)


COMMANDS = {name.split(".")[1] for name in MODULES if name.startswith("commands.")}


def command_of(name):
    """The command that a module of `commands/` is, or is a part of: `segments` for segments_explain."""
    own = [known for known in COMMANDS if name == known or name.startswith(f"{known}_")]
    return min(own, key=len)


def test_a_command_has_a_module_of_its_own_name_without_a_terminal():
    assert set(app.COMMANDS) <= COMMANDS


@pytest.mark.parametrize("room", ["commands", "library"])
def test_every_module_has_its_test_file_and_every_test_file_its_module(room):
    modules = {name.partition(".")[2].lstrip("_") for name in MODULES if name.startswith(f"{room}.")}
    tests = {path.stem.removeprefix("test_") for path in (SRC.parent / "tests" / room).glob("test_*.py")}
    assert tests == modules


def test_a_command_imports_its_own_parts_and_never_another_command():
    faults = [
        f"{at(name, line)}: {name} imports {target}"
        for name in MODULES
        if name.startswith("commands.")
        for line, target in own_imports(name)
        if target.startswith("commands.") and command_of(target.split(".")[1]) != command_of(name.split(".")[1])
    ]
    assert not faults, places(faults)


def public(kinds):
    """Where each public name of these kinds is defined at the top of a module."""
    found = defaultdict(list)
    for name in MODULES:
        for node in tree(name).body:
            if isinstance(node, kinds) and not node.name.startswith("_"):
                found[node.name].append(name)
    return found


def test_a_class_name_stands_for_one_thing():
    assert not {name: homes for name, homes in public(ast.ClassDef).items() if len(homes) > 1}


# Every format, export and command has these under one name: the registry or the program asks for them.
ENTRY_POINTS = {"claim": "calls.formats", "read": "calls.formats", "write": "exports", "run": "cli"}
REGISTRIES = {"names": ("calls.formats", "exports")}


def test_no_two_public_functions_are_told_apart_by_their_module_alone():
    faults = {
        name: homes
        for name, homes in public(ast.FunctionDef | ast.AsyncFunctionDef).items()
        if len(homes) > 1
        and not (name in ENTRY_POINTS and all(within(home, (ENTRY_POINTS[name],)) for home in set(homes)))
        and tuple(homes) != REGISTRIES.get(name)
    }
    assert not faults


def test_no_imports_run_in_a_circle():
    graph = {name: {target for _, target in own_imports(name)} for name in MODULES}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(" -> ".join(error.args[1]))


def test_what_is_pure_imports_only_what_is_pure():
    faults = [
        f"{at(name, line)}: the pure {name} imports {target}"
        for name in MODULES
        if is_pure(name)
        for line, target in own_imports(name)
        if not is_pure(target)
    ]
    assert not faults, places(faults)


def effects(name):
    """What a pure module may not do: reach files, clocks, chance, processes, the terminal."""
    for line, target in imports(name):
        parts = tuple(target.split("."))
        if parts[0] in EFFECTS or (parts[0] == "pathlib" and parts[1:2] != ("PurePosixPath",)):
            yield line, f"imports {target}"
    for node in ast.walk(tree(name)):
        if isinstance(node, ast.Call):
            function = node.func
            if ast.unparse(function) in {"open", "io.open", "print", "input"}:
                yield node.lineno, f"calls {ast.unparse(function)}"
            # An epoch in a source is no clock; without a zone it would be this machine's.
            if (
                isinstance(function, ast.Attribute)
                and function.attr in CLOCKS
                and len(node.args) + len(node.keywords) < 2
            ):
                yield node.lineno, f"calls .{function.attr}"


def test_what_is_pure_reaches_nothing_outside():
    faults = [f"{at(name, line)}: {what}" for name in MODULES if is_pure(name) for line, what in effects(name)]
    assert not faults, places(faults)


def runs_on_import(statements):
    """The import statements that are executed when a module is loaded."""
    for node in statements:
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield node
        elif isinstance(node, ast.If) and ast.unparse(node.test) in {"TYPE_CHECKING", "typing.TYPE_CHECKING"}:
            yield from runs_on_import(node.orelse)
        elif not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            yield from runs_on_import(ast.iter_child_nodes(node))


def test_heavy_packages_stay_in_their_homes_and_load_on_first_use():
    faults = []
    for name in MODULES:
        early = {node.lineno for node in runs_on_import(tree(name).body)}
        for line, target in imports(name):
            package = target.split(".")[0]
            if package in HOMES and not within(name, HOMES[package]):
                faults.append(f"{at(name, line)}: {package} lives in {', '.join(HOMES[package])}")
            elif package in HOMES and line in early and room(name) != "cli":
                faults.append(f"{at(name, line)}: import {package} inside the function that needs it")
    assert not faults, places(faults)


def test_only_the_command_line_prints_and_exits():
    spoken = {"print", "sys.exit", "exit", "quit", "sys.stdout.write", "sys.stderr.write", "input"}
    faults = [
        f"{at(name, node.lineno)}: calls {ast.unparse(node.func)}"
        for name in MODULES
        if room(name) != "cli" and not within(name, ("review.plain",))
        for node in ast.walk(tree(name))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in spoken
    ]
    assert not faults, places(faults)


def catches(handler):
    """The names of what an `except` clause catches."""
    if handler.type is None:
        return {"everything"}
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return {ast.unparse(kind) for kind in kinds}


def test_no_handler_swallows_what_it_does_not_know():
    faults = [
        f"{at(name, node.lineno)}: catches {', '.join(sorted(catches(node)))}"
        for name in MODULES
        for node in ast.walk(tree(name))
        if isinstance(node, ast.ExceptHandler)
        and (
            catches(node) & {"everything", "Exception"}
            # Cleaning up after anything at all is fine where it is raised again.
            or ("BaseException" in catches(node) and ast.unparse(node.body[-1]) != "raise")
        )
    ]
    assert not faults, places(faults)


@pytest.mark.parametrize("name", MODULES)
def test_a_module_can_be_read_in_one_sitting(name):
    lines = len(MODULES[name].read_text(encoding="utf-8").splitlines())
    assert lines <= MAX_LINES, f"{name} has {lines} lines: split it along a word of the vocabulary"


def test_a_function_fits_on_a_screen():
    faults = [
        f"{at(name, node.lineno)}: {node.name} has {node.end_lineno - node.lineno + 1} lines"
        for name in MODULES
        for node in ast.walk(tree(name))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno - node.lineno >= MAX_FUNCTION
    ]
    assert not faults, places(faults)


CALL = """WEBVTT

1
00:00:01.000 --> 00:00:04.000
Speaker A: We deploy by hand and it takes all night.
"""
ACCOUNTS = "account_id,account_name,domain\nAccount_001,Example Harbour,harbour.example\n"
RUN = """
import json, sys
from evidence.cli.app import main
sys.argv = ["evidence", *sys.argv[1:]]
code = 0
try:
    main()
except SystemExit as stop:
    code = stop.code or 0
finally:
    print(json.dumps([code, sorted(sys.modules)]), file=sys.stderr)
"""


def loaded_by(*arguments, cwd):
    """Run the command line in an interpreter of its own; what it answered and which modules it loaded."""
    done = subprocess.run(
        [sys.executable, "-c", RUN, *arguments], cwd=cwd, capture_output=True, text=True, encoding="utf-8", check=False
    )
    code, modules = json.loads(done.stderr.splitlines()[-1])
    assert code == 0, done.stdout + done.stderr
    return done.stdout, {module.split(".")[0] for module in modules}


@pytest.fixture(scope="module")
def ingested(tmp_path_factory):
    root = tmp_path_factory.mktemp("light")
    raw, crm = root / "source/transcripts/raw", root / "source/crm/exports"
    raw.mkdir(parents=True)
    crm.mkdir(parents=True)
    (root / "evidence.yaml").write_text("own_names: []\n", encoding="utf-8")
    (raw / "harbour.vtt").write_text(CALL, encoding="utf-8")
    (crm / "crm_accounts_2026-01-31.csv").write_text(ACCOUNTS, encoding="utf-8")
    loaded_by("ingest", cwd=root)
    return root


HEAVY = {"spacy", "pandas", "numpy", "duckdb", "textual"}


def test_help_loads_nothing_heavy(tmp_path):
    out, modules = loaded_by("--help", cwd=tmp_path)
    assert "ingest" in out
    assert not modules & (HEAVY | {"tantivy", "rapidfuzz", "markdown_it", "yaml"})


@pytest.mark.parametrize("options", [[], ["--json"], ["--count"]])
def test_search_loads_nothing_heavy(ingested, options):
    out, modules = loaded_by("search", "deploy", *options, cwd=ingested)
    assert out.strip()
    assert not modules & HEAVY
