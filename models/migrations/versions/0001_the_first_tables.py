"""The first tables."""

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
SEALED = sa.Text()

# The rules the organisation starts with, as models/organisation.py had them on the day of this migration.
RULES = {
    "valid_from": datetime(2017, 1, 20, 5, tzinfo=UTC),  # midnight in New York
    "zone": "America/New_York",
    "working_days": "mon,tue,wed,thu",
    "day_starts": "09:00",
    "day_ends": "21:00",
    "unasked_a_week": 2,
    "source": "Run for Something onboarding design, section 3, rule 7",
}


def upgrade() -> None:
    _what_stands_by_itself()
    _people()
    _roles_and_audit()
    _sign_ups()
    _rooms_and_notices()
    _first_rules()


def downgrade() -> None:
    """There is none: the file that was copied before, or a backup, is the way back."""


def _what_stands_by_itself() -> None:
    op.create_table(
        "datasets",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("rows", ID, nullable=False),
        sa.Column("loaded_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_datasets")),
    )
    op.create_table(
        "zip_codes",
        sa.Column("zip_code", sa.String(length=5), nullable=False),
        sa.Column("kind", _word("kind", "standard", "po_box", "unique", "military"), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("city", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=2), nullable=False),
        sa.Column("county", sa.Text(), nullable=True),
        sa.Column("zone", sa.Text(), nullable=True),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.PrimaryKeyConstraint("zip_code", name=op.f("pk_zip_codes")),
    )
    op.create_table(
        "organisation_rules",
        sa.Column("id", ID, nullable=False),
        sa.Column("valid_from", MOMENT, nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("working_days", sa.Text(), nullable=False),
        sa.Column("day_starts", sa.Text(), nullable=False),
        sa.Column("day_ends", sa.Text(), nullable=False),
        sa.Column("unasked_a_week", ID, nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("checked_by", sa.Text(), nullable=True),
        sa.Column("checked_at", MOMENT, nullable=True),
        sa.CheckConstraint(
            "day_starts LIKE '__:__' AND day_ends LIKE '__:__' AND day_starts < day_ends",
            name=op.f("ck_organisation_rules_hours"),
        ),
        sa.CheckConstraint("working_days <> ''", name=op.f("ck_organisation_rules_working_days")),
        sa.CheckConstraint("unasked_a_week >= 0", name=op.f("ck_organisation_rules_unasked_a_week")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_rules")),
        sa.UniqueConstraint("valid_from", name=op.f("uq_organisation_rules_valid_from")),
    )
    op.create_table(
        "key_ring",
        sa.Column("id", ID, nullable=False),
        sa.Column("kept", sa.Text(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_key_ring_only_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_key_ring")),
    )
    op.create_table(
        "inbox",
        sa.Column("id", ID, nullable=False),
        sa.Column("event_id", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=True),
        sa.Column("ts", sa.String(length=20), nullable=True),
        sa.Column("payload", SEALED, nullable=True),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("not_before", MOMENT, nullable=False),
        sa.Column("claimed_until", MOMENT, nullable=True),
        sa.Column("attempts", sa.SmallInteger(), nullable=False),
        sa.Column("put_off", sa.SmallInteger(), nullable=False),
        sa.Column("progress", _word("progress", "waiting", "handled", "set_aside"), nullable=False),
        sa.Column("handled_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbox")),
        sa.UniqueConstraint("channel", "ts", name=op.f("uq_inbox_channel_ts")),
        sa.UniqueConstraint("event_id", name=op.f("uq_inbox_event_id")),
    )
    op.create_index(op.f("ix_inbox_waiting"), "inbox", ["not_before"], **_where("progress = 'waiting'"))


def _people() -> None:
    op.create_table(
        "people",
        sa.Column("id", ID, nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("known_since", MOMENT, nullable=False),
        sa.Column("zip_code", sa.String(length=5), nullable=True),
        sa.Column("zone", sa.String(length=64), nullable=True),
        sa.Column("merged_into_id", ID, nullable=True),
        sa.Column("paused_until", MOMENT, nullable=True),
        sa.Column("stopped_at", MOMENT, nullable=True),
        sa.Column("fewer", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["merged_into_id"], ["people.id"], name=op.f("fk_people_merged_into_id")),
        sa.ForeignKeyConstraint(["zip_code"], ["zip_codes.zip_code"], name=op.f("fk_people_zip_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
        sa.UniqueConstraint("public_id", name=op.f("uq_people_public_id")),
    )
    op.create_table(
        "slack_accounts",
        sa.Column("id", ID, nullable=False),
        sa.Column("team", sa.String(length=20), nullable=False),
        sa.Column("user", sa.String(length=20), nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("known_since", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_slack_accounts_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slack_accounts")),
        sa.UniqueConstraint("team", "user", name=op.f("uq_slack_accounts_team_user")),
    )
    op.create_index(op.f("ix_slack_accounts_person_id"), "slack_accounts", ["person_id"])
    op.create_table(
        "contact_points",
        sa.Column("id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("kind", _word("kind", "email", "phone"), nullable=False),
        sa.Column("value", SEALED, nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("told_at", MOMENT, nullable=False),
        sa.Column("verified_at", MOMENT, nullable=True),
        sa.Column("verified_by", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_contact_points_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_points")),
        sa.UniqueConstraint(
            "person_id", "kind", "digest", name=op.f("uq_contact_points_person_id_kind_digest")
        ),
    )
    op.create_index(op.f("ix_contact_points_kind_digest"), "contact_points", ["kind", "digest"])
    op.create_index(
        op.f("uq_contact_points_verified"),
        "contact_points",
        ["kind", "digest"],
        unique=True,
        **_where("verified_at IS NOT NULL"),
    )
    op.create_table(
        "possible_duplicates",
        sa.Column("id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("other_id", ID, nullable=False),
        sa.Column("because", sa.String(length=40), nullable=False),
        sa.Column("found_at", MOMENT, nullable=False),
        sa.Column("settled_at", MOMENT, nullable=True),
        sa.CheckConstraint("person_id < other_id", name=op.f("ck_possible_duplicates_in_order")),
        sa.ForeignKeyConstraint(["other_id"], ["people.id"], name=op.f("fk_possible_duplicates_other_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_possible_duplicates_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_possible_duplicates")),
        sa.UniqueConstraint("person_id", "other_id", name=op.f("uq_possible_duplicates_person_id_other_id")),
    )


def _roles_and_audit() -> None:
    op.create_table(
        "role_grants",
        sa.Column("id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column(
            "role",
            _word("role", "member", "mentor", "interviewer", "host", "researcher", "staff", "admin"),
            nullable=False,
        ),
        sa.Column("granted_at", MOMENT, nullable=False),
        sa.Column("granted_by_id", ID, nullable=True),
        sa.Column("revoked_at", MOMENT, nullable=True),
        sa.Column("revoked_by_id", ID, nullable=True),
        sa.ForeignKeyConstraint(["granted_by_id"], ["people.id"], name=op.f("fk_role_grants_granted_by_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_role_grants_person_id")),
        sa.ForeignKeyConstraint(["revoked_by_id"], ["people.id"], name=op.f("fk_role_grants_revoked_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_grants")),
    )
    op.create_index(
        op.f("uq_role_grants_active"),
        "role_grants",
        ["person_id", "role"],
        unique=True,
        **_where("revoked_at IS NULL"),
    )
    op.create_table(
        "audit",
        sa.Column("id", ID, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("by_id", ID, nullable=True),
        sa.Column("about_id", ID, nullable=True),
        sa.Column("did", _word("did", "read", "changed"), nullable=False),
        sa.Column("what", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["about_id"], ["people.id"], name=op.f("fk_audit_about_id")),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_audit_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
    )
    op.create_index(op.f("ix_audit_about_id"), "audit", ["about_id"])


def _sign_ups() -> None:
    op.create_table(
        "sign_ups",
        sa.Column("id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("reason", _word("reason", "might_run", "help_someone", "just_looking"), nullable=False),
        sa.Column("consent", sa.String(length=20), nullable=False),
        sa.Column("consented_at", MOMENT, nullable=False),
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.Column("signed_up_at", MOMENT, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column(
            "might_run", _word("might_run", "this_year", "next_year", "someday", "rather_help"), nullable=True
        ),
        sa.Column("might_run_in", sa.SmallInteger(), nullable=True),
        sa.Column("might_run_said_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_sign_ups_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_ups")),
        sa.UniqueConstraint("person_id", name=op.f("uq_sign_ups_person_id")),
    )


def _rooms_and_notices() -> None:
    op.create_table(
        "rooms",
        sa.Column("id", ID, nullable=False),
        sa.Column("team", sa.String(length=20), nullable=False),
        sa.Column("kind", _word("kind", "direct", "staff"), nullable=False),
        sa.Column("person_id", ID, nullable=True),
        sa.Column("slack_user", sa.String(length=20), nullable=True),
        sa.Column("slack_channel", sa.String(length=20), nullable=True),
        sa.Column("heard_up_to", sa.String(length=20), nullable=True),
        sa.Column("next_send_at", MOMENT, nullable=True),
        sa.Column("blocked_until", MOMENT, nullable=True),
        sa.Column("closed_because", sa.String(length=80), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_rooms_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rooms")),
        sa.UniqueConstraint("team", "kind", "person_id", name=op.f("uq_rooms_team_kind_person_id")),
    )
    op.create_index(op.f("ix_rooms_person_id"), "rooms", ["person_id"])
    op.create_index(op.f("ix_rooms_slack_user"), "rooms", ["team", "slack_user"])
    op.create_index(
        op.f("uq_rooms_shared"), "rooms", ["team", "kind"], unique=True, **_where("person_id IS NULL")
    )
    op.create_table(
        "cards",
        sa.Column("id", ID, nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("subject_id", ID, nullable=False),
        sa.Column("room_id", ID, nullable=False),
        sa.Column("slack_channel", sa.String(length=20), nullable=True),
        sa.Column("slack_ts", sa.String(length=20), nullable=True),
        sa.Column("wanted", ID, nullable=False),
        sa.Column("shown", ID, nullable=False),
        sa.ForeignKeyConstraint(["room_id"], ["rooms.id"], name=op.f("fk_cards_room_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cards")),
        sa.UniqueConstraint("kind", "subject_id", "room_id", name=op.f("uq_cards_kind_subject_id_room_id")),
    )
    op.create_table(
        "notices",
        sa.Column("id", ID, nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("form", _word("form", "post", "card", "home"), nullable=False),
        sa.Column("lane", sa.SmallInteger(), nullable=False),
        sa.Column("attention", _word("attention", "asked_for", "duty", "unasked"), nullable=False),
        sa.Column("room_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=True),
        sa.Column("subject_id", ID, nullable=True),
        sa.Column("card_id", ID, nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("dedupe_key", sa.String(length=120), nullable=True),
        sa.Column("collapse_key", sa.String(length=120), nullable=True),
        sa.Column("into_id", ID, nullable=True),
        sa.Column("owed_at", MOMENT, nullable=False),
        sa.Column("not_before", MOMENT, nullable=False),
        sa.Column("useless_after", MOMENT, nullable=True),
        sa.Column("tried_at", MOMENT, nullable=True),
        sa.Column(
            "state", _word("state", "due", "claimed", "unsure", "sent", "closed", "refused"), nullable=False
        ),
        sa.Column("attempts", sa.SmallInteger(), nullable=False),
        sa.Column("put_off", sa.SmallInteger(), nullable=False),
        sa.Column("turn", sa.SmallInteger(), nullable=False),
        sa.Column("version", ID, nullable=False),
        sa.Column("claimed_until", MOMENT, nullable=True),
        sa.Column("look_at", MOMENT, nullable=True),
        sa.Column("reason", sa.String(length=120), nullable=True),
        sa.Column("slack_channel", sa.String(length=20), nullable=True),
        sa.Column("slack_ts", sa.String(length=20), nullable=True),
        sa.Column("settled_at", MOMENT, nullable=True),
        sa.Column("decision", sa.String(length=40), nullable=True),
        sa.Column("decided_by_id", ID, nullable=True),
        sa.ForeignKeyConstraint(["decided_by_id"], ["people.id"], name=op.f("fk_notices_decided_by_id")),
        sa.ForeignKeyConstraint(["card_id"], ["cards.id"], name=op.f("fk_notices_card_id")),
        sa.ForeignKeyConstraint(["into_id"], ["notices.id"], name=op.f("fk_notices_into_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_notices_person_id")),
        sa.ForeignKeyConstraint(["room_id"], ["rooms.id"], name=op.f("fk_notices_room_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
        sa.UniqueConstraint("dedupe_key", name=op.f("uq_notices_dedupe_key")),
        sa.UniqueConstraint("public_id", name=op.f("uq_notices_public_id")),
    )
    op.create_index(op.f("ix_notices_card_id"), "notices", ["card_id"])
    op.create_index(op.f("ix_notices_collapse"), "notices", ["collapse_key"], **_where("state = 'due'"))
    op.create_index(op.f("ix_notices_due"), "notices", ["lane", "not_before"], **_where("state = 'due'"))
    op.create_index(op.f("ix_notices_into_id"), "notices", ["into_id"])
    op.create_index(op.f("ix_notices_person_id"), "notices", ["person_id"])
    op.create_index(op.f("ix_notices_room_id"), "notices", ["room_id"])
    op.create_index(
        op.f("ix_notices_unsettled"), "notices", ["state"], **_where("state IN ('claimed', 'unsure')")
    )


def _first_rules() -> None:
    types = {"valid_from": MOMENT}
    columns = [sa.column(name, types.get(name)) for name in RULES]
    op.execute(sa.table("organisation_rules", *columns).insert().values(**RULES))


def _word(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=40)


def _where(condition: str) -> dict[str, Any]:
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}
