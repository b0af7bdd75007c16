"""Who somebody is: by their Slack account alone, and never by an address that anybody can type."""

from collections.abc import Callable

import pytest
from sqlalchemy import func, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.database import Database
from bot.deadline import Deadline
from models import people, roles, rooms
from models.base import Base
from models.people import ContactPoint, Email, NotAnEmail, Person, PossibleDuplicate, SlackAccount
from models.roles import Role
from models.rooms import Room
from tests.models.outgoing import email_of
from tests.models.races import both_wait_before, together
from tests.moments import HOUR, NOON

TEAM = "T1"
MAYA = "maya@example.org"


def meet(session: Session, user: str = "U1", zone: str | None = None) -> Person:
    return people.meet(session, TEAM, user, zone=zone, now=NOON)


def types(session: Session, person: Person, address: str) -> None:
    people.keep_email(session, person, Email(address, "typed"), now=NOON)


def shows(session: Session, person: Person, address: str) -> None:
    """In their Slack profile."""
    people.keep_email(session, person, Email(address, "slack_profile"), now=NOON + HOUR)


def points(session: Session) -> list[tuple[int, str, bool]]:
    """Whose address, which, and whether it is verified."""
    rows = session.scalars(select(ContactPoint).order_by(ContactPoint.id))
    return [(row.person_id, row.value, row.verified_at is not None) for row in rows]


def pairs(session: Session) -> list[tuple[int, int]]:
    return [(row.person_id, row.other_id) for row in session.scalars(select(PossibleDuplicate))]


def count(session: Session, table: type[Base]) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


# -- Meeting -------------------------------------------------------------------------------------------


def test_somebody_is_met_once_and_has_one_conversation(session: Session) -> None:
    first, again, other = meet(session), meet(session), meet(session, "U2")

    assert first is again
    assert first is not other
    assert rooms.direct(session, first.id).slack_user == "U1"
    assert (count(session, Person), count(session, Room)) == (2, 2)


def test_the_same_user_id_in_another_workspace_is_somebody_else(session: Session) -> None:
    elsewhere = people.meet(session, "T2", "U1", zone=None, now=NOON)

    assert elsewhere is not meet(session)


def test_a_zone_that_is_not_known_now_leaves_the_one_from_before(session: Session) -> None:
    meet(session, zone="America/New_York")

    assert meet(session).zone == "America/New_York"
    assert meet(session, zone="America/Chicago").zone == "America/Chicago"


def test_who_is_unknown_has_no_role_but_that_of_everybody(session: Session) -> None:
    nobody = people.who_is(session, TEAM, "U1")

    assert (nobody.person_id, nobody.has(Role.MEMBER), nobody.has(Role.STAFF)) == (None, True, False)


def test_who_is_known_has_the_roles_that_are_theirs_now(session: Session) -> None:
    person = meet(session)
    for role in (Role.STAFF, Role.MENTOR, Role.HOST):
        roles.grant(session, person.id, role, by=None, now=NOON)
    roles.revoke(session, person.id, Role.HOST, by=None, now=NOON, others_are_admins=True)

    known = people.who_is(session, TEAM, "U1")

    assert known.person_id == person.id
    assert known.roles == {Role.STAFF, Role.MENTOR}


# -- Addresses -----------------------------------------------------------------------------------------


def test_an_address_in_the_profile_is_verified_and_a_typed_one_never(session: Session) -> None:
    one, other = meet(session), meet(session, "U2")

    shows(session, one, MAYA)
    types(session, other, "linh@example.org")

    assert points(session) == [(one.id, MAYA, True), (other.id, "linh@example.org", False)]


@pytest.mark.parametrize("tell", [types, shows])
def test_somebody_elses_address_opens_nothing_and_only_staff_learn_of_it(
    tell: Callable[[Session, Person, str], None], session: Session
) -> None:
    owner, other = meet(session), meet(session, "U2")
    shows(session, owner, MAYA)

    for _ in range(2):
        tell(session, other, MAYA)

    assert points(session) == [(owner.id, MAYA, True), (other.id, MAYA, False)]
    assert pairs(session) == [(owner.id, other.id)]
    assert people.who_is(session, TEAM, "U2").person_id == other.id


def test_a_typed_address_does_not_keep_its_owner_from_being_verified(session: Session) -> None:
    pretender, owner = meet(session), meet(session, "U2")
    types(session, pretender, MAYA)

    shows(session, owner, MAYA)

    assert points(session) == [(pretender.id, MAYA, False), (owner.id, MAYA, True)]
    assert pairs(session) == [(pretender.id, owner.id)]


def test_a_typed_address_replaces_the_one_before_and_not_that_of_the_profile(session: Session) -> None:
    person = meet(session)
    shows(session, person, MAYA)

    types(session, person, "first@example.org")
    types(session, person, "second@example.org")

    assert [address for _, address, _ in points(session)] == [MAYA, "second@example.org"]
    assert email_of(session, person.id) == MAYA


def test_what_was_typed_is_verified_once_the_profile_shows_it(session: Session) -> None:
    person = meet(session)
    types(session, person, MAYA)

    shows(session, person, MAYA)

    assert points(session) == [(person.id, MAYA, True)]


def test_one_mailbox_in_two_spellings_is_one_address(session: Session) -> None:
    person = meet(session)

    types(session, person, " Maya@Example.ORG ")
    types(session, person, MAYA)

    assert points(session) == [(person.id, MAYA, False)]


@pytest.mark.parametrize("typed", ["maya", "maya@", "@example.org", "maya@example", "ma ya@example.org", ""])
def test_what_no_mail_could_reach_is_refused(typed: str, session: Session) -> None:
    with pytest.raises(NotAnEmail):
        types(session, meet(session), typed)

    assert points(session) == []


def test_slack_is_believed_about_an_odd_address(session: Session) -> None:
    person = meet(session)

    shows(session, person, "Maya@localhost")

    assert points(session) == [(person.id, "maya@localhost", True)]


def test_two_people_with_one_verified_address_are_refused_by_the_database(session: Session) -> None:
    shows(session, meet(session), MAYA)
    digest = session.scalars(select(ContactPoint.digest)).one()
    twice = {"kind": "email", "value": MAYA, "digest": digest, "told_at": NOON, "verified_at": NOON}

    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(insert(ContactPoint).values(person_id=meet(session, "U2").id, **twice))


# -- Two at once ---------------------------------------------------------------------------------------


def test_two_devices_at_once_make_one_person(postgresql: Database) -> None:
    with both_wait_before(postgresql, "INSERT INTO slack_accounts"):
        together(postgresql, meet, meet)

    with postgresql.read(Deadline.in_seconds(30)) as session:
        assert [count(session, table) for table in (Person, SlackAccount, Room)] == [1, 1, 1]


def test_of_two_profiles_that_show_one_address_at_once_one_is_verified_and_both_are_kept(
    postgresql: Database,
) -> None:
    with both_wait_before(postgresql, "INSERT INTO contact_points"):
        together(
            postgresql,
            lambda session: shows(session, meet(session, "U1"), MAYA),
            lambda session: shows(session, meet(session, "U2"), MAYA),
        )

    with postgresql.read(Deadline.in_seconds(30)) as session:
        assert sorted(verified for _, _, verified in points(session)) == [False, True]
        assert len(pairs(session)) == 1
