"""Actions on the plan: campaigns, check, simulation; and help."""

from __future__ import annotations

from maplanner.desktop.actions.action import Action, Menu
from maplanner.desktop.learning.commands import learn_from_records
from maplanner.desktop.scenarios import add_scenario, choose_scenario, has_scenarios
from maplanner.desktop.screens import CAMPAIGNS, CHECKLIST, SUPPORT, TERMS, WHAT_IF

PLAN_ACTIONS: tuple[Action, ...] = (
    Action(
        "plan.add_campaign",
        "New campaign",
        Menu.PLAN,
        lambda w: w.campaigns.add_to_name(),
        "plus",
        ("Ctrl+Alt+N",),
    ),
    Action(
        "plan.campaign_from_template",
        "New campaign from a template …",
        Menu.PLAN,
        lambda w: w.campaigns.choose_template(),
        "copy-plus",
        ("Ctrl+Alt+C",),
    ),
    Action(
        "plan.campaigns",
        "Campaign inventory",
        Menu.PLAN,
        lambda w: w.tabs.show_screen(CAMPAIGNS),
        "list-tree",
        ("Ctrl+Shift+I",),
        starts_group=True,
    ),
    Action(
        "plan.tool_map", "Tool map", Menu.PLAN, lambda w: w.tabs.show_tool_map(), "network", ("Ctrl+Shift+M",)
    ),
    Action("plan.lists", "Lists", Menu.PLAN, lambda w: w.tabs.show_lists(), "table", ("Ctrl+Shift+L",)),
    Action(
        "plan.checklist",
        "Checklist",
        Menu.PLAN,
        lambda w: w.tabs.show_screen(CHECKLIST),
        "list-todo",
        starts_group=True,
    ),
    Action(
        "plan.compare",
        "Compare …",
        Menu.PLAN,
        lambda w: w.files.compare(),
        "git-compare",
        ("Ctrl+Alt+D",),
    ),
    Action(
        "plan.report",
        "Report …",
        Menu.PLAN,
        lambda w: w.files.report(),
        "file-text",
        ("Ctrl+Alt+R",),
    ),
    Action("plan.support", "Support card", Menu.PLAN, lambda w: w.tabs.show_screen(SUPPORT), "phone"),
    Action("plan.terms", "Words of each tool", Menu.DATA, lambda w: w.tabs.show_screen(TERMS), "book-open"),
    Action(
        "plan.check_list",
        "Check a contact list …",
        Menu.DATA,
        lambda w: w.files.check_list(),
        "users",
    ),
    Action("plan.settings", "Plan settings", Menu.PLAN, lambda w: w.show_plan_settings(), "settings"),
    Action(
        "plan.check",
        "Check",
        Menu.PLAN,
        lambda w: w.analysis.show_findings(),
        "list-checks",
        ("F7",),
        starts_group=True,
    ),
    Action("plan.simulate", "Simulate", Menu.PLAN, lambda w: w.analysis.simulate(), "play", ("F5",)),
    Action(
        "plan.simulate_scenario",
        "Simulate a scenario …",
        Menu.PLAN,
        choose_scenario,
        "split",
        ("Ctrl+F5",),
        has_scenarios,
    ),
    Action(
        "plan.what_if",
        "What if",
        Menu.PLAN,
        lambda w: w.tabs.show_screen(WHAT_IF),
        "git-compare",
    ),
    Action("plan.learn", "Learn from recorded leads …", Menu.PLAN, learn_from_records, "graduation-cap"),
    Action("plan.add_scenario", "New scenario", Menu.PLAN, add_scenario, "plus"),
    Action(
        "plan.stop",
        "Stop simulating",
        Menu.PLAN,
        lambda w: w.analysis.cancel(),
        "square",
        ("Shift+F5",),
        lambda w: w.analysis.is_simulating,
    ),
    Action(
        "plan.clear_results",
        "Clear the numbers",
        Menu.PLAN,
        lambda w: w.analysis.clear(),
        "eraser",
        enabled=lambda w: w.analysis.result is not None,
    ),
    Action(
        "help.guide",
        "User guide",
        Menu.HELP,
        lambda w: w.commands.show_guide(),
        "book-open",
        ("F1",),
    ),
    Action(
        "help.commands",
        "Search or run a command …",
        Menu.HELP,
        lambda w: w.commands.show_palette(),
        "search",
        ("Ctrl+Shift+P", "Ctrl+K"),
    ),
    Action(
        "help.shortcuts",
        "Keyboard shortcuts",
        Menu.HELP,
        lambda w: w.commands.show_sheet(),
        "keyboard",
        ("?",),
    ),
    Action("help.about", "About maplanner", Menu.HELP, lambda w: w.show_about(), "info", starts_group=True),
)
