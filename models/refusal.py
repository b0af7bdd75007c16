"""How a rule says no: by name. handlers/refusals.py has the words."""


class Refusal(Exception):
    """A rule of the organisation stands against it; nothing was changed."""


class NothingChosen(Refusal):
    """One of the choices is needed."""
