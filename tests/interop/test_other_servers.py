"""The same client works with servers of others, so that a firm that outgrows one machine can run theirs."""

import pytest

from maplanner.core.ids import new_id
from maplanner.document.records import Step
from maplanner.document.store import Store
from maplanner.team.links import ShareLink
from maplanner.team.mirror import seed
from maplanner.team.presence import Whereabouts
from maplanner.team.reports import Standing
from tests.team.running import Teammate, equal, in_step, pump_until, small_plan

pytestmark = pytest.mark.interop


def share_and_join(link: ShareLink) -> None:
    kept = small_plan()
    ilze = Teammate(link, "Ilze", [seed(kept, new_id("share"))], store=Store(kept, author="Ilze"))
    janis = None
    try:
        pump_until([ilze], lambda: in_step(ilze))
        janis = Teammate(link, "Jānis")
        both = [ilze, janis]
        pump_until(both, lambda: in_step(*both) and equal(*both))
        with ilze.store.transact("Rename") as transaction:
            transaction.change("s1", {"title": "from Ilze", "props.tries": 3})
        with janis.store.transact("Rename") as transaction:
            transaction.change("s2", {"title": "no Jāņa"})
        pump_until(both, lambda: equal(*both) and ilze.store.find(Step, "s2").title == "no Jāņa")
        assert janis.store.find(Step, "s1").props["tries"] == 3
        janis.shared.say_where(Whereabouts(person="Jānis", campaign="c", x=1.0, y=2.0))
        pump_until(both, lambda: bool(ilze.shared.people.others()))
        janis.go_offline()
        with janis.store.transact("Offline") as transaction:
            transaction.change("s3", {"title": "offline"})
        janis.connect()
        pump_until(both, lambda: equal(*both) and ilze.store.find(Step, "s3").title == "offline")
        ilze.store.undo()
        pump_until(both, lambda: janis.store.find(Step, "s1").title == "Step 1")
        assert janis.store.find(Step, "s2").title == "no Jāņa"
    finally:
        ilze.close()
        if janis is not None:
            janis.close()


def test_a_y_websocket_server_carries_a_plan(y_websocket: int) -> None:
    share_and_join(ShareLink.parse(f"ws://127.0.0.1:{y_websocket}/spring"))


def test_a_hocuspocus_server_carries_a_plan(hocuspocus: int) -> None:
    share_and_join(ShareLink.parse(f"hocuspocus://127.0.0.1:{hocuspocus}/spring#secret"))


def test_hocuspocus_turns_strangers_away(hocuspocus: int) -> None:
    stranger = Teammate(ShareLink.parse(f"hocuspocus://127.0.0.1:{hocuspocus}/spring#forged"), "Somebody")
    pump_until([stranger], lambda: stranger.shared.standing is Standing.ENDED)
    assert "token" in stranger.shared.words
    stranger.close()
