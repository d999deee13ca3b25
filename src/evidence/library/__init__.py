"""An opened workspace, and what several commands need of it."""
