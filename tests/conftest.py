"""What every test stands on: how many examples are drawn, and two workspaces, made once and copied."""

import os

import pytest
from hypothesis import HealthCheck, settings

import evidence
from copies import copied
from evidence.library.library import opened
from example_workspace import copy_example
from small_world import lay

# Derandomized: a run says the same today and tomorrow. Where two runs share a machine, a slow example is no fault.
for profile, number in (("default", 20), ("full", 120)):
    settings.register_profile(
        profile,
        derandomize=True,
        database=None,
        deadline=None,
        max_examples=number,
        suppress_health_check=[HealthCheck.too_slow],
    )
settings.load_profile("default")


def pytest_addoption(parser):
    parser.addoption("--full", action="store_true", help="draw six times as many random examples, and run what is slow")


def pytest_configure(config):
    if config.getoption("--full"):
        settings.load_profile("full")


def pytest_collection_modifyitems(config, items):
    for item in items:
        if item.get_closest_marker("slow") and not config.getoption("--full"):
            item.add_marker(pytest.mark.skip(reason="slow: only with --full"))


# They make rich colour what is piped, which no test asks for.
for name in ("FORCE_COLOR", "PY_COLORS", "CLICOLOR_FORCE", "GITHUB_ACTIONS"):
    os.environ.pop(name, None)


@pytest.fixture(scope="session")
def example(tmp_path_factory):
    """Read only: the example workspace, ingested."""
    folder = copy_example(tmp_path_factory.mktemp("example") / "w")
    assert not evidence.ingest_calls(folder, jobs=1).failed
    return folder


@pytest.fixture(scope="session")
def attached_example(example, tmp_path_factory):
    """Read only: the example, ingested and attached."""
    folder = copied(example, tmp_path_factory.mktemp("attached") / "w")
    evidence.attach_evidence(folder)
    return folder


@pytest.fixture
def ingested(example, tmp_path):
    """The example, ingested, to be changed."""
    return copied(example, tmp_path / "w")


@pytest.fixture
def attached(attached_example, tmp_path):
    """The example, ingested and attached, to be changed."""
    return copied(attached_example, tmp_path / "w")


@pytest.fixture(scope="session")
def small_world(tmp_path_factory):
    """Read only: the small workspace of `small_world`, ingested."""
    return lay(tmp_path_factory.mktemp("small") / "w")


@pytest.fixture
def small(small_world):
    """The small workspace, opened; nothing may be written to it."""
    with opened(small_world) as library:
        yield library


@pytest.fixture
def world(small_world, tmp_path):
    """A copy of the small workspace, to be changed."""
    return copied(small_world, tmp_path / "w")
