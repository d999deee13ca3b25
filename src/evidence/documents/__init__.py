"""People's Markdown."""
