"""What fits where: kinds of value, lists, lengths, digits, rights."""

from typing import Any

import pytest

from maplanner.crm.fit import TAKES, Effect, Misfit, misfit, misfits
from maplanner.document.records import CrmField, FormField
from maplanner.document.vocabulary import FieldType as T


def asked(**values: Any) -> FormField:
    return FormField.new(step="form", title="Asked", **values)


def target(**values: Any) -> CrmField:
    return CrmField.new(object="lead", api_name="Target__c", label="Target", **values)


def codes(source: FormField | CrmField, into: CrmField) -> list[Misfit]:
    return [problem.code for problem in misfits(source, into)]


def test_every_type_fits_itself_unless_nobody_can_write_it() -> None:
    for kind in T:
        found = codes(asked(type=kind), target(type=kind))
        unwritable = kind in {T.FORMULA, T.SUMMARY, T.IDENTIFIER}
        assert found == ([Misfit.NOT_WRITABLE] if unwritable else []), kind


def test_the_table_knows_every_type() -> None:
    assert set(T) - set(TAKES) == {T.FORMULA, T.SUMMARY, T.OTHER}


@pytest.mark.parametrize("kind", T)
def test_any_pair_gets_an_answer_in_whole_words(kind: T) -> None:
    for into in T:
        for problem in misfits(asked(type=kind, fill_rate=0.5), target(type=into, required=True, length=10)):
            assert "{" not in problem.message
            assert "“Target”" in problem.message
            assert isinstance(problem.effect, Effect)


@pytest.mark.parametrize(
    ("kind", "into", "fits"),
    [
        (T.TEXT, T.LONG_TEXT, True),
        (T.TEXT, T.EMAIL, False),
        (T.EMAIL, T.TEXT, True),
        (T.EMAIL, T.PHONE, False),
        (T.NUMBER, T.TEXT, True),
        (T.INTEGER, T.NUMBER, True),
        (T.INTEGER, T.PHONE, False),
        (T.TEXT, T.NUMBER, False),
        (T.TEXT, T.DATE, False),
        (T.DATE, T.DATETIME, True),
        (T.CHECKBOX, T.NUMBER, False),
        (T.PICKLIST, T.TEXT, True),
        (T.PICKLIST, T.CHECKBOX, False),
        (T.TEXT, T.PICKLIST, True),
        (T.TEXT, T.REFERENCE, False),
        (T.OTHER, T.CHECKBOX, True),
        (T.CHECKBOX, T.OTHER, True),
    ],
)
def test_kinds_of_value(kind: T, into: T, fits: bool) -> None:
    assert (Misfit.TYPE not in codes(asked(type=kind), target(type=into))) == fits


def test_nothing_is_written_where_nobody_may_write() -> None:
    assert codes(asked(), target(writable=False)) == [Misfit.NOT_WRITABLE]
    assert codes(asked(type=T.MONEY), target(type=T.FORMULA)) == [Misfit.NOT_WRITABLE]


@pytest.mark.parametrize(
    ("kind", "length", "into", "room", "fits"),
    [
        (T.TEXT, 40, T.TEXT, 40, True),
        (T.TEXT, 41, T.TEXT, 40, False),
        (T.TEXT, None, T.TEXT, 40, True),
        (T.TEXT, 41, T.TEXT, None, True),
        (T.LONG_TEXT, None, T.TEXT, 255, False),
        (T.LONG_TEXT, None, T.LONG_TEXT, 32_000, True),
        (T.LONG_TEXT, 33_000, T.LONG_TEXT, 32_000, False),
        (T.EMAIL, 254, T.EMAIL, 80, False),
    ],
)
def test_lengths(kind: T, length: int | None, into: T, room: int | None, fits: bool) -> None:
    found = codes(asked(type=kind, length=length), target(type=into, length=room))
    assert (Misfit.TOO_SHORT not in found) == fits


def test_a_list_must_allow_what_the_form_offers() -> None:
    into = target(type=T.PICKLIST, allowed=("Small", "Large"), restricted=True)
    assert codes(asked(type=T.PICKLIST, options=("small", "Large")), into) == []
    problem = misfit(asked(type=T.PICKLIST, options=("Small", "Huge", "Tiny")), into)
    assert problem is not None
    assert problem.code is Misfit.NOT_IN_LIST
    assert problem.parameters["count"] == 2
    assert "“Huge”, “Tiny”" in problem.message
    open_list = into.model_copy(update={"restricted": False})
    assert codes(asked(type=T.PICKLIST, options=("Huge",)), open_list) == []
    assert codes(asked(type=T.TEXT), into) == [Misfit.FREE_TEXT]
    assert codes(asked(type=T.TEXT), open_list) == []
    assert codes(asked(type=T.PICKLIST), into) == []


def test_the_longest_choice_must_fit_into_a_text() -> None:
    offered = asked(type=T.PICKLIST, options=("no", "certainly not"))
    assert codes(offered, target(length=13)) == []
    assert codes(offered, target(length=12)) == [Misfit.TOO_SHORT]
    several = asked(type=T.MULTI_PICKLIST, options=("aaaa", "bbbb"))
    assert codes(several, target(length=9)) == []
    assert codes(several, target(length=8)) == [Misfit.TOO_SHORT]
    assert codes(several, target(type=T.PICKLIST)) == [Misfit.SEVERAL_INTO_ONE]


def test_digits_and_decimals() -> None:
    held = CrmField.new(object="o", type=T.MONEY, precision=18, scale=2)
    assert codes(held, target(type=T.MONEY, precision=18, scale=2)) == []
    assert codes(held, target(type=T.MONEY, precision=18, scale=0)) == [Misfit.DECIMALS_LOST]
    assert codes(held, target(type=T.NUMBER, precision=10, scale=2)) == [Misfit.TOO_FEW_DIGITS]
    assert codes(asked(type=T.NUMBER), target(type=T.INTEGER)) == [Misfit.DECIMALS_LOST]
    assert codes(asked(type=T.INTEGER), target(type=T.NUMBER, scale=0)) == []


def test_times_and_references() -> None:
    assert codes(asked(type=T.DATETIME), target(type=T.DATE)) == [Misfit.TIME_LOST]
    account = CrmField.new(object="o", type=T.REFERENCE, refers_to=("Account",))
    assert codes(account, target(type=T.REFERENCE, refers_to=("Account", "Contact"))) == []
    problem = misfit(account, target(type=T.REFERENCE, refers_to=("Group", "User")))
    assert problem is not None
    assert problem.code is Misfit.OTHER_RECORDS
    assert "Group or User" in problem.message


def test_a_required_target_needs_a_value_every_time() -> None:
    into = target(required=True)
    assert codes(asked(required=True, fill_rate=0.5), into) == []
    assert codes(asked(fill_rate=0.5), into) == [Misfit.MAY_BE_EMPTY]
    assert codes(asked(fill_rate=1.0), into) == []
    assert misfit(asked(fill_rate=0.5), into) is None
    assert codes(CrmField.new(object="o"), into) == [Misfit.MAY_BE_EMPTY]


def test_the_worst_comes_first() -> None:
    into = target(type=T.PICKLIST, length=3, allowed=("a",), restricted=True, required=True)
    found = misfits(asked(type=T.TEXT, length=10, fill_rate=0.5), into)
    assert [problem.effect for problem in found] == [Effect.REFUSED, Effect.DAMAGED, Effect.SOMETIMES]
    assert misfit(asked(type=T.TEXT, length=10, fill_rate=0.5), into) == found[0]
