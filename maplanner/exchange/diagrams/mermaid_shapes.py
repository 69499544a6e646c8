"""How Mermaid writes the shapes of a flowchart, and what they are called."""

from __future__ import annotations

from typing import Final

BRACKETS: Final = (
    ("(((", ")))", "double circle"),
    ("((", "))", "circle"),
    ("([", "])", "stadium"),
    ("[[", "]]", "subroutine"),
    ("[(", ")]", "cylinder"),
    ("{{", "}}", "hexagon"),
    ("[/", "/]", "parallelogram"),
    ("[/", "\\]", "trapezoid"),
    ("[\\", "\\]", "parallelogram"),
    ("[\\", "/]", "trapezoid"),
    ("(-", "-)", "ellipse"),
    ("[", "]", "rectangle"),
    ("(", ")", "rounded"),
    ("{", "}", "rhombus"),
    (">", "]", "flag"),
)
"""What opens a shape's text, what closes it, and what the shape is called; the longest beginnings first."""

_SHORT: Final = {
    "rectangle": "rect proc process",
    "rounded": "rounded event",
    "stadium": "stadium pill terminal",
    "subroutine": "fr-rect subproc subprocess subroutine framed-rectangle",
    "cylinder": "cyl db database cylinder h-cyl das horizontal-cylinder lin-cyl disk lined-cylinder",
    "datastore": "datastore",
    "circle": "circle circ",
    "flag": "odd",
    "rhombus": "diam decision diamond question",
    "hexagon": "hex hexagon prepare",
    "parallelogram": "lean-r lean-right in-out lean-l lean-left out-in",
    "trapezoid": "trap-b priority trapezoid trapezoid-bottom trap-t manual trapezoid-top inv-trapezoid",
    "double circle": "dbl-circ double-circle",
    "comment": "text comment brace brace-l brace-r braces notch-rect card notched-rectangle",
    "filled circle": "sm-circ small-circle start f-circ filled-circle",
    "framed circle": "fr-circ framed-circle stop",
    "fork": "fork join",
    "delay": "delay half-rounded-rectangle hourglass collate",
    "document": "doc document lin-doc lined-document tag-doc tagged-document",
    "documents": "docs documents st-doc stacked-document",
    "manual input": "sl-rect manual-input sloped-rectangle manual-file flip-tri",
}
NAMES: Final = {name: called for called, names in _SHORT.items() for name in names.split()}
"""What the names that stand behind ``@{ shape: … }`` are called here."""
