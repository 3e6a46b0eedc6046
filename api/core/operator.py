"""What the command line says to the operator when an option does not do."""


class OptionRefused(Exception):
    """The message is one French sentence that names the option and the cure."""

    def __init__(self, option: str, message: str) -> None:
        super().__init__(f"{option} : {message}")
