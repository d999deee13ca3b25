"""Raw file -> Call -> Markdown and back."""
