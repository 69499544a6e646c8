"""The inspector: a form made from what fields say of themselves."""
