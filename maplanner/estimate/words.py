"""Figures as people read them, each with where it comes from."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One figure of an explanation: what it is, the figure in words, where it comes from."""

    what: str
    figure: str
    source: str

    def to_json(self) -> dict[str, str]:
        """Return the three texts by name."""
        return {"what": self.what, "figure": self.figure, "source": self.source}


def number(value: float) -> str:
    """Return a number with thousands separated and no needless digits: ``7,200``, ``0.4``."""
    return f"{value:,.0f}" if abs(value) >= 10 or value == round(value) else f"{value:.2g}"


def per_cent(share: float) -> str:
    """Return a share as per cent: ``4.8 %``, ``0.03 %``, ``112 %``."""
    if share >= 1:
        return f"{share * 100:,.0f} %"
    return f"{share * 100:.2g} %"
