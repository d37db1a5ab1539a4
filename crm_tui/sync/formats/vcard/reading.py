"""From a card to a contact or a company."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache

from crm_tui.domain import checks, names, points
from crm_tui.domain.contact import ContactDraft, ContactPoint, PointKind
from crm_tui.domain.desk import Desk
from crm_tui.store.incoming import IncomingCompany, IncomingContact
from crm_tui.sync.formats.content import lines as content_lines
from crm_tui.sync.formats.content.lines import ContentError, Property
from crm_tui.sync.formats.vcard import raw
from crm_tui.sync.formats.vcard.card import Card
from crm_tui.sync.formats.vcard.words import PRODUCT, SOURCE

_ID = re.compile(r"[0-9a-f]{32}")
_PRODUCT_NAME = re.compile(r"-//([^/]+)//")
_WORD = re.compile(r"\w+")
_IN_ORDER = ("given_name", "middle_name", "family_name")

#: Sets of tags that are remembered.
_REMEMBERED = 1 << 12


class CardReader:
    """Makes records of the cards of one file, and counts in ``counts`` what there is to tell of it.

    ``country`` is the region of phone numbers without a prefix.
    """

    def __init__(self, desk: Desk, country: str, tags: Iterable[str] = ()) -> None:
        self.counts: Counter[str] = Counter()
        self._country = country
        self._tags = tuple(tags)
        self._statuses = {status.name.casefold(): status.name for status in desk.statuses}
        self._tag_names = lru_cache(_REMEMBERED)(checks.tag_names)

    def record(self, properties: Sequence[Property], *, has_inner: bool = False) -> IncomingContact | IncomingCompany:
        """The contact or company of a card. Raises `ContentError` where it is none."""
        card = Card(properties, self._country, self._statuses, self.counts)
        for each in content_lines.own(properties) if has_inner else properties:
            card.take(each)
        if card.kind == "group":
            raise ContentError("it is a group of contacts, not a contact")
        _complete_name(card)
        settled = card.points()
        identity, external = _identity(card)
        card.texts.setdefault("external_id", external)
        self._keep_the_rest(card, settled)
        if _is_company(card):
            return _company(card, settled, identity)
        if not card.texts["name"] and all(point.kind is PointKind.ADDRESS for point in settled):
            raise ContentError("no name, e-mail address, phone number or web address")
        tags = (*card.tags, *self._tags)
        draft = ContactDraft(
            points=settled, tags=self._tag_names(tags) if tags else (), custom=card.custom, **card.texts
        )
        return IncomingContact(draft, identity)

    def _keep_the_rest(self, card: Card, settled: Iterable[ContactPoint]) -> None:
        """Puts what has no field into the custom field for it; a LABEL only where it says more than the address."""
        rest = card.rest
        if card.address_labels:
            known = {word for point in settled for word in _WORD.findall(point.value.casefold())}
            rest += [each for each in card.address_labels if not known.issuperset(_words(each))]
        if not rest:
            return
        groups = {each.head.group for each in rest} & card.labels.keys()
        rest += [raw.group_label(group, card.labels[group]) for group in sorted(groups) if card.labels[group]]
        text, dropped = raw.kept(sorted(rest, key=lambda each: (each.head.group != "", each.head.group)))
        self.counts["long"] += dropped
        if text:
            card.custom[raw.FIELD] = text


def _complete_name(card: Card) -> None:
    """The full name from its parts, or the parts from the full name."""
    texts = card.texts
    full = texts.get("name")
    if full is None:
        texts["name"] = " ".join(texts[part] for part in _IN_ORDER if part in texts) or texts.get("nickname", "")
    elif full and not card.has_name_parts and card.product != PRODUCT and card.kind != "org":
        for part, text in names.split(full)._asdict().items():
            if text:
                texts.setdefault(part if part in ("prefix", "suffix", "nickname") else f"{part}_name", text)


def _identity(card: Card) -> tuple[str, str]:
    """Our id, which only our own cards have, and the external id: programs do not share their UIDs."""
    own = card.texts.pop("id", "")
    if card.product == PRODUCT and _ID.fullmatch(own):
        return own, ""
    match = _PRODUCT_NAME.match(card.product)
    source = "-".join((SOURCE, *names.words(match[1]))) if match else SOURCE
    return "", f"{source}:{card.uid}" if card.uid else ""


def _is_company(card: Card) -> bool:
    """Whether the card says so, or names an organisation and nobody there."""
    if card.kind == "org":
        return bool(card.texts.get("company") or card.texts["name"])
    return bool(card.texts.get("company")) and not card.texts["name"]


def _company(card: Card, settled: Iterable[ContactPoint], identity: str) -> IncomingCompany:
    """What has no column of its own becomes lines of the note."""
    found: dict[PointKind, str] = {}
    more: list[str] = []
    for point in sorted(settled, key=lambda point: not point.primary):
        if point.kind is PointKind.EMAIL or point.kind in found:
            more.append(f"{point.label or point.kind}: {point.value}")
        else:
            found[point.kind] = point.value
    more += [f"{name}: {text}" for name, text in card.custom.items() if name != raw.FIELD]
    more += card.custom.get(raw.FIELD, "").splitlines()
    texts = card.texts
    url = found.get(PointKind.URL, "")
    return IncomingCompany(
        name=texts.get("company") or texts["name"],
        domain=points.url(url).normal.partition("/")[0] if url else "",
        phone=found.get(PointKind.PHONE, ""),
        address=found.get(PointKind.ADDRESS, ""),
        note="\n".join(filter(None, (texts.get("note", ""), *more))),
        external_id=texts["external_id"],
        created_at=texts.get("created_at"),
        id=identity,
    )


def _words(each: Property) -> list[str]:
    return _WORD.findall(content_lines.text(each.value).casefold())
