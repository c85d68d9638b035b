"""Limits of a pair as a whole: the memory of all its processes, the bytes of its scratch."""

import pytest

from jupyter_hybrid.grading.worker.frames import ChannelClosed

MIB = 1 << 20


def end_of(pair, source):
    pair.learner.send({"id": 2, "op": "run", "cell": "a", "source": source})
    with pytest.raises(ChannelClosed):
        pair.learner.receive(30)
    return pair.wait_for("killed")


def test_memory_above_the_limit_ends_the_learner(learner):
    learner.tell(op="watch", memory_bytes=100 * MIB, scratch_bytes=64 * MIB)

    killed = end_of(learner, "kept = []\nwhile True: kept.append(bytearray(1 << 20))")

    assert killed == {"killed": "memory", "who": "learner", "words": "more than 100 MiB of memory"}
    assert learner.wait_for("ended")["ended"] == "learner"


def test_what_the_learner_started_with_does_not_count(learner):
    learner.tell(op="watch", memory_bytes=40 * MIB, scratch_bytes=64 * MIB)

    reply = learner.run("import time; time.sleep(0.3); x = bytearray(10 << 20); time.sleep(0.2)")

    assert reply["status"] == "ok"


def test_children_count_together(learner):
    learner.tell(op="watch", memory_bytes=100 * MIB, scratch_bytes=64 * MIB)

    killed = end_of(
        learner,
        "import os, time\nfor _ in range(4):\n"
        "    if os.fork() == 0: kept = bytearray(b'x' * (40 << 20)); time.sleep(60)\n"
        "time.sleep(60)",
    )

    assert killed["killed"] == "memory"


def test_copies_that_share_their_memory_count_once(learner):
    learner.tell(op="watch", memory_bytes=150 * MIB, scratch_bytes=64 * MIB)

    reply = learner.run(
        "import os, time\nkept = bytearray(b'x') * (100 << 20)\n"
        "pid = os.fork()\nif pid == 0: time.sleep(0.4); os._exit(0)\nos.waitpid(pid, 0)[1]"
    )

    assert reply["status"] == "ok"


def test_a_full_scratch_ends_the_learner(learner):
    learner.tell(op="watch", memory_bytes=500 * MIB, scratch_bytes=8 * MIB)

    killed = end_of(
        learner,
        "import os\nos.mkdir('d')\nopen('d/f', 'wb').write(bytes(range(256)) * 65536)\n"
        "os.chmod('d', 0)\nimport time; time.sleep(60)",
    )

    assert killed["killed"] == "scratch"


def test_a_deleted_file_counts_as_long_as_it_is_open(learner):
    learner.tell(op="watch", memory_bytes=500 * MIB, scratch_bytes=8 * MIB)

    killed = end_of(
        learner,
        "import os, time\nf = open('f', 'wb'); os.unlink('f')\n"
        "f.write(bytes(range(256)) * 65536); f.flush(); time.sleep(60)",
    )

    assert killed["killed"] == "scratch"
