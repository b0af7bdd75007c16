"""Roles come from somebody else, end when they are taken away, and the last admin stays."""

from functools import partial

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.database import Database
from bot.deadline import Deadline
from models import people, roles
from models.roles import LastAdminStays, NobodyGrantsThemselves, Role, RoleGrant
from tests.models.races import both_wait_before, together
from tests.moments import HOUR, NOON


def somebody(session: Session, user: str = "U1") -> int:
    return people.meet(session, "T1", user, zone=None, now=NOON).id


def grant(session: Session, person_id: int, role: Role = Role.STAFF, by: int | None = None) -> None:
    roles.grant(session, person_id, role, by=by, now=NOON)


def revoke(
    session: Session,
    person_id: int,
    role: Role = Role.STAFF,
    by: int | None = None,
    *,
    others_are_admins: bool = False,
) -> None:
    roles.revoke(session, person_id, role, by=by, now=NOON + HOUR, others_are_admins=others_are_admins)


def grants(session: Session) -> list[RoleGrant]:
    session.flush()
    return list(session.scalars(select(RoleGrant).order_by(RoleGrant.id)))


def test_a_role_is_held_once_it_is_given_and_by_nobody_else(session: Session) -> None:
    mentor, other = somebody(session), somebody(session, "U2")

    grant(session, mentor, Role.MENTOR)

    assert roles.holds(session, mentor, Role.MENTOR)
    assert not roles.holds(session, mentor, Role.STAFF)
    assert not roles.holds(session, other, Role.MENTOR)


def test_nobody_gives_themselves_a_role(session: Session) -> None:
    person = somebody(session)

    with pytest.raises(NobodyGrantsThemselves):
        grant(session, person, Role.ADMIN, by=person)

    assert grants(session) == []


def test_giving_a_role_twice_changes_nothing(session: Session) -> None:
    person, first, second = (somebody(session, user) for user in ("U1", "U2", "U3"))

    grant(session, person, by=first)
    grant(session, person, by=second)

    assert [each.granted_by_id for each in grants(session)] == [first]


def test_a_role_that_was_taken_away_is_not_held_and_is_remembered(session: Session) -> None:
    person, admin = somebody(session), somebody(session, "U2")
    grant(session, person)

    revoke(session, person, by=admin)

    assert not roles.holds(session, person, Role.STAFF)
    [row] = grants(session)
    assert (row.revoked_at, row.revoked_by_id) == (NOON + HOUR, admin)


def test_a_role_can_be_given_again(session: Session) -> None:
    person = somebody(session)
    grant(session, person)
    revoke(session, person)

    grant(session, person)

    assert roles.holds(session, person, Role.STAFF)
    assert len(grants(session)) == 2


def test_taking_a_role_leaves_those_of_others(session: Session) -> None:
    person, other = somebody(session), somebody(session, "U2")
    grant(session, person)
    grant(session, other)

    revoke(session, person)

    assert roles.holds(session, other, Role.STAFF)


def test_the_last_admin_stays(session: Session) -> None:
    admin = somebody(session)
    grant(session, admin, Role.ADMIN)

    with pytest.raises(LastAdminStays):
        revoke(session, admin, Role.ADMIN)

    assert roles.holds(session, admin, Role.ADMIN)


def test_an_admin_may_go_while_there_is_another(session: Session) -> None:
    admin, other = somebody(session), somebody(session, "U2")
    grant(session, admin, Role.ADMIN)
    grant(session, other, Role.ADMIN)

    revoke(session, admin, Role.ADMIN)

    assert not roles.holds(session, admin, Role.ADMIN)


def test_an_admin_may_go_while_the_settings_name_one(session: Session) -> None:
    admin = somebody(session)
    grant(session, admin, Role.ADMIN)

    revoke(session, admin, Role.ADMIN, others_are_admins=True)

    assert not roles.holds(session, admin, Role.ADMIN)


def test_taking_a_role_from_who_has_none_changes_nothing(session: Session) -> None:
    admin, other = somebody(session), somebody(session, "U2")
    grant(session, admin, Role.ADMIN)

    revoke(session, other, Role.ADMIN)

    assert roles.holds(session, admin, Role.ADMIN)


def test_the_last_of_staff_may_go(session: Session) -> None:
    person = somebody(session)
    grant(session, person)

    revoke(session, person)

    assert not roles.holds(session, person, Role.STAFF)


def test_the_database_holds_one_active_grant_of_a_role(session: Session) -> None:
    person = somebody(session)
    grant(session, person)
    again = insert(RoleGrant).values(person_id=person, role=Role.STAFF, granted_at=NOON)

    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(again)


def test_two_admins_who_revoke_each_other_at_once_are_not_both_right(postgresql: Database) -> None:
    with postgresql.begin(Deadline.in_seconds(30)) as session:
        one, other = somebody(session), somebody(session, "U2")
        for admin in (one, other):
            grant(session, admin, Role.ADMIN)

    with both_wait_before(postgresql, "SELECT role_grants"), pytest.raises(LastAdminStays):
        together(
            postgresql,
            partial(revoke, person_id=one, role=Role.ADMIN, by=other),
            partial(revoke, person_id=other, role=Role.ADMIN, by=one),
        )

    with postgresql.read(Deadline.in_seconds(30)) as session:
        assert len([each for each in grants(session) if each.revoked_at is None]) == 1
