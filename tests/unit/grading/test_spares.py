"""Kernels that are held ready."""

import tempfile

import pytest

from jupyter_hybrid.grading.kernels.spares import SpareKernels
from jupyter_hybrid.grading.limits import MIB, Limits


@pytest.mark.asyncio
async def test_a_spare_that_cannot_be_made_is_told_and_does_without(tmp_path, monkeypatch, caplog):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
    spares = SpareKernels(1)

    spares.refill("python3", folder=".", limits=Limits())
    kernel = await spares.take("python3", folder=".", limits=Limits())
    await spares.close()

    assert kernel is None
    assert "no spare kernel" in caplog.text


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("kernel_name", "folder", "limits"),
    [
        ("python3", ".", Limits(memory_bytes=512 * MIB)),
        ("other", ".", Limits()),
        ("python3", "first", Limits()),
    ],
)
async def test_a_spare_that_is_starting_and_does_not_fit_is_not_waited_for(
    tmp_path, monkeypatch, caplog, kernel_name, folder, limits
):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
    spares = SpareKernels(1)

    spares.refill("python3", folder=".", limits=Limits())
    kernel = await spares.take(kernel_name, folder=folder, limits=limits)
    has_waited = "no spare kernel" in caplog.text
    await spares.close()

    assert (kernel, has_waited) == (None, False)
