"""What is asked and what matches."""
