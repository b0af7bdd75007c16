"""What is sealed never stands in the file in clear, and only the right DATA_KEY opens it."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from cryptography.fernet import Fernet, InvalidToken
from sqlalchemy import make_url, select, text
from sqlalchemy.exc import IntegrityError

from bot.database import Database
from bot.deadline import Deadline
from models import inbox, people
from models.keys import KeyDoesNotFit, KeyRing, Vault, vault_of
from models.people import Email
from tests.models.outgoing import email_of
from tests.models.races import both_wait_before
from tests.moments import NOON

SECRET = "zuzanna@example.org"
KEY, OTHER_KEY = Fernet.generate_key().decode(), Fernet.generate_key().decode()

Open = Callable[[Sequence[str]], Database]


@pytest.fixture
def opened(database_url: str, request: pytest.FixtureRequest) -> Open:
    """The database as a process with these DATA_KEYs opens it."""

    def open_with(data_keys: Sequence[str]) -> Database:
        database = Database(database_url)
        request.addfinalizer(database.close)
        database.open_vault(data_keys, now=NOON)
        return database

    return open_with


def vault(database: Database) -> Vault:
    return vault_of(database.engine.dialect)


def ring(database: Database) -> str:
    with database.read(Deadline.in_seconds(30)) as session:
        return session.scalars(select(KeyRing.kept)).one()


def keep_secrets(database: Database) -> int:
    with database.begin(Deadline.in_seconds(30)) as session:
        person = people.meet(session, "T1", "U1", zone=None, now=NOON)
        people.keep_email(session, person, Email(SECRET, "typed"), now=NOON)
        inbox.take_in(
            session, event_id="Ev1", kind="message", payload={"text": SECRET}, message=None, now=NOON
        )
        return person.id


def read_secret(database: Database, person_id: int) -> str | None:
    with database.read(Deadline.in_seconds(30)) as session:
        return email_of(session, person_id)


def test_nothing_sealed_stands_in_the_file_in_clear(sqlite_url: str) -> None:
    database, file = Database(sqlite_url), Path(str(make_url(sqlite_url).database))
    database.open_vault([KEY], now=NOON)

    person_id = keep_secrets(database)

    assert read_secret(database, person_id) == SECRET
    raw = b"".join(each.read_bytes() for each in file.parent.glob(f"{file.name}*"))
    keys = (vault(database).data_key, vault(database).pepper, KEY.encode())
    assert not any(word in raw for word in (SECRET.encode(), *keys))
    database.close()


def test_the_database_sees_prefix_and_cipher_alone(opened: Open) -> None:
    database = opened([KEY])
    keep_secrets(database)

    with database.read(Deadline.in_seconds(30)) as session:
        kept = session.scalars(text("SELECT value FROM contact_points UNION SELECT payload FROM inbox")).all()

    assert [str(value)[:3] for value in kept] == ["f1:", "f1:"]
    assert SECRET not in str(kept)


def test_the_same_text_is_never_sealed_alike_and_always_hashed_alike(opened: Open) -> None:
    first = vault(opened([KEY]))

    assert first.seal(SECRET) != first.seal(SECRET)
    assert first.open(first.seal(SECRET)) == SECRET
    assert vault(opened([KEY])).hash_of(SECRET) == first.hash_of(SECRET)


def test_another_databases_vault_opens_nothing_and_hashes_differently() -> None:
    one, other = (Vault(Fernet.generate_key(), Fernet.generate_key()) for _ in range(2))

    assert one.hash_of(SECRET) != other.hash_of(SECRET)
    with pytest.raises(InvalidToken):
        other.open(one.seal(SECRET))


@pytest.mark.parametrize("given", [[], [OTHER_KEY]])
def test_a_key_that_is_not_the_one_does_not_fit(given: list[str], opened: Open) -> None:
    opened([KEY])

    with pytest.raises(KeyDoesNotFit):
        opened(given)


def test_of_several_keys_one_has_to_fit(opened: Open) -> None:
    person_id = keep_secrets(opened([KEY]))

    assert read_secret(opened([OTHER_KEY, KEY]), person_id) == SECRET


def test_after_one_start_with_both_keys_the_old_one_is_not_needed(opened: Open) -> None:
    person_id = keep_secrets(opened([KEY]))
    opened([OTHER_KEY, KEY])

    assert read_secret(opened([OTHER_KEY]), person_id) == SECRET
    with pytest.raises(KeyDoesNotFit):
        opened([KEY])


def test_without_a_key_everything_works_and_lies_bare(opened: Open) -> None:
    database = opened([])

    assert read_secret(database, keep_secrets(database)) == SECRET
    assert ring(database).startswith("bare:")


def test_bare_keys_are_wrapped_once_there_is_something_to_wrap_them_with(opened: Open) -> None:
    person_id = keep_secrets(opened([]))

    database = opened([KEY])

    assert read_secret(database, person_id) == SECRET
    assert ring(database).startswith("wrapped:")
    assert vault(database).data_key.decode() not in ring(database)


def test_a_start_that_changes_nothing_leaves_the_ring_alone(opened: Open) -> None:
    first = ring(opened([KEY, OTHER_KEY]))

    assert ring(opened([KEY, OTHER_KEY])) == first


def test_there_is_one_ring(opened: Open) -> None:
    database = opened([KEY])

    with pytest.raises(IntegrityError), database.begin(Deadline.in_seconds(30)) as session:
        session.add(KeyRing(id=2, kept="bare:{}", made_at=NOON))


def test_two_who_make_the_ring_at_once_have_the_same_keys(postgresql_url: str) -> None:
    database = Database(postgresql_url)

    with both_wait_before(database, "INSERT INTO key_ring"), ThreadPoolExecutor(2) as pool:
        made = list(pool.map(lambda _: _vault_made_by(database), range(2)))

    assert made[0] == made[1]
    database.close()


def _vault_made_by(database: Database) -> Vault:
    database.open_vault([KEY], now=NOON)
    return vault(database)
