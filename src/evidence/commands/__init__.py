"""What `evidence NAME` does without a terminal: one module a command, its parts as NAME_part."""
