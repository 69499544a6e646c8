"""Tryton over JSON-RPC: ``common.db.login``, the list of models, and ``fields_get`` of each."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import quote

from pydantic import JsonValue

from maplanner.core.errors import UnreadableSource
from maplanner.crm.catalogue import Catalogue, CatalogueField
from maplanner.document.vocabulary import FieldType
from maplanner.exchange.gathering import Gathering
from maplanner.exchange.json_folders import Describing, good_name
from maplanner.exchange.live import MAX_OBJECTS, Access, LiveCrm, Talk
from maplanner.exchange.source_files import LeftOut, plain, plain_lines
from maplanner.exchange.web import Address, WebSession

PRODUCT: Final = "Tryton"
_TITLE: Final = "Tryton (live)"
_STANDARD: Final = (
    "party.party",
    "party.address",
    "party.contact_mechanism",
    "sale.opportunity",
    "sale.opportunity.line",
    "marketing.automation.scenario",
    "marketing.automation.activity",
    "marketing.automation.record",
    "marketing.email",
    "web.user",
)
_T = FieldType
_TYPES: Final[dict[str, FieldType]] = {
    "binary": _T.FILE,
    "boolean": _T.CHECKBOX,
    "char": _T.TEXT,
    "date": _T.DATE,
    "datetime": _T.DATETIME,
    "dict": _T.OTHER,
    "float": _T.NUMBER,
    "fmany2one": _T.REFERENCE,
    "fullText": _T.OTHER,
    "integer": _T.INTEGER,
    "many2many": _T.REFERENCE,
    "many2one": _T.REFERENCE,
    "multiselection": _T.MULTI_PICKLIST,
    "numeric": _T.NUMBER,
    "one2many": _T.REFERENCE,
    "one2one": _T.REFERENCE,
    "reference": _T.REFERENCE,
    "selection": _T.PICKLIST,
    "text": _T.LONG_TEXT,
    "time": _T.TIME,
    "timedelta": _T.NUMBER,
    "timestamp": _T.DATETIME,
}
_BY_WIDGET: Final = {"email": _T.EMAIL, "url": _T.URL, "html": _T.LONG_TEXT}
_OWN: Final = frozenset({"create_date", "create_uid", "write_date", "write_uid", "rec_name"})
_NOTHING_THERE: Final = ("(code 404", "(code 405")
_LISTS: Final = frozenset({_T.PICKLIST, _T.MULTI_PICKLIST})


def read(access: Access, talk: Talk) -> Catalogue:
    """Return the server's models for sales and marketing, or those that are named.

    Raises:
        UnreadableSource: The server cannot be reached, does not let in, or answers nonsense.
        Cancelled: The person asked to stop.
    """
    address = Address.parse(access.address)
    session = WebSession(address, {}, talk.patience, talk.cancelled)
    server = _Server(session, access.database)
    server.log_in(access.user, access.secret)
    try:
        return _read(server, access, talk)
    finally:
        server.log_out()


def _read(server: _Server, access: Access, talk: Talk) -> Catalogue:
    address = server.session.address
    left_out = LeftOut(Path(address.host))
    source = f"{_TITLE}: {plain(address.origin)}, database {plain(access.database)}"
    gathering = Gathering(PRODUCT, source, left_out)
    models = server.models()
    names = _wanted(models, access.objects, left_out, address)
    for done, name in enumerate(names):
        talk.progress(done / max(len(names), 1))
        fields = server.ask(f"model.{name}.fields_get", [])
        if not isinstance(fields, dict):
            raise UnreadableSource(f"{plain(address.origin)} answers with no fields of {plain(name)}.")
        gathering.add_object(name, models[name] or name, custom=False)
        for key, described in fields.items():
            api_name = good_name(key)
            if not api_name or not isinstance(described, dict):
                left_out.add(name, f"“{plain(key)[:80]}” is no description of a field")
                continue
            said = Describing(described, f"{name}.{api_name}", left_out)
            gathering.add_field(name, _field(said, api_name, source, left_out), plain(address.host))
    talk.progress(1.0)
    return gathering.catalogue(complete=True)


def _wanted(models: dict[str, str], named: tuple[str, ...], left_out: LeftOut, address: Address) -> list[str]:
    missing = [name for name in named if name not in models]
    if missing:
        message = f"{plain(address.origin)} has no model “{plain(missing[0])}”, or does not show it."
        raise UnreadableSource(message, advice="Check its name and that its module is switched on.")
    found = list(named or [name for name in _STANDARD if name in models])[:MAX_OBJECTS]
    if not found:
        message = f"{plain(address.origin)} has none of the models for parties, sales or marketing."
        raise UnreadableSource(message, advice="Name the models you need with --objects.")
    if not named:
        others = len(models) - len(found)
        left_out.add("models", f"{others:,} models that marketing plans rarely need; name those you do")
    return found


@dataclass
class _Server:
    """A Tryton server and one of its databases."""

    session: WebSession
    database: str
    below: str = "/rpc/"
    """Where below a database's name the server takes questions; older ones take them right there."""
    _number: int = 0

    def log_in(self, user: str, password: str) -> None:
        """Begin a session.

        Raises:
            UnreadableSource: The server does not let in.
        """
        given: JsonValue = [user, {"password": password}, "en"]
        try:
            found = self._call("common.db.login", given)
        except UnreadableSource as error:
            if not _says_nothing_there(error):
                raise
            found = self._log_in_as_before(given)
        if (
            not isinstance(found, list)
            or len(found) < 2
            or not all(isinstance(part, int | str) and not isinstance(part, bool) for part in found[:2])
        ):
            message = f"{plain(self.session.address.origin)} does not let “{plain(user)[:60]}” in."
            raise UnreadableSource(message, advice="Check database, user and password.")
        proof = f"{user}:{found[0]}:{found[1]}"
        self.session.headers["Authorization"] = f"Session {b64encode(proof.encode()).decode()}"

    def _log_in_as_before(self, given: JsonValue) -> JsonValue:
        """Log in the way that older servers take."""
        self.below = "/"
        try:
            return self._call("common.db.login", given)
        except UnreadableSource as error:
            if not _says_nothing_there(error):
                raise
            where = plain(self.session.address.origin)
            message = f"{where} has no database “{plain(self.database)[:60]}”, or is no Tryton server."
            raise UnreadableSource(message, advice="Check the address and the database's name.") from error

    def log_out(self) -> None:
        """End the session; a server that is gone by now has ended it."""
        try:
            self._call("common.db.logout", [])
        except UnreadableSource:
            return

    def models(self) -> dict[str, str]:
        """Return the titles of all models by name, whichever version of Tryton names them."""
        domain: JsonValue = []
        listed: JsonValue = None
        for key, title in (("name", "string"), ("model", "name")):
            try:
                listed = self.ask("model.ir.model.search_read", [domain, 0, None, None, [key, title]])
            except UnreadableSource:
                if key == "model":
                    raise
                continue
            items = listed if isinstance(listed, list) else []
            found = {
                good_name(item.get(key)): good_name(item.get(title))
                for item in items
                if isinstance(item, dict)
            }
            found.pop("", None)
            if any("." in name for name in found):
                return found
        raise UnreadableSource(f"{plain(self.session.address.origin)} lists no models.")

    def ask(self, method: str, parameters: list[JsonValue]) -> JsonValue:
        """Return what a method answers in the context of nobody in particular."""
        context: JsonValue = {}
        return self._call(method, [*parameters, context])

    def _call(self, method: str, parameters: JsonValue) -> JsonValue:
        self._number += 1
        question: JsonValue = {"id": self._number, "method": method, "params": parameters}
        answer = self.session.post(f"/{quote(self.database, safe='')}{self.below}", question)
        if not isinstance(answer, dict):
            # Older servers answer with the result alone.
            return answer
        if answer.get("error"):
            raise UnreadableSource(
                f"{plain(self.session.address.origin)} refuses: {_reason(answer['error'])}.",
                advice="Check database, user and password.",
            )
        return answer.get("result")


def _says_nothing_there(error: UnreadableSource) -> bool:
    return any(code in error.message for code in _NOTHING_THERE)


def _reason(error: JsonValue) -> str:
    texts = error if isinstance(error, list) else [error]
    found = (plain(text) for text in texts if isinstance(text, str))
    return "; ".join(text for text in found if text)[:200] or "no reason given"


def _field(said: Describing, api_name: str, source: str, left_out: LeftOut) -> CatalogueField:
    native = said.text("type")
    kind = _TYPES.get(native, FieldType.OTHER)
    if native not in _TYPES:
        left_out.add(said.where, f"the type “{native}” is unknown here")
    if api_name == "id":
        kind = FieldType.IDENTIFIER
    elif kind in {FieldType.TEXT, FieldType.LONG_TEXT}:
        kind = _BY_WIDGET.get(said.text("widget"), kind)
    values = tuple(_values(said))
    is_list = kind in _LISTS
    digits = said.described.get("digits")
    scale = (
        digits[1] if isinstance(digits, list) and len(digits) == 2 and isinstance(digits[1], int) else None
    )
    read_only = said.is_true("readonly") or api_name in _OWN or kind is FieldType.IDENTIFIER
    target = good_name(said.described.get("relation"))
    return CatalogueField(
        api_name=api_name,
        label=said.text("string") or api_name,
        type=kind,
        native_type=native,
        length=said.number("size") if kind is not FieldType.NUMBER else None,
        scale=scale if scale is not None and 0 <= scale < 100 else None,
        required=said.is_true("required") and not read_only and native != "boolean",
        writable=not read_only,
        allowed=values if is_list else (),
        restricted=is_list and bool(values),
        refers_to=(target,) if target else (),
        help=plain_lines(str(said.described.get("help") or "")),
        source=source,
        unsaid=frozenset(
            {"unique", "precision"} | ({"allowed", "restricted"} if is_list and not values else set())
        ),
    )


def _values(said: Describing) -> list[str]:
    selection = said.described.get("selection")
    found: list[str] = []
    for item in selection if isinstance(selection, list) else ():
        value = item[0] if isinstance(item, list) and item else None
        if isinstance(value, str) and plain(value):
            found.append(plain(value))
    return list(dict.fromkeys(found))


LIVE: Final = LiveCrm(
    name="tryton",
    title="Tryton",
    example="https://crm.example.org",
    secret_title="password",  # noqa: S106 - what it is called, not what it is
    read=read,
    needs_user=True,
    needs_database=True,
)
