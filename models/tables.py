"""Every table, for whoever needs them all: migrations, and tests that walk the metadata."""

from models import audit, inbox, keys, notices, organisation, people, roles, rooms, sign_ups, zip_codes
from models.base import Base

metadata = Base.metadata

__all__ = [
    "audit",
    "inbox",
    "keys",
    "metadata",
    "notices",
    "organisation",
    "people",
    "roles",
    "rooms",
    "sign_ups",
    "zip_codes",
]
