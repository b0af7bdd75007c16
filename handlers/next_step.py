"""The one next step of a person, as a button: what several journeys show."""

from handlers.blocks import Json, button
from models.sign_ups import SignUp

SIGN_UP, SAY_WHEN = "sign_up.open", "sign_up.when"


SIGN_UP_BUTTON = button("Sign up", SIGN_UP, primary=True, spoken="Sign up with Run for Something")


def next_step(sign_up: SignUp | None) -> Json | None:
    """None when there is nothing to do at the moment."""
    if sign_up is None:
        return SIGN_UP_BUTTON
    if sign_up.might_run is None:
        return button("Say when you might run", SAY_WHEN, primary=True)
    return None
