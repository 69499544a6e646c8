"""Campaigns to begin from: those that come along, and the person's own. Each is a plan in text form."""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import platformdirs

from maplanner.core.errors import InvalidPlan, MaplannerError, MissingPart
from maplanner.core.resources import resource_root
from maplanner.document.reading import RecordReader, Snapshot
from maplanner.document.records import PLAN_ID, Campaign, Plan, Record
from maplanner.document.textform import plan_from_text, plan_to_text
from maplanner.document.vocabulary import CampaignState
from maplanner.steps.copying import campaign_records, copies_for, standing_alone

_LONGEST_NAME: Final = 60


class TemplateNotKept(MaplannerError):
    """A campaign cannot be written as a template, or a template cannot be changed."""


@dataclass(frozen=True)
class CampaignTemplate:
    """A campaign to begin from. ``is_own`` tells the person's own from those that come along."""

    path: Path
    title: str
    about: str
    steps: int
    is_own: bool


def own_folder() -> Path:
    """Return where a person's own templates are kept."""
    return platformdirs.user_data_path("maplanner", appauthor=False) / "campaigns"


def campaign_templates() -> list[CampaignTemplate]:
    """Return all templates that can be read: those that come along first, then the person's own."""
    bundled = sorted((resource_root() / "campaigns").glob("*.json"))
    own = sorted(own_folder().glob("*.json")) if own_folder().is_dir() else []
    found = [_described(path, is_own=False) for path in bundled] + [
        _described(path, is_own=True) for path in own
    ]
    return [template for template in found if template is not None]


def from_template(path: Path, reader: RecordReader, group: str | None, order: float) -> list[Record]:
    """Return the records of a new campaign made from a template, the campaign itself first.

    Raises:
        MissingPart: The template has gone, or is damaged.
    """
    try:
        records = plan_from_text(path.read_text(encoding="utf-8"), f"The template “{path.stem}”")
        snapshot = Snapshot.of(records)
        (campaign,) = snapshot.all(Campaign)
    except (OSError, ValueError, InvalidPlan) as error:
        raise MissingPart(
            f"The template “{path.stem}” cannot be read: {error}", advice="Choose another one."
        ) from error
    copies = copies_for(reader, campaign_records(snapshot, campaign.id))
    fresh = {"group": group, "order": order, "archived": False}
    return [copies[0].model_copy(update=fresh), *copies[1:]]


def save_template(reader: RecordReader, campaign_id: str, title: str) -> Path:
    """Keep a campaign as a template of the person's own under a title; return its file.

    What points out of the campaign, such as a CRM field or a segment, is left out: another plan has its own.

    Raises:
        TemplateNotKept: The title is empty or taken, or the file cannot be written.
    """
    title = " ".join(title.split())
    if not title:
        raise TemplateNotKept("A template needs a name.")
    path = own_folder() / f"{_file_name(title)}.json"
    if path.exists():
        raise TemplateNotKept(f"There is a template “{title}” already.", advice="Give another name.")
    records = standing_alone(reader, campaign_records(reader, campaign_id))
    fresh = {"title": title, "state": CampaignState.IDEA, "start": None, "end": None, "archived": False}
    records[0] = records[0].model_copy(update={**fresh, "owner": "", "order": 0.0})
    _write(path, plan_to_text(Snapshot.of([Plan(id=PLAN_ID, title=title), *records])))
    return path


def rename_template(template: CampaignTemplate, title: str) -> Path:
    """Call one of the person's own templates something else; return its new file.

    Raises:
        TemplateNotKept: It is not one's own, the title is empty or taken, or the file cannot be written.
    """
    _refuse_bundled(template)
    snapshot = Snapshot.of(plan_from_text(template.path.read_text(encoding="utf-8"), template.title))
    (campaign,) = snapshot.all(Campaign)
    path = save_template(snapshot, campaign.id, title)
    delete_template(template)
    return path


def delete_template(template: CampaignTemplate) -> None:
    """Throw one of the person's own templates away.

    Raises:
        TemplateNotKept: It is not one's own, or the file cannot be removed.
    """
    _refuse_bundled(template)
    try:
        template.path.unlink(missing_ok=True)
    except OSError as error:
        raise TemplateNotKept(
            f"The template “{template.title}” cannot be deleted: {error.strerror}.",
            advice=f"Check the permissions of {template.path.parent}.",
        ) from error


def _refuse_bundled(template: CampaignTemplate) -> None:
    if not template.is_own:
        raise TemplateNotKept(f"The template “{template.title}” comes with maplanner and stays as it is.")


def _described(path: Path, *, is_own: bool) -> CampaignTemplate | None:
    """Return what a file offers; ``None`` for one that is no template. Read without checking, to be quick."""
    try:
        records = json.loads(path.read_text(encoding="utf-8"))["records"]
        (campaign,) = records["campaign"]
        title, about = str(campaign.get("title") or path.stem), str(campaign.get("notes") or "")
        return CampaignTemplate(path, title, about, len(records.get("step", ())), is_own)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _file_name(title: str) -> str:
    """Return a file name that every disk takes, and that tells the title."""
    safe = re.sub(r"[^\w -]+", "-", title.casefold()).strip(" -.")[:_LONGEST_NAME]
    return safe.replace(" ", "-") or "template"


def _write(path: Path, text: str) -> None:
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.write_text(text, encoding="utf-8")
        draft.replace(path)
    except (OSError, UnicodeEncodeError) as error:
        raise TemplateNotKept(
            f"The template cannot be written to {path.parent}: {error}.", advice="Check the disk."
        ) from error
