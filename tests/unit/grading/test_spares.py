"""Kernels that are held ready."""

import tempfile

import pytest

from jupyter_hybrid.grading.limits import Limits
from jupyter_hybrid.grading.spares import SpareKernels


@pytest.mark.asyncio
async def test_a_spare_that_cannot_be_made_is_told_and_does_without(tmp_path, monkeypatch, caplog):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
    spares = SpareKernels(1)

    spares.refill("python3", limits=Limits())
    kernel = await spares.take("python3", limits=Limits())
    await spares.close()

    assert kernel is None
    assert "no spare kernel" in caplog.text
