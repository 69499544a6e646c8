"""Where a lead's way forks: what could happen, what did, and what a person wants to happen instead."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from maplanner.document.reading import RecordReader
from maplanner.document.records import Link, Step
from maplanner.simulation import program as op
from maplanner.simulation.program import FlowProgram
from maplanner.simulation.reference import ways
from maplanner.simulation.reference.account import AccountRun
from maplanner.simulation.reference.conditions import holds
from maplanner.simulation.reference.people import Token, known
from maplanner.steps import outputs_of

_NOTHING = 1e-9
_FORKS = frozenset({op.END, op.QUIT, op.JUMP, op.BRANCH, op.CHANCE, op.WHEN, op.ARRIVE})
_FAR = 12
"""Instructions that are looked at to find out what an outcome leads to."""


@dataclass(frozen=True)
class Option:
    """What can happen: in words, and how likely it is (``None``: a condition decides)."""

    words: str
    share: float | None


@dataclass(frozen=True)
class Choice:
    """A fork in a lead's way: its number along the way, the step, what can happen, and what does.

    ``forced`` says that a person chose it.
    """

    number: int
    step: str
    options: tuple[Option, ...]
    taken: int
    forced: bool

    def to_json(self) -> dict[str, Any]:
        """Return everything by name."""
        options = [{"what": option.words, "share": option.share} for option in self.options]
        return {"number": self.number, "options": options, "taken": self.taken, "chosen": self.forced}


class Chooser:
    """Decides forks of one lead: as the random numbers say, unless a person wants otherwise."""

    def __init__(self, program: FlowProgram, reader: RecordReader, forced: Mapping[int, int]) -> None:
        """Follow what is ``forced``: the option to take, by the choice's number."""
        self._program = program
        self._reader = reader
        self._forced = forced
        self._count = 0
        self.is_followed: Callable[[Token], bool] = lambda _token: False
        self.chosen: Callable[[Choice], None] = lambda _choice: None

    def decide(self, token: Token, options: tuple[Option, ...], natural: int) -> int:
        """Return which option comes about."""
        if not self.is_followed(token):
            return natural
        number = self._count
        self._count += 1
        taken = self._forced.get(number, natural)
        taken = taken if 0 <= taken < len(options) else natural
        step = int(self._program.arrays.code[token.here, 6])
        step_id = self._program.steps[step].id if step >= 0 else ""
        self.chosen(Choice(number, step_id, options, taken, number in self._forced))
        return taken

    # --- instructions that fork ----------------------------------------------

    def chance(self, run: AccountRun, token: Token, row: list[int]) -> bool:
        """Go on for a share of leads, else elsewhere."""
        if not self._is_lucky(run, token, token.pc, row[1]):
            token.pc = row[1]
        return True

    def branch(self, run: AccountRun, token: Token, row: list[int]) -> bool:
        """Open a branch for a share of leads."""
        if self._is_lucky(run, token, row[1], token.pc):
            ways.branch_off(run, token, row)
            token.pc = row[2]
        return True

    def when(self, run: AccountRun, token: Token, row: list[int]) -> bool:
        """Go on if a condition holds, else elsewhere."""
        yes = holds(run, row[1], known(token))
        options = (self._option(token.pc, None, "yes"), self._option(row[2], None, "no"))
        if self.decide(token, options, 0 if yes else 1):
            token.pc = row[2]
        return True

    def _is_lucky(self, run: AccountRun, token: Token, then: int, otherwise: int) -> bool:
        lucky, share = ways.lucky(run, token), float(run.p.num[token.here, 0])
        if not 0.0 < share < 1.0:
            return lucky
        options = (self._option(then, share, "yes"), self._option(otherwise, 1.0 - share, "no"))
        return self.decide(token, options, 0 if lucky else 1) == 0

    def links(
        self, run: AccountRun, token: Token, links: range, natural: list[int], *, exclusive: bool
    ) -> list[int]:
        """Return the links that the lead takes, where ``natural`` are those of its random numbers."""
        shares = [float(run.p.link_share[link]) for link in links]
        if exclusive:
            return self._one_link(token, links, shares, natural)
        found = []
        for link, share in zip(links, shares, strict=True):
            takes = link in natural
            if 0.0 < share < 1.0:
                target = self._target(link)
                options = (Option(target, share), Option(f"not {target}", 1.0 - share))
                takes = self.decide(token, options, 0 if takes else 1) == 0
            found += [link] if takes else []
        return found

    def _one_link(self, token: Token, links: range, shares: list[float], natural: list[int]) -> list[int]:
        rest = max(0.0, 1.0 - sum(shares))
        options = [Option(self._target(link), share) for link, share in zip(links, shares, strict=True)]
        options += [Option("nowhere", rest)] if rest > _NOTHING else []
        if len(options) < 2:
            return natural
        place = links.index(natural[0]) if natural else len(shares)
        taken = self.decide(token, tuple(options), min(place, len(options) - 1))
        return [links[taken]] if taken < len(shares) else []

    # --- words -----------------------------------------------------------------

    def _target(self, link: int) -> str:
        found = self._reader.find_or_none(Link, self._program.links[link])
        target = self._reader.find_or_none(Step, found.target) if found is not None else None
        return f"to “{target.title or 'untitled'}”" if target is not None else "on"

    def _option(self, pc: int, share: float | None, otherwise: str) -> Option:
        return Option(self._way_out(pc) or otherwise, share)

    def _way_out(self, pc: int) -> str:
        """Return what an outcome leads to: the name of an output, points, or nothing; empty if not plain."""
        code, points = self._program.arrays.code, ""
        for place in range(pc, min(pc + _FAR, len(code))):
            operation = int(code[place, 0])
            if operation == op.EMIT:
                return self._output(int(code[place, 1])) or points
            if operation == op.GAIN:
                points = points or f"{float(self._program.arrays.num[place, 0]):+g} points"
            if operation in (op.END, op.QUIT) and place == pc:
                return "stops here"
            if operation in _FORKS:
                return points
        return points

    def _output(self, link: int) -> str:
        found = self._reader.find_or_none(Link, self._program.links[link])
        source = self._reader.find_or_none(Step, found.source) if found is not None else None
        if found is None or source is None:
            return ""
        return next((each.title for each in outputs_of(source) if each.name == found.output), "")
