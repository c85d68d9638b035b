"""A blob store that forgets everything at the end."""

import hashlib

from jupyter_hybrid.domain.errors import NotFound


class FakeBlobStore:
    """The `BlobStore` port."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def put(self, content: bytes) -> str:
        sha256 = hashlib.sha256(content).hexdigest()
        self.kept[sha256] = content
        return sha256

    def get(self, sha256: str) -> bytes:
        if sha256 not in self.kept:
            raise NotFound(f"no file {sha256[:80]} is kept")
        return self.kept[sha256]
