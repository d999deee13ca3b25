"""`evidence init`: a new workspace that works at once and takes nothing away."""

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
