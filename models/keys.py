"""Keys by envelope: DATA_KEY wraps one data key and one pepper, and the database keeps them wrapped.

Whoever changes DATA_KEY has one row wrapped anew. Without a DATA_KEY (ALLOW_PLAINTEXT) the two lie in the
database unwrapped: everything works the same way, and protects nothing until a key is given.
"""

import hashlib
import hmac
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from sqlalchemy import CheckConstraint, Engine, Text, select
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column
from sqlalchemy.types import TypeDecorator

from models.base import Base

SEALED = "f1:"  # what a sealed value begins with; another cipher will have another prefix
WRAPPED, BARE = "wrapped:", "bare:"


class KeyDoesNotFit(Exception):
    """The database's keys were wrapped with a DATA_KEY that is not among those given."""


@dataclass(frozen=True)
class Vault:
    """Seals texts and opens them again; `hash_of` finds a value without opening it."""

    data_key: bytes
    pepper: bytes

    def seal(self, text: str) -> str:
        return SEALED + Fernet(self.data_key).encrypt(text.encode()).decode()

    def open(self, sealed: str) -> str:
        return Fernet(self.data_key).decrypt(sealed.removeprefix(SEALED)).decode()

    def hash_of(self, text: str) -> str:
        return hmac.new(self.pepper, text.encode(), hashlib.sha256).hexdigest()


class Sealed(TypeDecorator[str]):
    """A text that is sensitive: the database never sees it in clear. Its vault hangs on the engine."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else vault_of(dialect).seal(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else vault_of(dialect).open(value)


class KeyRing(Base):
    """One row: the data key and the pepper, wrapped."""

    __tablename__ = "key_ring"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kept: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime]


def hang_on(engine: Engine, vault: Vault) -> None:
    """From now on sealed columns work on this engine: a column type is handed the dialect, nothing else."""
    engine.dialect.vault = vault  # type: ignore[attr-defined]  # ours, on theirs


def vault_of(dialect: Dialect) -> Vault:
    vault: Vault = dialect.vault  # type: ignore[attr-defined]  # see hang_on
    return vault


def open_vault(session: Session, data_keys: Sequence[str], *, now: datetime) -> Vault:
    """The database's own keys, made at the first start. `data_keys`: the current one first, none at all
    where nothing is to be protected.

    Raises KeyDoesNotFit. Keys that lie bare, or are wrapped with an older key, are wrapped with the current
    one: after that start the older one is not needed.
    """
    ring = session.get(KeyRing, 1) or _make_ring(session, data_keys, now)
    kept = _unwrap(ring.kept, data_keys)
    if data_keys and not _is_wrapped_with(data_keys[0], ring.kept):
        ring.kept = _wrap(kept, data_keys)
    fields = json.loads(kept)
    return Vault(fields["data_key"].encode(), fields["pepper"].encode())


def _make_ring(session: Session, data_keys: Sequence[str], now: datetime) -> KeyRing:
    fresh = {"data_key": Fernet.generate_key().decode(), "pepper": Fernet.generate_key().decode()}
    ring = KeyRing(id=1, kept=_wrap(json.dumps(fresh), data_keys), made_at=now)
    try:
        with session.begin_nested():
            session.add(ring)
    except IntegrityError:
        # Another process has started at the same moment and was first: its keys are the keys.
        return session.scalars(select(KeyRing)).one()
    return ring


def _wrap(kept: str, data_keys: Sequence[str]) -> str:
    bare = kept.removeprefix(BARE)
    return WRAPPED + _cipher(data_keys).encrypt(bare.encode()).decode() if data_keys else BARE + bare


def _unwrap(kept: str, data_keys: Sequence[str]) -> str:
    if kept.startswith(BARE):
        return kept.removeprefix(BARE)
    if not data_keys:
        raise KeyDoesNotFit
    try:
        return _cipher(data_keys).decrypt(kept.removeprefix(WRAPPED)).decode()
    except InvalidToken:
        raise KeyDoesNotFit from None


def _is_wrapped_with(key: str, kept: str) -> bool:
    try:
        _unwrap(kept, [key])
    except KeyDoesNotFit:
        return False
    return kept.startswith(WRAPPED)


def _cipher(data_keys: Sequence[str]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in data_keys])
