"""One file a transcript format: source -> calls."""
