"""Settings are read and checked at the start; what is wrong is said in one sentence without its value."""

import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as how
from hypothesis import strategies as st

from bot.settings import (
    HttpAccess,
    Settings,
    SettingsError,
    SocketAccess,
    about,
    read_settings,
    write_data_key,
)

ROOT = Path(__file__).resolve().parents[2]
NAMES = [name.upper() for name in Settings.model_fields]
TOKENS = {"SLACK_BOT_TOKEN": "xoxb-1-secret", "SLACK_APP_TOKEN": "xapp-1-secret"}
OVER_HTTP = {"SLACK_SIGNING_SECRET": "0secret0secret0secret", "PORT": "8080"}
# Written out, since they stand in the names of tests too.
KEY, OLD_KEY = "k" * 43 + "=", "o" * 43 + "="


@pytest.fixture(autouse=True)
def _a_clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def env_file(tmp_path: Path) -> Path:
    return tmp_path / ".env"


def write(env_file: Path, **values: str) -> None:
    env_file.write_text("".join(f"{name}={value}\n" for name, value in values.items()), encoding="utf-8")


def refusal(env_file: Path, **values: str) -> str:
    write(env_file, **values)
    with pytest.raises(SettingsError) as refused:
        _all_that_run_needs(read_settings(env_file))
    return str(refused.value)


def _all_that_run_needs(settings: Settings) -> None:
    settings.need_slack()
    settings.need_key()


def setting(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> object:
    monkeypatch.setenv(name, value)
    return getattr(read_settings(None), name.lower())


# -- Where settings come from --


def test_with_nothing_set_there_are_defaults() -> None:
    settings = read_settings(None)

    assert settings.slack_api_url == "https://slack.com/api/"
    assert settings.database_url == "sqlite:///onboarding.db"
    assert (settings.data_keys, settings.admin_user_ids) == ((), frozenset())


def test_the_environment_goes_before_the_file(env_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    env_file.write_text("STAFF_CHANNEL=C0FILE\nADMIN_USER_IDS=T01/U01\nSOMETHING_ELSE=1\n", encoding="utf-8")
    monkeypatch.setenv("STAFF_CHANNEL", "G0ENVIRONMENT")
    monkeypatch.setenv("ADMIN_USER_IDS", "")

    settings = read_settings(env_file)

    assert settings.staff_channel == "G0ENVIRONMENT"
    assert settings.admin_user_ids == {("T01", "U01")}


def test_an_empty_value_is_none(env_file: Path) -> None:
    assert refusal(env_file, SLACK_BOT_TOKEN="").startswith("SLACK_BOT_TOKEN is missing")


@pytest.mark.parametrize("content", [b"STAFF_CHANNEL=\xff", None])
def test_a_file_that_is_no_text_is_said(content: bytes | None, env_file: Path) -> None:
    env_file.write_bytes(content or "STAFF_CHANNEL=C01\n".encode("utf-16"))

    with pytest.raises(SettingsError, match="can't be read"):
        read_settings(env_file)


# -- What is needed to run --


def test_the_first_missing_setting_is_named_with_how_to_get_it(env_file: Path) -> None:
    assert refusal(env_file, SLACK_BOT_TOKEN="xoxb-1") == (
        "SLACK_APP_TOKEN is missing: make one with the scope connections:write on your app's "
        "Basic Information page, under App-Level Tokens, and put it into .env "
        "(or SLACK_SIGNING_SECRET and PORT, where Slack shall come to the bot over HTTP)."
    )


def test_a_real_workspace_needs_a_key_unless_plain_text_is_allowed(env_file: Path) -> None:
    assert refusal(env_file, **TOKENS).startswith("DATA_KEY is missing: make one with")

    env_file.write_text(env_file.read_text(encoding="utf-8") + "ALLOW_PLAINTEXT=1\n", encoding="utf-8")

    assert read_settings(env_file).need_key() == ()


def test_with_all_that_is_needed_the_bot_gets_it(env_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in TOKENS.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("DATA_KEY", f"{KEY}, {OLD_KEY}")

    settings = read_settings(None)

    assert settings.need_slack().bot_token == "xoxb-1-secret"
    assert settings.need_slack().way == SocketAccess("xapp-1-secret")
    assert settings.need_key() == (KEY, OLD_KEY)


def test_without_an_app_token_slack_comes_over_http(env_file: Path) -> None:
    write(env_file, SLACK_BOT_TOKEN="xoxb-1", **OVER_HTTP)

    access = read_settings(env_file).need_slack()

    assert access.way == HttpAccess(OVER_HTTP["SLACK_SIGNING_SECRET"], 8080)


def test_with_an_app_token_there_is_socket_mode_whatever_else_is_set(env_file: Path) -> None:
    """Many hosts set PORT by themselves."""
    write(env_file, **TOKENS, **OVER_HTTP)

    access = read_settings(env_file).need_slack()

    assert access.way == SocketAccess("xapp-1-secret")


def test_half_of_what_http_needs_is_said_by_what_is_missing(env_file: Path) -> None:
    secret, port = ({name: OVER_HTTP[name]} for name in OVER_HTTP)

    assert refusal(env_file, SLACK_BOT_TOKEN="xoxb-1", **secret).startswith("PORT is missing: ")
    assert "SLACK_SIGNING_SECRET and PORT" in refusal(env_file, SLACK_BOT_TOKEN="xoxb-1", **port)


def test_no_secret_stands_in_a_repr(monkeypatch: pytest.MonkeyPatch) -> None:
    database = "postgres://me:secret@host/db"
    for name, value in ({**TOKENS, **OVER_HTTP, "DATA_KEY": KEY, "DATABASE_URL": database}).items():
        monkeypatch.setenv(name, value)

    over_sockets = read_settings(None)
    monkeypatch.delenv("SLACK_APP_TOKEN")
    over_http = read_settings(None)
    shown = f"{over_sockets!r} {over_sockets} {over_sockets.need_slack()!r} {over_http.need_slack()!r}"

    assert "secret" not in shown.replace("signing_secret", "")
    assert KEY not in shown


# -- What each value has to look like --


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SLACK_BOT_TOKEN", "xoxp-secret"),
        ("SLACK_BOT_TOKEN", "xoxb-secret xoxb-secret"),
        ("SLACK_APP_TOKEN", "xoxb-secret"),
        ("SLACK_SIGNING_SECRET", "secret"),
        ("SLACK_SIGNING_SECRET", "xapp-1-secret-0secret0secret"),
        ("PORT", "secret"),
        ("PORT", "0"),
        ("PORT", "65536"),
        ("PORT", "80.0"),
        ("PORT", "٨٠"),
        ("SLACK_API_URL", "https://slack.com/secret"),
        ("SLACK_API_URL", "https://slack.com/api/?secret"),
        ("SLACK_API_URL", "https://me:secret@slack.com/api/"),
        ("SLACK_API_URL", "https://slack.com:secret/api/"),
        ("SLACK_API_URL", "https:///api/"),
        ("SLACK_API_URL", "http://slack.com/api/"),
        ("SLACK_API_URL", "http://127.0.0.1.example.org/api/"),
        ("SLACK_API_URL", "http://localhost.example.org/api/"),
        ("SLACK_API_URL", "ftp://127.0.0.1/api/"),
        ("DATABASE_URL", "secret"),
        ("DATABASE_URL", "mysql://me:secret@host/db"),
        ("DATABASE_URL", "postgresql+asyncpg://me:secret@host/db"),
        ("DATABASE_URL", "postgresql://me:p@ss:secret/word@host/db"),
        ("DATA_KEY", "secret"),
        ("DATA_KEY", f"{KEY},secret"),
        ("ALLOW_PLAINTEXT", "secret"),
        ("ADMIN_USER_IDS", "U01SECRET"),
        ("ADMIN_USER_IDS", "T01/U01,T01/C01SECRET"),
        ("STAFF_CHANNEL", "#secret"),
    ],
)
def test_a_wrong_value_is_refused_by_name_and_not_repeated(name: str, value: str, env_file: Path) -> None:
    sentence = refusal(env_file, **{name: f"'{value}'"})

    assert sentence.startswith(f"{name} ")
    assert sentence.endswith(f": {about(name.lower())['how']}.")
    assert "secret" not in sentence.lower().replace("signing secret", "").replace("signing_secret", "")


@pytest.mark.parametrize(
    ("given_url", "url"),
    [
        ("https://slack.com/api", "https://slack.com/api/"),
        ("https://proxy.example.org/slack/api/", "https://proxy.example.org/slack/api/"),
        ("http://127.0.0.1:8090/api", "http://127.0.0.1:8090/api/"),
        ("http://127.9.9.9/api/", "http://127.9.9.9/api/"),
        ("http://localhost:8090/api/", "http://localhost:8090/api/"),
        ("http://[::1]:8090/api/", "http://[::1]:8090/api/"),
    ],
)
def test_the_address_of_slack_ends_in_a_slash(
    given_url: str, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert setting("SLACK_API_URL", given_url, monkeypatch) == url


@pytest.mark.parametrize("kind", ["postgres", "postgresql", "postgresql+psycopg"])
def test_postgresql_is_reached_with_the_driver_that_is_there(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = setting("DATABASE_URL", f"{kind}://me:secret@host:5433/db?sslmode=require", monkeypatch)

    assert url == "postgresql+psycopg://me:secret@host:5433/db?sslmode=require"


def test_spaces_around_a_value_are_no_part_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    assert setting("STAFF_CHANNEL", " C07STAFF01 ", monkeypatch) == "C07STAFF01"


def test_lists_may_have_spaces_and_empty_places(monkeypatch: pytest.MonkeyPatch) -> None:
    admins = setting("ADMIN_USER_IDS", " T01/U01 , T02/W02, ", monkeypatch)

    assert admins == {("T01", "U01"), ("T02", "W02")}


@how(deadline=None)  # a busy machine is not a fault
@given(st.sampled_from(NAMES), st.text(st.characters(blacklist_characters="\0", blacklist_categories=["Cs"])))
def test_whatever_is_written_is_taken_or_refused_by_name(name: str, value: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(name, value)

        assert outcome() in ("taken", name)


def outcome() -> str:
    try:
        read_settings(None)
    except SettingsError as refused:
        return str(refused).partition(" ")[0]
    return "taken"


# -- A key of one's own --


def test_a_new_key_goes_into_a_new_file_that_is_ours_alone(env_file: Path) -> None:
    write_data_key(env_file)

    assert len(read_settings(env_file).need_key()) == 1
    assert stat.S_IMODE(env_file.stat().st_mode) == 0o600


@pytest.mark.parametrize("before", ["# mine\nSTAFF_CHANNEL=C01", "# mine\nDATA_KEY=\nSTAFF_CHANNEL=C01\n"])
def test_a_new_key_leaves_the_other_lines(before: str, env_file: Path) -> None:
    env_file.write_text(before, encoding="utf-8")

    write_data_key(env_file)

    after = env_file.read_text(encoding="utf-8").splitlines()
    assert [line for line in after if not line.startswith("DATA_KEY=")] == ["# mine", "STAFF_CHANNEL=C01"]
    assert read_settings(env_file).need_key()


def test_a_key_that_is_there_stays(env_file: Path) -> None:
    env_file.write_text(f"DATA_KEY='{KEY}'\n", encoding="utf-8")

    write_data_key(env_file)

    assert env_file.read_text(encoding="utf-8") == f"DATA_KEY='{KEY}'\n"
