"""The spaCy pipeline of a workspace, with its cues."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence.quotes.cues import lexicon_of
from evidence.quotes.nlp import load_pipeline

if TYPE_CHECKING:
    from evidence.quotes.cues import Lexicon
    from evidence.quotes.nlp import Pipeline
    from evidence.workspace import Workspace


def pipeline_of(workspace: Workspace) -> Pipeline:
    """Return the spaCy pipeline that the settings name, with the cues of the workspace. Raises SettingsError."""
    return load_pipeline(workspace.settings.nlp, cues_of(workspace))


def cues_of(workspace: Workspace) -> Lexicon:
    """Return the cues of pain: the built-in ones with those of the workspace. Raises SettingsError."""
    text = workspace.read_text(workspace.cues) if workspace.cues.is_file() else None
    return lexicon_of(text, workspace.name(workspace.cues))
