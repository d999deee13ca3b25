"""Turns recorded customer calls into verbatim, cited, countable evidence."""
