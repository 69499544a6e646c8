"""A piece of data that two forms ask for is mapped once."""

from maplanner.crm.landing import mappings_of, own_mappings
from maplanner.document.reading import Snapshot
from maplanner.document.records import FormField, Mapping

E_MAIL = FormField(id="a", step="s", key="email")
ALIKE = FormField(id="b", step="t", key="email")
OTHER = FormField(id="c", step="t", key="phone")
UNNAMED = FormField(id="d", step="t", key="")
ALSO_UNNAMED = FormField(id="e", step="t", key="")


def ids(mappings: list[Mapping]) -> list[str]:
    return [mapping.id for mapping in mappings]


def test_a_field_lands_where_one_with_its_key_does() -> None:
    mapping = Mapping(id="m", collected="a", target="lead.email")
    plan = Snapshot.of([E_MAIL, ALIKE, OTHER, mapping])
    assert ids(mappings_of(plan, E_MAIL)) == ["m"]
    assert ids(mappings_of(plan, ALIKE)) == ["m"]
    assert own_mappings(plan, ALIKE) == []
    assert mappings_of(plan, OTHER) == []


def test_a_field_s_own_mapping_goes_before() -> None:
    mappings = [
        Mapping(id="m", collected="a", target="lead.email"),
        Mapping(id="n", collected="b", target="contact.email"),
    ]
    plan = Snapshot.of([E_MAIL, ALIKE, *mappings])
    assert ids(mappings_of(plan, ALIKE)) == ["n"]


def test_fields_without_a_key_have_nothing_in_common() -> None:
    plan = Snapshot.of([UNNAMED, ALSO_UNNAMED, Mapping(id="m", collected="d", target="lead.email")])
    assert mappings_of(plan, ALSO_UNNAMED) == []
