"""What clinics do for the apps below, which know nothing of them: registered when the process starts."""


def register_all() -> None:
    """Everything; each subject adds its own."""
