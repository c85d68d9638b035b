"""What the program needs before it can start."""

import os
import stat
import threading

import pytest

from jupyter_hybrid.bootstrap import Settings, build_program, read_key
from jupyter_hybrid.domain.errors import Unavailable


def test_the_signing_key_is_made_once_and_private(tmp_path):
    path = tmp_path / "signing_key"

    first, second = read_key(path), read_key(path)

    assert first == second
    assert len(first) == 32
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_servers_that_start_at_once_agree_on_the_key(tmp_path):
    keys = []
    threads = [
        threading.Thread(target=lambda: keys.append(read_key(tmp_path / "key"))) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(keys) == 8
    assert len(set(keys)) == 1


def test_a_file_system_without_links_gets_a_key_too(tmp_path, monkeypatch):
    def refuse(*_):
        raise PermissionError("no links here")

    monkeypatch.setattr(os, "link", refuse)

    assert read_key(tmp_path / "key") == (tmp_path / "key").read_bytes()


def test_a_damaged_key_is_not_used(tmp_path):
    (tmp_path / "key").write_bytes(b"short")

    with pytest.raises(Unavailable, match="damaged"):
        read_key(tmp_path / "key")


def test_a_data_folder_that_cannot_be_made_names_the_option(tmp_path):
    (tmp_path / "file").write_text("in the way")
    settings = Settings(
        course_dirs=(), data_dir=tmp_path / "file" / "data", root_dir=tmp_path / "root"
    )

    with pytest.raises(Unavailable, match=r"HybridApp\.data_dir"):
        build_program(settings)


def test_the_data_folder_is_for_its_owner_only(tmp_path):
    settings = Settings(course_dirs=(), data_dir=tmp_path / "data", root_dir=tmp_path / "root")

    build_program(settings)

    assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700
