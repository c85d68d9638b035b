"""The contract of the `BlobStore` port, kept by the folder and by its fake."""

import hashlib

import pytest

from fakes.blobs import FakeBlobStore
from jupyter_hybrid.domain.errors import NotFound, Unavailable
from jupyter_hybrid.storage.blobs import FolderBlobs


@pytest.fixture(params=["folder", "fake"])
def blobs(request, tmp_path):
    return FakeBlobStore() if request.param == "fake" else FolderBlobs(tmp_path / "blobs")


def test_what_is_put_can_be_got_under_its_digest(blobs):
    name = blobs.put(b"content")

    assert name == hashlib.sha256(b"content").hexdigest()
    assert blobs.get(name) == b"content"
    assert blobs.put(b"content") == name


@pytest.mark.parametrize("name", ["0" * 64, "../etc/passwd", "", "\x00", "A" * 64])
def test_what_was_never_put_cannot_be_got(blobs, name):
    with pytest.raises(NotFound):
        blobs.get(name)


def test_a_damaged_file_is_not_handed_out(tmp_path):
    blobs = FolderBlobs(tmp_path)
    name = blobs.put(b"content")
    (tmp_path / name[:2] / name).write_bytes(b"changed")

    with pytest.raises(NotFound, match="damaged"):
        blobs.get(name)


def test_a_damaged_file_is_mended_when_it_is_put_again(tmp_path):
    blobs = FolderBlobs(tmp_path)
    name = blobs.put(b"content")
    (tmp_path / name[:2] / name).write_bytes(b"")

    blobs.put(b"content")

    assert blobs.get(name) == b"content"


def test_a_folder_that_cannot_be_made_says_so(tmp_path):
    (tmp_path / "file").write_text("in the way")

    with pytest.raises(Unavailable):
        FolderBlobs(tmp_path / "file").put(b"content")
