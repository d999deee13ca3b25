"""Words worth citing."""
