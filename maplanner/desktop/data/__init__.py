"""The data screens: the inventory of fields, the mapping of one side to another, a field's way."""
