"""Starting pairs, and leaving nothing of them behind."""

import os
import signal
import stat
import time
from pathlib import Path

import pytest
from worker_engine import Zygote

from jupyter_hybrid.grading.worker.frames import ChannelClosed

DEADLINE_S = 20


def is_alive(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return False
    return state != "Z"


def wait_until_gone(processes) -> None:
    until = time.monotonic() + DEADLINE_S
    while any(map(is_alive, processes)):
        assert time.monotonic() < until, "still running"
        time.sleep(0.01)


def scratches(zygote) -> list[Path]:
    return list(zygote.scratch_root.glob("pair-*"))


HIDES = """
import os, subprocess, sys, time
code = '''
import os, time
if os.fork(): os._exit(0)
open('pid', 'w').write(str(os.getpid()))
time.sleep(600)
'''
subprocess.Popen([sys.executable, '-c', code], start_new_session=True).wait()
while not os.path.exists('pid') or not open('pid').read(): time.sleep(0.01)
int(open('pid').read())
"""


def hidden_process(pair) -> int:
    reply = pair.run(HIDES)
    assert reply["status"] == "ok", reply["error"]
    return int(reply["messages"][-1][1]["data"]["text/plain"])


def test_the_zygote_says_what_is_there_and_what_could_not_be_imported(zygote):
    ready = zygote.ready

    assert ready["failed_imports"] == ["no_such_module_here"]
    assert ready["versions"]["IPython"]
    assert "error" not in ready


@pytest.mark.parametrize(("before", "after"), [(0o1777, 0o1777), (0o755, 0o755), (0o700, 0o711)])
def test_the_folder_of_scratches_loses_no_right(tmp_path, before, after):
    root = tmp_path / "root"
    root.mkdir()
    root.chmod(before)

    Zygote(root).close()

    assert stat.S_IMODE(root.stat().st_mode) == after
    assert list(root.iterdir()) == []


def test_the_zygote_has_one_thread(zygote):
    assert len(list(Path(f"/proc/{zygote.process.pid}/task").iterdir())) == 1


def test_a_pair_ends_when_its_line_closes(zygote, start):
    pair = start(begin=False)
    pids = pair.wait_for("ready")["pids"]

    pair.close()

    assert zygote.wait_for(ended=pair.number)["status"] == 0
    wait_until_gone(pids.values())
    assert scratches(zygote) == []


def test_an_idle_pair_keeps_no_descriptor_of_the_zygote(zygote, start):
    pids = start(begin=False).wait_for("ready")["pids"]

    names = [str(f.readlink()) for f in Path(f"/proc/{pids['learner']}/fd").iterdir()]

    assert sum(name.startswith("socket:") for name in names) <= 4  # 2 channels, an event loop's 2


def test_a_process_that_hides_in_a_session_of_its_own_is_ended(zygote, start):
    pair = start()
    hidden = hidden_process(pair)
    assert is_alive(hidden)

    pair.close()
    zygote.wait_for(ended=pair.number)

    assert not is_alive(hidden)


def test_files_that_nobody_may_read_are_removed(zygote, start):
    pair = start()
    pair.run(
        "import os\nos.makedirs('a/b/c'); open('a/b/c/f', 'w').close(); os.symlink('/', 'a/root')\n"
        "for name in ('a/b/c', 'a/b', 'a'): os.chmod(name, 0)"
    )

    pair.close()
    zygote.wait_for(ended=pair.number)

    assert scratches(zygote) == []
    assert Path("/").is_dir()


def test_what_a_killed_supervisor_leaves_is_cleared_up(zygote, start):
    pair = start()
    hidden = hidden_process(pair)
    pids = pair.wait_for("ready")["pids"]

    os.kill(zygote.wait_for(started=pair.number)["pid"], signal.SIGKILL)

    assert zygote.wait_for(ended=pair.number)["status"] == -signal.SIGKILL
    wait_until_gone([hidden, *pids.values()])
    assert scratches(zygote) == []


def test_clearing_up_after_one_pair_leaves_the_others_alone(zygote, start):
    doomed, other = start(), start()

    os.kill(zygote.wait_for(started=doomed.number)["pid"], signal.SIGKILL)
    zygote.wait_for(ended=doomed.number)

    assert other.run("1")["status"] == "ok"


def test_a_tester_outlives_its_learner(start):
    pair = start()
    pids = pair.wait_for("ready")["pids"]

    pair.learner.send({"id": 2, "op": "run", "cell": "a", "source": "import os; os._exit(1)"})

    assert pair.wait_for("ended")["ended"] == "learner"
    assert is_alive(pids["tester"])


def test_garbage_ends_a_learner_and_nothing_else(zygote, start):
    pair, other = start(), start()

    pair.learner._socket.sendall(b"\x00\x00\x00\x02[]")

    with pytest.raises(ChannelClosed):
        pair.learner.receive(DEADLINE_S)
    assert other.run("1")["status"] == "ok"


def test_a_confinement_that_is_not_understood_starts_nothing(zygote, start):
    pair = zygote.pair(level=0, is_unknown_rule=True)

    with pytest.raises(AssertionError, match="the supervisor ended"):
        pair.wait_for("ready")
    assert start().run("1")["status"] == "ok"
