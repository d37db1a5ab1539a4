"""What our own cards and calendars say of themselves, so that what goes out comes back whole."""

from __future__ import annotations

#: PRODID of what we write.
PRODUCT = "-//crm-tui//crm-tui//EN"

#: Begins the names of our own properties.
OURS = "X-CRM-"

#: Begins a UID that stands in for one that nobody gave.
UID_PREFIX = "urn:uuid:"

#: The source of external ids.
SOURCE = "vcard"

#: Custom fields that have a property of their own.
CUSTOM_NAMES = {"ROLE": "Role", "ANNIVERSARY": "Anniversary"}
