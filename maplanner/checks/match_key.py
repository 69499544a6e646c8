"""An object that is written without saying by which field its records are matched."""

from __future__ import annotations

from collections.abc import Iterator

from maplanner.checks.check import Check, Remark
from maplanner.checks.finding import Fix, Severity
from maplanner.checks.survey import Survey, title_of_object
from maplanner.document.records import CrmField, CrmObject
from maplanner.document.vocabulary import FieldType, WriteOperation


def run(survey: Survey, holder: CrmObject) -> Iterator[Remark]:
    """Yield an object that steps write to and whose fields have no match key among them."""
    operations = survey.written_by(holder.id)
    if not operations:
        return
    fields = survey.reader.having(CrmField, "object", holder.id)
    if not fields or any(field.match_key for field in fields):
        return
    is_of_people = any(field.type is FieldType.EMAIL for field in fields)
    if operations == {WriteOperation.CREATE} and not is_of_people:
        return
    yield Remark(
        holder,
        "Nothing says by which field records of {object} are matched; people may be written twice.",
        {"object": title_of_object(holder)},
        field=title_of_object(holder),
        fix=_match_by(survey, fields),
    )


def _match_by(survey: Survey, fields: list[CrmField]) -> Fix | None:
    """Match by the e-mail address, else by a field that is unique."""
    usable = [field for field in fields if field.writable]
    emails = [field for field in usable if field.type is FieldType.EMAIL]
    unique = [field for field in usable if field.unique]
    field = next(iter((*emails, *unique)), None)
    if field is None:
        return None
    return Fix(f"Match by {survey.title_of_field(field)}", changes=((field.id, {"match_key": True}),))


CHECK = Check(
    code="match-key-missing",
    title="Written without a match key",
    explanation=(
        "Before a record is made, the CRM must be able to find the one that is there already. "
        "Without a key, one person becomes two."
    ),
    example="Nothing says by which field records of Lead are matched; people may be written twice.",
    remedy="Tick “Records are matched by it” on a field that every form asks for, as the e-mail address.",
    severity=Severity.WARNING,
    of={CrmObject: run},
)
