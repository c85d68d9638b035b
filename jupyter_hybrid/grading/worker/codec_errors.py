"""What goes wrong when a value crosses between the learner's process and the test's."""

MAX_STEPS_SHOWN = 6


class Unsupported(Exception):  # noqa: N818  says what the value is
    """A value that cannot cross.

    Parameters
    ----------
    type_name
        Its type, as the learner knows it.
    where
        The place inside the value that was sent, like ``[3]['a']``; empty if it is the whole.
    advice
        What to return instead.
    """

    def __init__(self, type_name: str, where: str, advice: str) -> None:
        super().__init__(type_name, where, advice)
        self.type_name = type_name
        self.advice = advice
        self._steps = [where] if where else []
        self._containers: set[int] = set()

    @property
    def where(self) -> str:
        """The place inside the value that was sent; long ones are cut in the middle."""
        steps = self._steps[::-1]
        if len(steps) <= MAX_STEPS_SHOWN:
            return "".join(steps)
        half = MAX_STEPS_SHOWN // 2
        return "".join([*steps[:half], " … ", *steps[-half:]])

    def within(self, step: str, *, container: object) -> bool:
        """Note the step that leads from a container to the value.

        Returns
        -------
        bool
            Whether the container was passed before: it contains itself.
        """
        self._steps.append(step)
        is_circle = id(container) in self._containers
        self._containers.add(id(container))
        return is_circle

    def __str__(self) -> str:
        place = f" at {self.where.strip()}" if self._steps else ""
        return f"a value of type {self.type_name}{place} cannot be sent to the test: {self.advice}"


class Malformed(Exception):  # noqa: N818  says what the message is
    """A message that no honest encoder writes.

    Parameters
    ----------
    why
        What is wrong with it; never text from the message itself.
    """

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why
