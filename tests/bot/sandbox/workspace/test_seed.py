"""The seed that comes along, and one's own: what is wrong with it is said in words, where it stands."""

from pathlib import Path

import pytest

from bot.sandbox import NoSeed, read_seed

SEED = """
team: {id: T0000MINE1, name: My workspace, domain: my-workspace}
start: "2026-11-01T09:00-05:00"
members:
  - {id: U0000ANNA1, name: anna, real_name: Anna Example, zone: America/Chicago}
  - {id: U0000GUEST, name: gus, real_name: Gus Example, zone: America/Chicago, slack_role: guest}
channels:
  - {id: C0000HELLO, name: hello, members: everyone}
"""


def test_the_seed_has_somebody_for_every_role() -> None:
    seed = read_seed()
    roles = {role for member in seed.members for role in member.roles}
    rooms = {channel.name: channel.id for channel in seed.channels}

    assert roles == {"mentor", "interviewer", "host", "staff", "admin"}
    assert rooms["onboarding-staff"] == "C07STAFF01"
    assert all(member.email is None or member.email.endswith("@example.org") for member in seed.members)


def test_everyone_is_everyone_but_guests(tmp_path: Path) -> None:
    (hello,) = read_seed(written(tmp_path, SEED)).channels

    assert hello.members == ("U0000ANNA1",)


@pytest.mark.parametrize(
    ("right", "wrong", "words"),
    [
        ("America/Chicago}", "Chicago}", "members.0.zone: Value error, there is no time zone of this name"),
        ("real_name: Anna", "realname: Anna", "members.0.real_name: Field required"),
        ("slack_role: guest", "slack_role: king", "members.1.slack_role: Input should be 'owner'"),
        ("slack_role: guest", "is_admin: true", "members.1.is_admin: Unexpected keyword argument"),
        ("everyone", "[U0000NOBOD]", "U0000NOBOD is in a channel, but not among the members"),
        ("09:00-05:00", "09:00", "start: Input should have timezone info"),
        ("C0000HELLO", "U0000ANNA1", "the id U0000ANNA1 stands there twice"),
        ("channels:", "- [", "it is no YAML ("),
        (SEED, "", "the file: Input should be a dictionary"),
    ],
)
def test_a_slip_is_said_where_it_is(right: str, wrong: str, words: str, tmp_path: Path) -> None:
    assert right in SEED

    with pytest.raises(NoSeed) as refused:
        read_seed(written(tmp_path, SEED.replace(right, wrong, 1)))

    assert str(refused.value).startswith(words)
    assert "\n" not in str(refused.value)


def written(folder: Path, text: str) -> Path:
    file = folder / "seed.yml"
    file.write_text(text, encoding="utf-8")
    return file
