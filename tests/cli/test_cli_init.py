"""`evidence init`: a new workspace that works at once and takes nothing away."""

import io

import pytest

from evidence.workspace import Settings, parse_settings


def tree(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_new_workspace_passes_every_command(run, tmp_path):
    answer = run("init", "new", cwd=tmp_path)
    assert answer.code == 0
    assert "evidence.yaml: written" in answer.lines
    assert [line.split()[:2] for line in answer.err.splitlines()[2:]] == [
        ["evidence", "ingest"],
        ["evidence", "search"],
        ["evidence", "status"],
    ]
    new = tmp_path / "new"
    assert (new / "source/transcripts/raw").is_dir()
    for command in ("ingest", "segments", "attach", "verify", "status", "link", "trackers"):
        assert run(command, cwd=new).code == 0, command
    assert run("trackers", "--test", cwd=new).code == 0


def test_the_example_settings_change_nothing_and_their_comments_are_true(bare):
    text = (bare / "evidence.yaml").read_text(encoding="utf-8")
    assert parse_settings(text) == Settings()
    # Every line that is a setting in a comment can be used as it stands.
    lines = [line[2:] for line in text.splitlines() if line.startswith("# ") and ": " in line and "  " not in line]
    settings = [line for line in lines if line.split(":")[0] in Settings.__dataclass_fields__]
    assert len(settings) >= 9
    parse_settings("\n".join(settings))


def test_a_file_that_is_there_is_left_as_it_is(run, tmp_path):
    (tmp_path / "evidence.yaml").write_text("own_domains: [us.example]\n", encoding="utf-8")
    answer = run("init", cwd=tmp_path)
    assert answer.code == 0
    assert "evidence.yaml: already there, left unchanged" in answer.lines
    assert (tmp_path / "evidence.yaml").read_text(encoding="utf-8") == "own_domains: [us.example]\n"
    before = tree(tmp_path)
    assert all(not record["written"] for record in run("init", "--json", cwd=tmp_path).records)
    assert tree(tmp_path) == before


def test_a_workspace_inside_of_another_is_made_and_said(bare, run):
    answer = run("init", "inner")
    assert answer.code == 0
    assert f"is inside the workspace {bare}" in answer.err


def test_the_index_is_kept_out_of_git(bare):
    assert ".evidence/" in (bare / ".gitignore").read_text(encoding="utf-8").splitlines()


def test_a_place_that_cannot_be_written_is_an_error(run, tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    answer = run("init", "file", cwd=tmp_path)
    assert answer.code == 2
    assert "cannot be written" in answer.err


class Terminal(io.StringIO):
    """A terminal at which somebody types."""

    def isatty(self):
        return True


@pytest.fixture
def typing(run, tmp_path, monkeypatch):
    """Make a workspace at a terminal at which these lines are typed; what was answered, and its settings."""

    def type_at(text, *options, where="new"):
        monkeypatch.setattr("sys.stdin", Terminal(text))
        answer = run(*options, "init", where, cwd=tmp_path)
        return answer, (tmp_path / where / "evidence.yaml").read_text(encoding="utf-8")

    return type_at


def test_on_a_terminal_it_asks_who_we_are_and_writes_it_where_the_example_stood(typing, bare):
    answer, text = typing('@Our-Firm.com; https://www.firm.example/about\nRobin Vale, Zoë Quill , Firm: the "one"\n')
    settings = parse_settings(text)
    assert settings.own_domains == ("our-firm.com", "firm.example")
    assert settings.own_names == ("Robin Vale", "Zoë Quill", 'Firm: the "one"')
    example = (bare / "evidence.yaml").read_text(encoding="utf-8").splitlines()
    changed = [(old, new) for old, new in zip(example, text.splitlines(), strict=True) if old != new]
    assert changed == [
        ("# own_domains: [our-company.com]", "own_domains: [our-firm.com, firm.example]"),
        ("# own_names: [Robin Example]", 'own_names: [Robin Vale, Zoë Quill, "Firm: the \\"one\\""]'),
    ]
    assert answer.code == 0
    assert max(map(len, answer.err.splitlines()[-4:])) <= 80
    assert [line.split()[:2] for line in answer.err.splitlines()[-3:]] == [
        ["evidence", "ingest"], ["evidence", "search"], ["evidence", "status"],
    ]  # fmt: skip


@pytest.mark.parametrize("typed", ["\n\n", "", " , \n;\n"])
def test_an_empty_line_leaves_it_open(typing, bare, typed):
    assert typing(typed)[1] == (bare / "evidence.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("firm", "'firm' is not a domain. Write it like our-company.com."),
        ("a b.com", "'a' is not a domain."),
        ("-x.com", "'-x.com' is not a domain."),
        ("10.0.0.1", "'10.0.0.1' is not a domain."),
        ("x_y.com", "'x_y.com' is not a domain."),
        ("kim@gmail.com", "gmail.com is a free e-mail domain, which customers have too. Leave it out."),
    ],
)
def test_what_is_no_domain_of_ours_is_said_and_asked_again(typing, typed, said):
    answer, text = typing(f"{typed}\nfirm.example\n\n")
    assert said in answer.err
    assert answer.err.count("Your e-mail domains") == 2
    assert parse_settings(text).own_domains == ("firm.example",)


def test_nobody_is_asked_without_a_terminal_by_programs_or_about_settings_that_are_there(
    typing, run, tmp_path, bare, monkeypatch
):
    example = (bare / "evidence.yaml").read_text(encoding="utf-8")
    for number, options in enumerate((["--json"], ["--quiet"])):
        answer, text = typing("firm.example\nKim\n", *options, where=f"w{number}")
        assert (text, "Who are you" in answer.err) == (example, False)
    answer, text = typing("firm.example\nKim\n", where="bare")
    assert (text, "Who are you" in answer.err) == (example, False)
    monkeypatch.setattr("sys.stdin", io.StringIO("firm.example\nKim\n"))
    assert "Who are you" not in run("init", "piped", cwd=tmp_path).err
    assert (tmp_path / "piped/evidence.yaml").read_text(encoding="utf-8") == example


def test_an_interruption_while_it_asks_leaves_nothing(run, tmp_path, monkeypatch):
    class Interrupted(Terminal):
        def readline(self, *_):
            raise KeyboardInterrupt

    monkeypatch.setattr("sys.stdin", Interrupted())
    assert run("init", "new", cwd=tmp_path).code == 130
    assert list(tmp_path.iterdir()) == []


BARE_CRM = "account_id,account_name\nA1,Larch Mills\nA2,Alder\n"
OWN_SEGMENT = (
    "\nours:\n  name: Ours\n  documents:\n  - {path: ours.md, heading: Ours}\n"
    "  where: account_name = 'Alder'\n  trackers: [manual-work]\n"
)


@pytest.mark.parametrize("beside", ["", OWN_SEGMENT])
def test_the_example_fits_an_export_of_names_alone_also_beside_segments_of_ones_own(put, bare, run, call, beside):
    put("month-end.vtt", call)
    (bare / "source/crm/exports/crm_accounts_2026-01-31.csv").write_text(BARE_CRM, encoding="utf-8")
    path = bare / "segments/segments.yaml"
    path.write_text(path.read_text(encoding="utf-8") + beside, encoding="utf-8")
    (bare / "segments/ours.md").write_text("# Ours\n", encoding="utf-8")
    for command in (
        "ingest", "segments", "segments --explain", "quotes", "review --json", "attach", "attach --check", "verify",
        "stats", "status", "link", "trackers", "pains", "export quotes --to csv", "check",
        "search hand --segment all-accounts",
    ):  # fmt: skip
        answer = run(*command.split())
        assert answer.code < 2, (command, answer.err)
        assert "missing" not in answer.err, (command, answer.err)
    run("segments", "--suggest")
    assert run("quotes").code < 2
