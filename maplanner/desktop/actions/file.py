"""Actions on files: plans, pictures, imports."""

from __future__ import annotations

from maplanner.desktop.actions.action import Action, Menu

FILE_ACTIONS: tuple[Action, ...] = (
    Action("file.new", "New plan", Menu.FILE, lambda w: w.files.new(), "file-plus", ("Ctrl+N",)),
    Action("file.open", "Open …", Menu.FILE, lambda w: w.files.open(), "folder-open", ("Ctrl+O",)),
    Action(
        "file.welcome",
        "Recent plans and templates",
        Menu.FILE,
        lambda w: w.application.show_welcome(),
        "clock",
    ),
    Action("file.save", "Save", Menu.FILE, lambda w: w.files.save(), "save", ("Ctrl+S",), starts_group=True),
    Action("file.save_as", "Save as …", Menu.FILE, lambda w: w.files.save_as(), "", ("Ctrl+Shift+S",)),
    Action("file.import", "Import …", Menu.FILE, lambda w: w.files.import_source(), "download", ("Ctrl+I",)),
    Action(
        "file.import_live",
        "Import from a live CRM …",
        Menu.FILE,
        lambda w: w.files.import_live(),
        "database",
    ),
    Action("file.export", "Export …", Menu.FILE, lambda w: w.files.export(), "upload", ("Ctrl+Shift+E",)),
    Action(
        "file.save_lists", "Lists for a spreadsheet …", Menu.FILE, lambda w: w.files.save_lists(), "sheet"
    ),
    Action(
        "file.update_lists",
        "Update from a spreadsheet …",
        Menu.FILE,
        lambda w: w.files.update_from_list(),
        "table-2",
    ),
    Action(
        "file.print",
        "Print …",
        Menu.FILE,
        lambda w: w.files.print(),
        "printer",
        ("Ctrl+P",),
        starts_group=True,
    ),
    Action("file.preview", "Print preview", Menu.FILE, lambda w: w.files.preview(), "file-search"),
    Action("file.page_setup", "Page setup …", Menu.FILE, lambda w: w.files.set_up_page(), "file-cog"),
    Action(
        "file.reopen_at_start",
        "Open the last plans at start",
        Menu.FILE,
        lambda w: w.application.set_reopening(not w.application.reopens),
        checked=lambda w: w.application.reopens,
        starts_group=True,
    ),
    Action("file.close", "Close window", Menu.FILE, lambda w: w.close(), "x", ("Ctrl+Shift+W", "Ctrl+F4")),
    Action("file.quit", "Quit", Menu.FILE, lambda w: w.application.quit(), "log-out", ("Ctrl+Q",)),
)
