"""Questionnaires for vendors, out and back, on the command line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from maplanner.cli.arguments import BadArgument, JsonOption, PlanArgument
from maplanner.cli.output import print_json, say

if TYPE_CHECKING:
    from maplanner.estimate.questionnaire import Filled, ReadAnswer


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("questionnaire")(questionnaire)


def questionnaire(
    plan: PlanArgument,
    *,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write the questions: XLSX.")
    ] = None,
    read: Annotated[
        Path | None, typer.Option("--read", metavar="FILE", help="Read the answers back into the plan.")
    ] = None,
    solution: Annotated[
        str, typer.Option(metavar="NAME", help="Ask about this candidate only.", show_default=False)
    ] = "",
    everything: Annotated[bool, typer.Option("--all", help="Ask what is known as well.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what reading would change.")] = False,
    json: JsonOption = False,
) -> None:
    """Write what nobody knows yet as a questionnaire for vendors, or read one back that was filled in."""
    if (output is None) is (read is None):
        raise BadArgument("Say what to do.", advice="-o FILE writes questions, --read FILE reads answers.")
    if output is not None:
        asked = _write(plan, output, solution, everything=everything)
        if json:
            print_json({"file": str(output), "questions": asked})
        else:
            say(f"{asked:,} questions written to {output}.")
    elif read is not None:
        filled = _read(plan, read, dry_run=dry_run)
        if json:
            print_json(_as_json(filled))
        else:
            _tell(filled, dry_run=dry_run)


def _write(plan: Path, output: Path, solution: str, *, everything: bool) -> int:
    from maplanner.estimate.questionnaire import question_sheets
    from maplanner.estimate.solutions import compare
    from maplanner.exchange.questionnaire import write_questionnaire
    from maplanner.storage import read_plan

    comparison = compare(read_plan(plan))
    wanted = [each for each in comparison.candidates if solution in ("", each.title, each.solution.id)]
    if not wanted:
        known = ", ".join(f"“{each.title}”" for each in comparison.candidates) or "none"
        raise BadArgument(f"There is no candidate “{solution[:60]}”.", advice=f"There are: {known}.")
    ids = [each.solution.id for each in wanted]
    return write_questionnaire(question_sheets(comparison, ids, everything=everything), output)


def _read(plan: Path, file: Path, *, dry_run: bool) -> Filled:
    from maplanner.app.session import PlanSession
    from maplanner.core.clock import utc_now
    from maplanner.core.errors import PlanFileReadOnly
    from maplanner.estimate.questionnaire import to_write
    from maplanner.estimate.solutions import compare
    from maplanner.exchange.questionnaire import read_questionnaire
    from maplanner.storage import read_plan

    if dry_run:
        return read_questionnaire(file, compare(read_plan(plan)))
    with PlanSession.open(plan, remembered=False) as session:
        if session.read_only:
            raise PlanFileReadOnly(f"{plan} cannot be written.", advice=session.notice)
        filled = read_questionnaire(file, compare(session.snapshot()))
        put, changes = to_write(session.store, filled.answers, file.name, utc_now().date())
        if put or changes:
            with session.store.transact("Read a questionnaire") as transaction:
                transaction.put(*put)
                for record_id, values in changes:
                    transaction.change(record_id, values)
    return filled


def _as_json(filled: Filled) -> dict[str, Any]:
    return {
        "answers": [
            {
                "solution": each.candidate.title,
                "question": each.question.title,
                "before": each.before.verdict.value,
                "answer": each.verdict.value,
                "work": each.work,
                "hours": each.hours,
                "source": each.source,
            }
            for each in filled.answers
        ],
        "problems": list(filled.problems),
        "left_open": filled.left_open,
    }


def _tell(filled: Filled, *, dry_run: bool) -> None:
    for each in filled.answers:
        say(f"{each.candidate.title}: {each.question.title.rstrip('.')}: {_change(each)}")
    for problem in filled.problems:
        say(f"Not taken or to be looked at: {problem}")
    done = "would be taken" if dry_run else "taken"
    said = f"{len(filled.answers):,} answers {done}, {filled.left_open:,} left open"
    say(f"{said}, {len(filled.problems):,} problems.")


def _change(answer: ReadAnswer) -> str:
    if not answer.changes_verdict:
        return answer.verdict.value
    return f"{answer.verdict.value} (was {answer.before.verdict.value})"
