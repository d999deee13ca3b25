"""The spaCy pipeline of a workspace, with its cues."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence.errors import SettingsError
from evidence.quotes.cues import lexicon_of
from evidence.quotes.nlp import load_pipeline
from evidence.settings import SETTINGS
from evidence.yaml_text import YamlFile

if TYPE_CHECKING:
    from evidence.quotes.cues import Lexicon
    from evidence.quotes.nlp import Pipeline
    from evidence.workspace import Workspace


def pipeline_of(workspace: Workspace) -> Pipeline:
    """Return the spaCy pipeline that the settings name, with the cues of the workspace.

    Raises SettingsError, with the line of the settings that names a pipeline which is not there.
    """
    cues = cues_of(workspace)
    try:
        return load_pipeline(workspace.settings.nlp, cues)
    except SettingsError as error:
        error.at(SETTINGS, YamlFile(workspace.read_text(workspace.root / SETTINGS), SETTINGS).line(("nlp",)))
        raise


def cues_of(workspace: Workspace) -> Lexicon:
    """Return the cues of pain: the built-in ones with those of the workspace. Raises SettingsError."""
    text = workspace.read_text(workspace.cues) if workspace.cues.is_file() else None
    return lexicon_of(text, workspace.name(workspace.cues))
