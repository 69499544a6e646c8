"""Usual words of common products."""

from maplanner.crm.terms import known_products, source_of_words, usual_terms, usual_words
from maplanner.document.records import System, Term
from maplanner.document.vocabulary import Concept
from tests.builders import PlanBuilder


def test_products_are_known_by_any_of_their_names() -> None:
    assert {"Salesforce", "HubSpot", "Marketo", "Mautic", "SugarCRM"} <= set(known_products())
    words = usual_words(System(id="a", title="x", product="pardot"))
    assert words[Concept.LEAD][0] == "Prospect"
    assert usual_words(System(id="a", title="Our HubSpot"))[Concept.OPPORTUNITY][0] == "Deal"
    assert usual_words(System(id="a", title="HubSpot", product="Own build")) == {}
    assert "2026" in source_of_words()


def test_only_what_is_lacking_is_filled_in() -> None:
    plan = PlanBuilder()
    crm = plan.crm("CRM", product="Salesforce")
    plan.add(Term, concept=Concept.LEAD, system=crm.id, word="Enquiry")
    plan.add_system("Home-made")
    made = usual_terms(plan.snapshot())
    assert {(term.concept, term.word) for term in made} >= {(Concept.ACCOUNT, "Account")}
    assert Concept.LEAD not in {term.concept for term in made}
    assert {term.system for term in made} == {crm.id}
    assert all(term.definition for term in made)
