"""A shared plan on this machine: the store, its document, and what goes to and comes from the server."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable
from typing import Any, Final

from pydantic import JsonValue

from maplanner.document.patch import Patch
from maplanner.document.store import Store
from maplanner.team.connection import Event, Lost, Network, Opened, Received
from maplanner.team.hocuspocus import greeting, unwrapped, wrapped
from maplanner.team.links import Dialect, ShareLink
from maplanner.team.mirror import FORMAT, MENDED, Mirror, seed_client
from maplanner.team.presence import People, Whereabouts
from maplanner.team.reports import Arrival, Keeper, Reports, Standing
from maplanner.team.roles import Role
from maplanner.team.wire import (
    DamagedMessage,
    Kind,
    Message,
    control,
    read,
    read_control,
    state_of,
)

ASK_AGAIN_SECONDS: Final = 60.0
"""From time to time a copy asks for what it lacks, in case something got lost on the way."""
ASK_SOON_SECONDS: Final = 0.5
"""When it is known that something got lost."""
_ONE_BY_ONE: Final = 2
"""Up to so many messages at once become a patch each; more become one, so that the window keeps up."""

OTHER_PLAN = "Another plan lies under this name on the server. Nothing was sent or taken."
NO_PLAN = "There is no plan under this link yet. Ask whoever sent it."
NEWER_PLAN = "The team works with a newer maplanner. Update yours to go on together; nothing is lost."
REFUSED = {
    "view": "You may look at this plan, not change it: your last changes stay on this machine.",
    "comment": "You may only comment on this plan: your other changes stay on this machine.",
    "full": "The plan has grown larger than the server allows: your last changes stay on this machine.",
}


class SharedPlan:
    """Keeps a store in step with a server. It belongs to the store's thread.

    Whoever owns it calls :meth:`pump` when the network wakes them, and every few seconds besides.
    """

    def __init__(
        self,
        store: Store,
        link: ShareLink,
        *,
        person: str,
        keeper: Keeper,
        state: Iterable[bytes] = (),
        unsent: Iterable[Patch] = (),
        role: Role = Role.EDIT,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Begin with the document as it was kept, and own patches that had not got into it."""
        self.link = link
        self.role = role
        self.reports = Reports()
        self.standing = Standing.OFFLINE
        self.words = ""
        self.retry_at: float | None = None
        self.mirror = Mirror(store, state, person=person)
        self.people = People(self.mirror.document.client_id)
        self._store = store
        self._keeper = keeper
        self._clock = clock
        self._network: Network | None = None
        self._inbox: deque[Event] = deque()
        self._taken: list[bytes] = []
        self._people_moved = False
        self._asked_at = clock()
        self._asks_soon = False
        self._arrived: list[Patch] | None = None
        self._waiting: dict[int, Callable[[dict[str, JsonValue]], None]] = {}
        self._requests = 0
        self._there: Whereabouts | None = None
        self._is_joining = self.mirror.is_empty
        for patch in unsent:
            self._write(patch)
        self._unsubscribe = store.subscribe(self._write)
        if not self.mirror.is_empty:
            self.mirror.settle_all("Bring the plan up to date")

    # ------------------------------------------------------------ connecting

    def connect(self, network: Network) -> None:
        """Begin to keep in step over a network."""
        self._network = network
        self._inbox.clear()
        self._stand(Standing.CONNECTING)
        network.start()

    def use_link(self, link: ShareLink) -> None:
        """Come in by another right from the next time on."""
        self.link = link
        if self._network is not None:
            self._network.use(link)

    def connect_again(self) -> None:
        """Try once more after the server has refused."""
        self._stand(Standing.CONNECTING)
        self.hurry()

    def hurry(self) -> None:
        """Try again now to connect."""
        if self._network is not None:
            self._network.hurry()

    def take_theirs(self) -> None:
        """Take the plan as the server has it, and let go of what it did not take of mine.

        My own steps stay in the history of the plan's file.
        """
        link, network = self.link, self._network
        person = self.mirror.person
        if self.standing is Standing.IN_STEP:
            self._send(Message(Kind.PEOPLE, self.people.set_own(None)))
        self.mirror.close()
        self.mirror = Mirror(self._store, person=person)
        self.people = People(self.mirror.document.client_id)
        self._is_joining, self.link = True, link
        if network is not None and self.standing in (Standing.IN_STEP, Standing.CATCHING_UP):
            self._begin()

    def close(self) -> None:
        """Say good-bye; the store stays as it is."""
        self._unsubscribe()
        self._unsubscribe = lambda: None
        self._end_network()
        self.mirror.close()

    def _end_network(self) -> None:
        network, self._network = self._network, None
        if network is not None:
            if self.standing is Standing.IN_STEP:
                network.send(self._framed(Message(Kind.PEOPLE, self.people.set_own(None))))
            network.stop()

    # ------------------------------------------------------------ own changes

    def _write(self, patch: Patch) -> None:
        update = self.mirror.write(patch)
        if update is not None:
            self._keeper.keep([update], are_mine=True)
            if self.standing in (Standing.IN_STEP, Standing.CATCHING_UP) and self.role.may_write:
                self._send(Message(Kind.UPDATE, update))

    def say_where(self, there: Whereabouts) -> None:
        """Tell the others where I am."""
        if there == self._there:
            return
        self._there = there
        if self.standing is Standing.IN_STEP:
            self._send(Message(Kind.PEOPLE, self.people.set_own(there)))

    def ask(self, request: dict[str, JsonValue], answered: Callable[[dict[str, JsonValue]], None]) -> bool:
        """Ask maplanner's own server about members and invitations; return whether it could be asked."""
        if self.standing not in (Standing.IN_STEP, Standing.CATCHING_UP):
            return False
        self._requests += 1
        self._waiting[self._requests] = answered
        self._send_bytes(control(request | {"n": self._requests}))
        return True

    # ------------------------------------------------------------ the network

    @property
    def waiting(self) -> int:
        """How many messages have come that the last :meth:`pump` left for the next one."""
        return len(self._inbox)

    def pump(self, most: int | None = None) -> int:
        """Take what came over the network, or the first messages of it, and do what is due.

        Returns how many messages it took.
        """
        taken = 0
        if self._network is not None:
            self._inbox.extend(self._network.events())
            taken = len(self._inbox) if most is None else min(most, len(self._inbox))
            for _ in range(taken):
                if not self._inbox:
                    break  # The connection ended for good.
                self._take(self._inbox.popleft())
                if taken <= _ONE_BY_ONE:
                    self._settle()
            self._settle()
            self._catch_up_done(is_news=taken > 0)
        if self.standing in (Standing.IN_STEP, Standing.CATCHING_UP):
            self._do_what_is_due()
        if self._people_moved:
            self._people_moved = False
            self.reports.people()
        return taken

    def _take(self, event: Event) -> None:
        if isinstance(event, Received):
            try:
                self._hear(event.data)
            except DamagedMessage:
                # It changed nothing. What it should have said is asked for anew, and not too often.
                self._asks_soon = True
        elif isinstance(event, Opened):
            self._begin()
        else:
            self._lose(event)

    def _begin(self) -> None:
        self._arrived = []
        self.mirror.heard.clear()
        self._stand(Standing.CATCHING_UP)
        if self.link.dialect is Dialect.HOCUSPOCUS:
            self._send_bytes(greeting(self.link.plan, self.link.token))
        self._ask_rest()

    def _lose(self, event: Lost) -> None:
        gone = self.people.drop_others()
        self._waiting.clear()
        self.retry_at = None if event.is_final else self._clock() + event.wait
        self._stand(Standing.ENDED if event.is_final else Standing.OFFLINE, event.words)
        self._people_moved = self._people_moved or bool(gone)

    def _hear(self, data: bytes) -> None:
        is_wrapped = self.link.dialect is Dialect.HOCUSPOCUS
        message = unwrapped(self.link.plan, data) if is_wrapped else read(data)
        if message is None or self.standing is Standing.ENDED:
            return
        _HEARD[message.kind](self, message.body)

    def _hear_ask(self, state: bytes) -> None:
        theirs = state_of(state)
        if theirs and not self.mirror.is_empty and seed_client(self.mirror.lineage) not in theirs:
            self._end(OTHER_PLAN)
            return
        if self.role.may_write:
            self._send(Message(Kind.ANSWER, self.mirror.update_for(state)))

    def _hear_answer(self, update: bytes) -> None:
        self._hear_update(update)
        if self.mirror.is_empty and self.standing is not Standing.ENDED:
            self._end(NO_PLAN)
        if self.standing is Standing.CATCHING_UP:
            self._stand(Standing.IN_STEP)
            if self._there is not None:
                self._send(Message(Kind.PEOPLE, self.people.set_own(self._there)))
            self._send(Message(Kind.ASK_PEOPLE))

    def _hear_update(self, update: bytes) -> None:
        before = self.mirror.state()
        self.mirror.take(update)
        if self.mirror.format > FORMAT:
            self._end(NEWER_PLAN)
        elif self.mirror.state() != before or not self.mirror.is_settled:
            self._taken.append(update)

    def _hear_people(self, body: bytes) -> None:
        news = self.people.hear(body)
        self._people_moved = self._people_moved or bool(news)

    def _hear_denied(self, reason: bytes) -> None:
        said = reason.decode("utf-8", "replace").strip()
        self._end(f"The server lets nobody in without the right token ({said})." if said else "Not let in.")

    def _hear_control(self, body: bytes) -> None:
        told = read_control(body)
        role = told.get("role")
        if "hello" in told or ("role" in told and "n" not in told):
            if role in set(Role):
                self.role = Role(str(role))
            self.reports.hello(told)
        number = told.get("n")
        answered = self._waiting.pop(number, None) if isinstance(number, int) else None
        if answered is not None:
            answered(told)
        if "refused" in told:
            self.reports.told(REFUSED.get(str(told["refused"]), REFUSED["view"]))

    def _ignore(self, _body: bytes) -> None:
        """Leave alone what only servers are asked."""

    # ------------------------------------------------------------ catching up

    def _settle(self) -> None:
        taken, self._taken = self._taken, []
        if taken:
            self._keeper.keep(taken, are_mine=False)
        if self.standing is Standing.ENDED or self.mirror.is_settled:
            return
        # Whatever was here before: what one joins is the plan of the others.
        patch = self.mirror.settle_all("Join the shared plan") if self._is_joining else self.mirror.settle()
        self._is_joining = False
        if patch is not None and self._arrived is not None:
            self._arrived.append(patch)

    def _catch_up_done(self, *, is_news: bool) -> None:
        """Sum up what came while catching up, once all of it is in the store."""
        if self.standing is not Standing.IN_STEP or self._arrived is None or not is_news:
            return
        patches, self._arrived = self._arrived, None
        arrival = Arrival(
            tuple(self.mirror.heard),
            sum(len(patch.changes) for patch in patches),
            any(patch.label.endswith(MENDED) for patch in patches),
        )
        if arrival:
            self.reports.arrival(arrival)

    def _do_what_is_due(self) -> None:
        sign = self.people.renewed()
        if sign is not None:
            self._send(Message(Kind.PEOPLE, sign))
        gone = self.people.drop_silent()
        self._people_moved = self._people_moved or bool(gone)
        if self._clock() - self._asked_at > (ASK_SOON_SECONDS if self._asks_soon else ASK_AGAIN_SECONDS):
            self._ask_rest()

    def _ask_rest(self) -> None:
        self._asked_at, self._asks_soon = self._clock(), False
        self._send(Message(Kind.ASK, self.mirror.state()))

    # ------------------------------------------------------------ sending

    def _send(self, message: Message) -> None:
        self._send_bytes(self._framed(message))

    def _framed(self, message: Message) -> bytes:
        data = message.to_bytes()
        return wrapped(self.link.plan, data) if self.link.dialect is Dialect.HOCUSPOCUS else data

    def _send_bytes(self, data: bytes) -> None:
        if self._network is not None:
            self._network.send(data)

    def _end(self, words: str) -> None:
        """End the connection for good, because going on would do harm."""
        network, self._network = self._network, None
        if network is not None:
            network.stop()
        self._inbox.clear()
        self._people_moved = bool(self.people.drop_others()) or self._people_moved
        self._stand(Standing.ENDED, words)

    def _stand(self, standing: Standing, words: str = "") -> None:
        if (standing, words) != (self.standing, self.words):
            self.standing, self.words = standing, words
            self.reports.standing()


_HEARD: Final[dict[Kind, Any]] = {
    Kind.ASK: SharedPlan._hear_ask,  # noqa: SLF001 - a table of the class itself
    Kind.ANSWER: SharedPlan._hear_answer,  # noqa: SLF001
    Kind.UPDATE: SharedPlan._hear_update,  # noqa: SLF001
    Kind.PEOPLE: SharedPlan._hear_people,  # noqa: SLF001
    Kind.DENIED: SharedPlan._hear_denied,  # noqa: SLF001
    Kind.ASK_PEOPLE: SharedPlan._ignore,  # noqa: SLF001
    Kind.CONTROL: SharedPlan._hear_control,  # noqa: SLF001
}
