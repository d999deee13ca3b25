"""Derived and disposable: text index and catalog, rebuilt from files."""
