"""Numbers and byte strings as lib0 writes them, the encoding below the y-protocol.

Written here and not taken from pycrdt: its encoder counts characters where bytes are meant, and its
decoder returns short chunks for truncated input.
"""

MAX_NUMBER = 2**53 - 1
"""The largest whole number that JavaScript knows."""
_MAX_NUMBER_BYTES = 8
_MORE = 0x80
"""Set in every group but the last."""


class MalformedFrame(ValueError):  # noqa: N818  named as in domain.errors
    """The bytes are not what they claim to be."""


def write_number(number: int) -> bytes:
    """Return `number`, 0 to 2**53 - 1, in groups of seven bits, the lowest first.

    Examples
    --------
    >>> write_number(300).hex()
    'ac02'
    """
    groups = bytearray()
    while number >= _MORE:
        groups.append(_MORE | number & 0x7F)
        number >>= 7
    groups.append(number)
    return bytes(groups)


def write_chunk(chunk: bytes) -> bytes:
    """Return `chunk` after its length in bytes."""
    return write_number(len(chunk)) + chunk


class Reader:
    """Reads numbers and chunks from the front of `raw`.

    Raises
    ------
    MalformedFrame
        From each method, if the bytes end too early or a number is too large.
    """

    def __init__(self, raw: bytes) -> None:
        self._raw = raw
        self._at = 0

    @property
    def n_left(self) -> int:
        """Bytes that were not read."""
        return len(self._raw) - self._at

    def number(self) -> int:
        """Return the next number, 0 to 2**53 - 1."""
        number = 0
        for place, group in enumerate(self._raw[self._at : self._at + _MAX_NUMBER_BYTES]):
            number |= (group & 0x7F) << 7 * place
            if group < _MORE:
                self._at += place + 1
                return _small_enough(number)
        raise MalformedFrame("a number is cut off or too long")

    def chunk(self) -> bytes:
        """Return the next byte string, whose length stands before it."""
        length = self.number()
        if length > self.n_left:
            raise MalformedFrame(f"{length} bytes are announced and {self.n_left} are there")
        self._at += length
        return self._raw[self._at - length : self._at]

    def rest(self) -> bytes:
        """Return everything that is left."""
        rest = self._raw[self._at :]
        self._at = len(self._raw)
        return rest

    def end(self) -> None:
        """Check that nothing is left."""
        if self.n_left:
            raise MalformedFrame(f"{self.n_left} bytes too many")


def _small_enough(number: int) -> int:
    if number > MAX_NUMBER:
        raise MalformedFrame("a number is larger than 2**53 - 1")
    return number
