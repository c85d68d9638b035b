"""What is sent over a slow line is sent compressed."""

import gzip
import threading

import pytest
from jupyter_server.base.handlers import FileFindHandler

BUILT = ("lab", "extensions", "jupyter-hybrid", "static")
SCRIPT = b"export const words = 'over and over';\n" * 100


@pytest.fixture
def built(jp_data_dir, monkeypatch):
    monkeypatch.setattr(FileFindHandler, "_static_paths", {})  # it remembers other tests' folders
    folder = jp_data_dir / "labextensions" / "jupyter-hybrid" / "static"
    folder.mkdir(parents=True)
    for name in ("main.0123abcd.js", "style.js"):
        (folder / name).write_bytes(SCRIPT)
        (folder / f"{name}.gz").write_bytes(gzip.compress(SCRIPT))
    (folder / "small.4567cdef.js").write_bytes(b"1")
    return folder


@pytest.fixture
def fetch(built, jp_fetch):
    async def fetch(*parts, accepts):
        return await jp_fetch(
            *parts, method="GET", headers={"Accept-Encoding": accepts}, decompress_response=False
        )

    return fetch


async def test_a_built_file_comes_compressed_to_those_who_take_it(fetch):
    packed = await fetch(*BUILT, "main.0123abcd.js", accepts="gzip, br")
    plain = await fetch(*BUILT, "main.0123abcd.js", accepts="identity")

    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body == SCRIPT
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Type"] == plain.headers["Content-Type"]
    assert packed.headers["Content-Type"].endswith("javascript")
    assert {each.headers["Vary"] for each in (packed, plain)} == {"Accept-Encoding"}


async def test_a_file_that_lies_there_plain_only_comes_plain(fetch):
    response = await fetch(*BUILT, "small.4567cdef.js", accepts="gzip")

    assert response.body == b"1"
    assert "Content-Encoding" not in response.headers


async def test_browsers_may_keep_what_has_its_content_in_its_name(fetch):
    hashed = await fetch(*BUILT, "main.0123abcd.js", accepts="gzip")
    changing = await fetch(*BUILT, "style.js", accepts="gzip")

    assert "immutable" in hashed.headers["Cache-Control"]
    assert "immutable" not in changing.headers["Cache-Control"]


async def test_nothing_outside_the_folder_of_built_files_is_sent(fetch, built):
    (built.parent / "secret.js.gz").write_bytes(b"secret")

    with pytest.raises(Exception, match=r"HTTP 40[34]"):
        await fetch(*BUILT, "..%2fsecret.js", accepts="gzip")


async def test_a_long_answer_of_the_api_comes_compressed_and_a_short_one_as_it_is(fetch, step):
    long = await fetch(*step, "bundle", accepts="gzip")
    short = await fetch("hybrid", "api", "me", accepts="gzip")
    plain = await fetch(*step, "bundle", accepts="identity")

    assert gzip.decompress(long.body) == plain.body
    assert len(long.body) < len(plain.body)
    assert "Content-Encoding" not in short.headers


async def test_a_large_answer_is_packed_beside_the_event_loop(fetch, step, monkeypatch):
    where = []
    compress = gzip.compress

    def watched(*given, **options):
        where.append(threading.current_thread())
        return compress(*given, **options)

    monkeypatch.setattr(gzip, "compress", watched)

    await fetch(*step, "bundle", accepts="gzip")

    assert len(where) == 1
    assert where[0] is not threading.main_thread()
