"""The plan document: frozen records, changed only by patches."""
