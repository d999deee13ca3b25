"""Whose words they are: CRM tables, links, measures."""
