"""The one next step of a person, as a button: what several journeys show."""

from handlers.blocks import Json, button
from models.sign_ups import SignUp

SIGN_UP, SAY_WHEN = "sign_up.open", "sign_up.when"


def next_step(sign_up: SignUp | None) -> Json | None:
    """None when there is nothing to do at the moment."""
    if sign_up is None:
        return button("Sign up", SIGN_UP, primary=True, spoken="Sign up with Run for Something")
    if sign_up.might_run is None:
        return button("Say when you might run", SAY_WHEN, primary=True)
    return None
