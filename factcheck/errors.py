"""What goes wrong through no fault of the program: one line that says what and what to do."""


class FactcheckError(Exception):
    """An input, a setting or a model that cannot be used. The message is one line for the user; the command line exits 2 with it."""
