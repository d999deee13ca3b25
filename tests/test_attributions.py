"""`scripts/eval attributions`: the development file stays right, and a wrong file is told by its exit code."""

import pytest

pytest.importorskip("resource")  # no Windows: the script's clocks

from evals import attributions


def test_the_cases_that_the_rules_were_built_on_are_right(capsys):
    assert attributions.main("dev", v=True) == 0, capsys.readouterr().out


def test_a_case_that_is_not_right_misses_the_goal(tmp_path, monkeypatch, capsys):
    gold = attributions.GOLD / "attributions-dev.yaml"
    text = gold.read_text(encoding="utf-8")
    world, _, cases = text.partition("cases:\n")
    (tmp_path / "attributions-x.yaml").write_text(
        f"{world}cases:\n{cases.splitlines()[0].replace('right: pass', 'right: fail')}\n", encoding="utf-8"
    )
    monkeypatch.setattr(attributions, "GOLD", tmp_path)
    assert attributions.main("x", v=True) == 1
    assert "right fail, found pass" in capsys.readouterr().out
    assert attributions.main("nothing") == 2
