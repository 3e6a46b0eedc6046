"""What the command line says to the operator when an option, or a whole command, does not do."""


class OptionRefused(Exception):
    """The message is one French sentence that names the option and the cure."""

    def __init__(self, option: str, message: str) -> None:
        super().__init__(f"{option} : {message}")


class CommandRefused(Exception):
    """The message is one French sentence that says what is wrong, and the cure."""
