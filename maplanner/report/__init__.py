"""The report: one document for everyone involved, made of sections, for one audience or for all."""
