"""Several people on one plan: the store mirrored into a shared document, kept in step over a server.

Everything here needs the extra ``team``; nothing of it is imported until a plan is shared.
"""
