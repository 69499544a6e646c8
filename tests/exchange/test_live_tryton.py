"""A true Tryton server on this machine is asked; ``scripts/crm-server`` makes it."""

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from maplanner.core.errors import UnreadableSource
from maplanner.crm.merge import catalogue_changes
from maplanner.document.records import CrmField, CrmObject
from maplanner.document.store import Store
from maplanner.document.vocabulary import FieldType
from maplanner.exchange.live import Access, live_crm, read_live
from tests.conftest import ROOT
from tests.exchange.catalogue_files import field

pytestmark = pytest.mark.crm


@pytest.fixture(scope="module")
def tryton(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Access]:
    place = Path(os.environ.get("MAPLANNER_TRYTON", ROOT / ".venv" / "tryton"))
    if not (place / "ready").is_file():
        pytest.skip("no Tryton here; scripts/crm-server makes one")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    configuration = tmp_path_factory.mktemp("tryton") / "trytond.conf"
    database = f"[database]\nuri = sqlite://\npath = {place / 'data'}\n"
    configuration.write_text(f"{database}[web]\nlisten = 127.0.0.1:{port}\n", encoding="utf-8")
    command = [str(place / "env" / "bin" / "trytond"), "-c", str(configuration), "-d", "crm"]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(port, server)
        secret = (place / "password").read_text("utf-8").strip()
        yield Access(f"http://127.0.0.1:{port}", secret, "admin", "crm")
    finally:
        server.terminate()
        server.wait(20)


def _wait_for(port: int, server: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        assert server.poll() is None, "Tryton ended at once"
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    pytest.fail("Tryton does not begin")


def test_parties_opportunities_and_scenarios_are_read(tryton: Access) -> None:
    catalogue = read_live(live_crm("tryton"), tryton)
    names = {item.api_name for item in catalogue.objects}
    assert {"party.party", "sale.opportunity", "marketing.automation.scenario"} <= names
    assert len(catalogue.object("party.party").fields) >= 40  # type: ignore[union-attr]
    state = field(catalogue, "sale.opportunity", "state")
    assert state.type is FieldType.PICKLIST
    assert {"lead", "opportunity", "won", "lost"} <= set(state.allowed)
    party = field(catalogue, "sale.opportunity", "party")
    assert (party.type, party.refers_to) == (FieldType.REFERENCE, ("party.party",))
    untyped = [described.api_name for _, described in catalogue.fields() if described.type is FieldType.OTHER]
    assert len(untyped) <= 3, untyped


def test_reading_again_changes_nothing(tryton: Access) -> None:
    store = Store()
    for _ in range(2):
        change = catalogue_changes(store, read_live(live_crm("tryton"), tryton))
        with store.transact("Import") as transaction:
            change.apply(transaction)
    assert not change
    assert store.count(CrmObject) >= 5
    assert store.count(CrmField) > 100


def test_named_models_alone_are_read(tryton: Access) -> None:
    only = Access(tryton.address, tryton.secret, tryton.user, tryton.database, ("party.party",))
    assert [item.api_name for item in read_live(live_crm("tryton"), only).objects] == ["party.party"]
    with pytest.raises(UnreadableSource, match=r"no model .party\.nobody"):
        read_live(live_crm("tryton"), Access(only.address, only.secret, only.user, "crm", ("party.nobody",)))


@pytest.mark.parametrize(
    ("change", "said"), [({"secret": "wrong"}, "code 401"), ({"database": "none"}, "no database")]
)
def test_who_is_not_let_in_is_told(tryton: Access, change: dict[str, str], said: str) -> None:
    wrong = Access(**{**vars(tryton), **change})
    with pytest.raises(UnreadableSource, match=said):
        read_live(live_crm("tryton"), wrong)
