"""Judging quotes in the terminal."""
