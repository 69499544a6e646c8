"""Laws of catalogues: merging is idempotent and loses nothing; readers refuse noise, and never break."""

import json
import tempfile
from pathlib import Path
from xml.sax.saxutils import escape

from hypothesis import given
from hypothesis import strategies as st

from maplanner.core.errors import UnreadableSource
from maplanner.crm.catalogue import Catalogue, CatalogueField, CatalogueObject, ValueList
from maplanner.crm.merge import catalogue_changes
from maplanner.document.records import CrmField, CrmObject
from maplanner.document.store import Store
from maplanner.document.vocabulary import FieldType
from maplanner.exchange.readers import catalogue_readers

NAMES = st.sampled_from(["Email", "EMAIL", "LastName", "Own__c", "own__C", "Größe__c", "Status", "A", "b"])
OBJECTS = st.sampled_from(["Lead", "LEAD", "Contact", "Visit__c"])
WORDS = st.sampled_from(["", "one", "two", "Größe"])
SIZES = st.none() | st.integers(0, 300)
ATTRIBUTES = sorted(frozenset(CatalogueField.model_fields) - {"api_name", "custom", "source", "unsaid"})

fields = st.builds(
    CatalogueField,
    api_name=NAMES,
    label=WORDS,
    type=st.sampled_from(FieldType),
    native_type=WORDS,
    length=SIZES,
    precision=SIZES,
    scale=SIZES,
    required=st.booleans(),
    unique=st.booleans(),
    writable=st.booleans(),
    custom=st.booleans(),
    allowed=st.lists(WORDS, max_size=3).map(tuple),
    restricted=st.booleans(),
    help=WORDS,
    source=WORDS,
    unsaid=st.frozensets(st.sampled_from(ATTRIBUTES)),
)
objects = st.builds(
    CatalogueObject,
    api_name=OBJECTS,
    label=WORDS,
    custom=st.booleans(),
    fields=st.lists(fields, max_size=3).map(tuple),
)
lists = st.builds(
    ValueList, object_name=OBJECTS, field_name=NAMES, allowed=st.lists(WORDS, max_size=3).map(tuple)
)
catalogues = st.builds(
    Catalogue,
    system_title=st.just("Salesforce"),
    product=st.just("Salesforce"),
    source=WORDS,
    complete=st.booleans(),
    objects=st.lists(objects, max_size=3, unique_by=lambda item: item.api_name.casefold()).map(tuple),
    values=st.lists(
        lists, max_size=2, unique_by=lambda found: (found.object_name.lower(), found.field_name.lower())
    ).map(tuple),
)


def imported(store: Store, catalogue: Catalogue) -> None:
    change = catalogue_changes(store, catalogue)
    with store.transact("Import") as transaction:
        change.apply(transaction)


@given(st.lists(catalogues, min_size=1, max_size=3))
def test_importing_the_same_again_changes_nothing(given_catalogues: list[Catalogue]) -> None:
    store = Store()
    for catalogue in given_catalogues:
        imported(store, catalogue)
    revision, records = store.revision, list(store.records())
    again = catalogue_changes(store, given_catalogues[-1])
    assert not again
    imported(store, given_catalogues[-1])
    assert store.revision == revision
    assert list(store.records()) == records


@given(st.lists(catalogues, min_size=1, max_size=3))
def test_names_stay_apart_and_identities_stay(given_catalogues: list[Catalogue]) -> None:
    store = Store()
    for catalogue in given_catalogues:
        before = {record.id for record in store.all(CrmObject)}
        imported(store, catalogue)
        assert before <= {record.id for record in store.all(CrmObject)}
        for item in store.all(CrmObject):
            names = [record.api_name.casefold() for record in store.referring(CrmField, "object", item.id)]
            assert len(names) == len(set(names))
        named = {(item.api_name.casefold(), field.api_name.casefold()) for item, field in catalogue.fields()}
        held = {
            (store.find(CrmObject, record.object).api_name.casefold(), record.api_name.casefold())
            for record in store.all(CrmField)
        }
        assert named <= held


TAGS = st.sampled_from(
    [
        "CustomField",
        "CustomObject",
        "StandardValueSet",
        "fields",
        "fullName",
        "type",
        "length",
        "precision",
        "scale",
        "valueSet",
        "valueSetDefinition",
        "value",
        "picklist",
        "picklistValues",
        "referenceTo",
        "label",
        "nameField",
        "standardValue",
        "formula",
        "required",
        "unknown",
    ]
)
TEXTS = st.sampled_from(
    ["", "A__c", "Text", "Picklist", "12", "-3", "true", "1e9", "9" * 30, "\u0085\u200b", "x" * 300]
)
FILES = st.sampled_from(
    [
        "objects/Lead/fields/A__c.field-meta.xml",
        "objects/Lead/Lead.object-meta.xml",
        "objects/Lead.object",
        "standardValueSets/LeadSource.standardValueSet",
        "A__c.field-meta.xml",
        ".object",
        "x.standardValueSet-meta.xml",
        "globalValueSets/X.globalValueSet",
        "Lead.describe.json",
        "some.json",
    ]
)


def element(tag: str, inner: str) -> str:
    return f"<{tag}>{inner}</{tag}>"


xml_trees = st.recursive(
    st.builds(lambda tag, text: element(tag, escape(text)), TAGS, TEXTS),
    lambda inner: st.builds(
        lambda tag, parts: element(tag, "".join(parts)), TAGS, st.lists(inner, max_size=5)
    ),
    max_leaves=25,
)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | TEXTS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                [
                    "name",
                    "fields",
                    "type",
                    "length",
                    "scale",
                    "result",
                    "picklistValues",
                    "referenceTo",
                    "label",
                ]
            ),
            inner,
            max_size=6,
        )
    ),
    max_leaves=25,
)
answers = st.builds(
    lambda name, described: {"name": name, "fields": described},
    TEXTS,
    st.lists(
        st.dictionaries(st.sampled_from(["name", "type", "length", "digits", "custom", "label"]), json_values)
    ),
)
contents = (
    st.binary(max_size=60)
    | xml_trees.map(str.encode)
    | (json_values | answers).map(lambda data: json.dumps(data).encode())
)


@given(st.lists(st.tuples(FILES, contents), min_size=1, max_size=3))
def test_readers_read_noise_or_refuse_it(written: list[tuple[str, bytes]]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file, content in written:
            path = folder / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        for reader in catalogue_readers():
            reader.finds_in(folder)
            try:
                catalogue = reader.read(folder)
            except UnreadableSource as error:
                refusal = str(error)
                named = any(Path(file).name in refusal for file, _ in written)
                assert named, refusal
                continue
            imported(Store(), catalogue)
