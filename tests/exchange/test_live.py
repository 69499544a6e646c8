"""CRMs that run are asked; here servers on this machine answer in the shapes that the vendors document."""

import json
from typing import Any

import pytest

from maplanner.core.errors import Cancelled, UnreadableSource
from maplanner.crm.catalogue import Catalogue
from maplanner.document.vocabulary import FieldType
from maplanner.exchange.live import Access, Talk, is_address, live_crm, live_crms, read_live
from tests.exchange.answering import Answer, Asked, answering
from tests.exchange.catalogue_files import field

TOKEN = "t0ken"
FIELD = {
    "name": "Email", "label": "Email", "type": "email", "length": 80, "nillable": True, "createable": True,
    "updateable": True, "defaultedOnCreate": False, "custom": False, "picklistValues": [], "referenceTo": [],
}  # fmt: skip

BAD = {**FIELD, "length": "x"}


def ask(kind: str, answers: dict[str, Any], **more: Any) -> tuple[Catalogue, list[Asked]]:
    """Ask a server that knows these paths; whatever is no answer is JSON."""

    def answer(asked: Asked) -> Answer:
        told = answers.get(asked.path, Answer({"message": "not here"}, 404))
        return told if isinstance(told, Answer) else Answer(told)

    with answering(answer) as server:
        return read_live(live_crm(kind), Access(server.address, TOKEN, **more)), server.asked


# ---------------------------------------------------------------- Salesforce

SALESFORCE = {
    "/services/data/": [{"version": "58.0", "url": "/x"}, {"version": "62.0", "url": "/y"}],
    "/services/data/v62.0/sobjects/": {
        "sobjects": [
            {"name": "Lead", "createable": True},
            {"name": "Order__c", "createable": True},
            {"name": "Setting__c", "customSetting": True},
            {"name": "ApexClass"},
        ]
    },
    "/services/data/v62.0/sobjects/Lead/describe/": {"name": "Lead", "label": "Lead", "fields": [FIELD]},
    "/services/data/v62.0/sobjects/Order__c/describe/": {
        "name": "Order__c",
        "custom": True,
        "fields": [FIELD],
    },
}


def test_salesforce_describes_standard_and_custom_objects() -> None:
    catalogue, asked = ask("salesforce", SALESFORCE)
    assert [item.api_name for item in catalogue.objects] == ["Lead", "Order__c"]
    assert (field(catalogue, "Lead", "Email").type, catalogue.complete) == (FieldType.EMAIL, True)
    assert {each.headers["authorization"] for each in asked} == {f"Bearer {TOKEN}"}
    assert "2 objects that marketing plans rarely need" in catalogue.left_out[0]
    assert TOKEN not in catalogue.model_dump_json()


def test_salesforce_objects_may_be_named() -> None:
    catalogue, asked = ask("salesforce", SALESFORCE, objects=("lead",))
    assert [item.api_name for item in catalogue.objects] == ["Lead"]
    assert len(asked) == 3
    with pytest.raises(UnreadableSource, match="no object “Leed”"):
        ask("salesforce", SALESFORCE, objects=("Leed",))


@pytest.mark.parametrize(
    ("path", "answer", "said"),
    [
        ("/services/data/", {}, "no version"),
        ("/services/data/", [{"version": "9" * 50}], "no version"),
        ("/services/data/v62.0/sobjects/", {"sobjects": 3}, "lists no objects"),
        ("/services/data/v62.0/sobjects/Lead/describe/", {"name": "Lead"}, "no description of Lead"),
        ("/services/data/v62.0/sobjects/Lead/describe/", {"name": "Lead", "fields": [BAD]}, "field 1"),
        ("/services/data/", Answer([{"message": "INVALID_SESSION_ID"}], 401), "token has run out"),
    ],
)  # fmt: skip
def test_salesforce_that_answers_nonsense_is_told(path: str, answer: Any, said: str) -> None:
    with pytest.raises(UnreadableSource, match=said):
        ask("salesforce", {**SALESFORCE, path: answer})


# ---------------------------------------------------------------- HubSpot

PROPERTY = {"name": "email", "label": "Email", "type": "string", "fieldType": "text", "hubspotDefined": True}
HUBSPOT = {
    **{f"/crm/v3/properties/{name}": {"results": [PROPERTY]} for name in ("contacts", "companies", "deals")},
    "/crm/v3/properties/leads": Answer({"message": "missing scopes"}, 403),
    "/crm/v3/properties/tickets": {"results": []},
    "/crm/v3/schemas": {
        "results": [
            {"name": "cars", "objectTypeId": "2-1", "labels": {"singular": "Car"}, "properties": [PROPERTY]}
        ]
    },
}


def test_hubspot_gives_properties_and_custom_objects() -> None:
    catalogue, _ = ask("hubspot", HUBSPOT)
    assert {item.api_name for item in catalogue.objects} == {"contacts", "companies", "deals", "cars"}
    assert field(catalogue, "contacts", "email").type is FieldType.EMAIL
    assert any(line.startswith("leads: was not read") for line in catalogue.left_out)


def test_hubspot_that_lets_nobody_in_is_told() -> None:
    shut = Answer({"message": "expired"}, 401)
    with pytest.raises(UnreadableSource, match="private app"):
        ask("hubspot", dict.fromkeys(HUBSPOT, shut))
    with pytest.raises(UnreadableSource, match="code 403"):
        ask("hubspot", dict.fromkeys(HUBSPOT, Answer({}, 403)))


# ---------------------------------------------------------------- Dynamics

API = "/api/data/v9.2/EntityDefinitions"
LEAD = {
    "LogicalName": "lead",
    "Attributes": [
        {"LogicalName": "emailaddress1", "AttributeType": "String", "Format": "Email", "MaxLength": 100},
        {"LogicalName": "leadqualitycode", "AttributeType": "Picklist"},
    ],
}
OPTION = {"Value": 1, "Label": {"UserLocalizedLabel": {"Label": "Hot"}}}


def dynamics() -> dict[str, Any]:
    lead = f"{API}(LogicalName='lead')"
    kinds = ("Picklist", "MultiSelectPicklist", "State", "Status")
    casts = {kind: f"{lead}/Attributes/Microsoft.Dynamics.CRM.{kind}AttributeMetadata" for kind in kinds}
    both, one = (
        "?$select=LogicalName&$expand=OptionSet,GlobalOptionSet",
        "?$select=LogicalName&$expand=OptionSet",
    )
    first = f"{casts['Picklist']}{both}"
    return {
        f"{API}?$select=LogicalName,IsCustomEntity,IsPrivate,IsIntersect": {
            "value": [{"LogicalName": "lead"}, {"LogicalName": "asyncoperation"}]
        },
        f"{lead}?$expand=Attributes": LEAD,
        first: {"value": [], "@odata.nextLink": f"{lead}/more"},
        f"{lead}/more": {"value": [{"LogicalName": "leadqualitycode", "OptionSet": {"Options": [OPTION]}}]},
        f"{casts['MultiSelectPicklist']}{both}": {"value": []},
        f"{casts['State']}{one}": {"value": []},
        f"{casts['Status']}{one}": {"value": []},
    }


def test_dynamics_gives_attributes_and_values_over_several_pages() -> None:
    catalogue, _ = ask("dynamics", dynamics())
    assert field(catalogue, "lead", "emailaddress1").type is FieldType.EMAIL
    assert field(catalogue, "lead", "leadqualitycode").allowed == ("Hot",)
    assert any("1 tables that marketing plans rarely need" in line for line in catalogue.left_out)


def test_dynamics_pages_never_lead_elsewhere_or_for_ever() -> None:
    first = next(path for path in dynamics() if path.endswith("IsIntersect"))
    for following, said in (("https://evil.example/x", "another server"), (first, "never comes to the end")):
        with pytest.raises(UnreadableSource, match=said):
            ask("dynamics", {first: {"value": [], "@odata.nextLink": following}})


# ---------------------------------------------------------------- Tryton

TRYTON_FIELDS = {
    "name": {"type": "char", "string": "Name", "required": True, "size": 100, "readonly": False},
    "lang": {"type": "many2one", "string": "Language", "relation": "ir.lang"},
    "state": {
        "type": "selection",
        "string": "State",
        "selection": [["lead", "Lead"], ["", ""]],
        "readonly": True,
    },
    "amount": {"type": "numeric", "string": "Amount", "digits": [16, 2]},
    "odd": {"type": "hologram"},
    "id": {"type": "integer", "string": "ID"},
}


def tryton(models: list[dict[str, str]], fields: Any = TRYTON_FIELDS, login: Any = (7, "session")) -> Any:
    results = {
        "common.db.login": login,
        "model.ir.model.search_read": models,
        "model.party.party.fields_get": fields,
        "common.db.logout": None,
    }

    def answer(asked: Asked) -> Answer:
        question = json.loads(asked.body)
        if question["method"] not in results:
            return Answer({"id": question["id"], "error": ["UserError", ["no"], ""]})
        return Answer({"id": question["id"], "result": results[question["method"]]})

    return answer


MODELS = [{"name": "party.party", "string": "Party"}, {"name": "ir.cron", "string": "Cron"}]


def test_tryton_gives_the_fields_of_its_models() -> None:
    with answering(tryton(MODELS)) as server:
        access = Access(server.address, "pw", "ana", "crm")
        catalogue = read_live(live_crm("tryton"), access)
    assert [(item.api_name, item.label) for item in catalogue.objects] == [("party.party", "Party")]
    name = field(catalogue, "party.party", "name")
    assert (name.label, name.length, name.required, name.writable) == ("Name", 100, True, True)
    assert field(catalogue, "party.party", "lang").refers_to == ("ir.lang",)
    state = field(catalogue, "party.party", "state")
    assert (state.type, state.allowed, state.writable) == (FieldType.PICKLIST, ("lead",), False)
    assert field(catalogue, "party.party", "amount").scale == 2
    assert field(catalogue, "party.party", "id").type is FieldType.IDENTIFIER
    told = " ".join(catalogue.left_out)
    assert "“hologram”" in told
    assert "1 models that marketing plans rarely need" in told
    methods = [json.loads(each.body)["method"] for each in server.asked]
    assert methods[-1] == "common.db.logout"
    assert server.asked[-1].headers["authorization"].startswith("Session ")
    assert "pw" not in catalogue.model_dump_json()


@pytest.mark.parametrize(
    ("served", "said"),
    [
        (tryton(MODELS, login=None), "does not let “ana” in"),
        (tryton(MODELS, login={"a": 1}), "does not let “ana” in"),
        (tryton(MODELS, fields=[1]), "no fields of party.party"),
        (tryton([{"name": "ir.cron", "string": "Cron"}]), "none of the models"),
        (tryton([{"name": "x"}]), "lists no models"),
        (lambda _: Answer(3), "does not let"),
    ],
)
def test_tryton_that_answers_nonsense_is_told(served: Any, said: str) -> None:
    with answering(served) as server, pytest.raises(UnreadableSource, match=said):
        read_live(live_crm("tryton"), Access(server.address, "pw", "ana", "crm"))


# ---------------------------------------------------------------- all of them


def test_a_kind_is_known_by_name_or_host() -> None:
    assert len(live_crms()) >= 4
    assert live_crm("", "https://acme.my.salesforce.com").name == "salesforce"
    assert live_crm("", "https://org.crm4.dynamics.com").name == "dynamics"
    assert live_crm("", "https://api.hubapi.com").name == "hubspot"
    for name, address in (("", "https://evilsalesforce.com.example.org"), ("lotus", "")):
        with pytest.raises(UnreadableSource):
            live_crm(name, address)
    assert is_address(" HTTPS://x")
    assert not is_address("C:/x")


@pytest.mark.parametrize("kind", live_crms(), ids=lambda kind: kind.name)
@pytest.mark.parametrize(
    "garbage", [None, [], {}, "text", 3, [[[]]], {"value": [3]}, {"results": [3]}, {"result": {"a": []}}]
)
def test_no_garbage_gets_through(kind: Any, garbage: Any) -> None:
    with answering(lambda _: Answer(garbage)) as server:
        access = Access(server.address, "pw", "ana", "crm", ("Lead",))
        try:
            catalogue = read_live(kind, access)
        except UnreadableSource as error:
            assert "127.0.0.1" in str(error)  # noqa: PT017 - either outcome is fine, and this is one's law
        else:
            assert catalogue.field_count == 0


def test_without_a_secret_nobody_is_asked() -> None:
    for access in (Access("https://x.example"), Access("https://x.example", "a\r\nb: c", "u", "d")):
        with pytest.raises(UnreadableSource, match=r"token|password"):
            read_live(live_crm("tryton"), access)
    assert "s3cret" not in repr(Access("https://x.example", "s3cret"))


def test_reading_stops_when_told_to() -> None:
    told: list[float] = []
    with answering(lambda asked: Answer(SALESFORCE[asked.path])) as server:
        stopping = Talk(told.append, lambda: len(told) > 1, patience=5)
        with pytest.raises(Cancelled):
            read_live(live_crm("salesforce"), Access(server.address, TOKEN), stopping)
    assert told == [0.0, 0.5]
