"""What a learner's process tries to read, write and see."""

import os
from pathlib import Path

from security.sandbox.attack import attack, reached
from security.sandbox.confining import Place

from jupyter_hybrid.grading.worker.sandbox import Level, seccomp

NUMBERS = seccomp.machine().numbers


@attack(Level.A2)
def write_outside(place: Place) -> None:
    (place.outside / "new.txt").write_text("x")


@attack(Level.A2)
def change_a_file_outside(place: Place) -> None:
    (place.outside / "mine.txt").open("r+").close()


@attack(Level.A2)
def cut_a_file_outside(place: Place) -> None:
    os.truncate(place.outside / "mine.txt", 4)


@attack(Level.A2)
def remove_a_file_outside(place: Place) -> None:
    (place.outside / "new.txt").unlink(missing_ok=True)
    (place.outside / "new2.txt").touch()
    (place.outside / "new2.txt").unlink()


@attack(Level.A2)
def make_a_folder_outside(place: Place) -> None:
    (place.outside / f"folder{os.getpid()}").mkdir()


@attack(Level.A2)
def write_beside_the_scratch(place: Place) -> None:
    (place.scratch / "x.txt").write_text("x")


@attack(Level.A2)
def write_into_what_is_readable(place: Place) -> None:
    (place.readable / "x.txt").write_text("x")


@attack(Level.A2)
def read_what_is_not_readable(place: Place) -> None:
    (place.outside / "mine.txt").read_text()


@attack(Level.A2)
def read_what_is_hidden(place: Place) -> None:
    reached(place.hidden.read_text() == "hidden")


@attack(Level.A2)
def read_what_is_hidden_by_a_link(place: Place) -> None:
    link = place.work / f"link{os.getpid()}"
    link.symlink_to(place.hidden)
    reached(link.read_text() == "hidden")


@attack(Level.A2)
def read_what_is_hidden_by_a_hard_link(place: Place) -> None:
    link = place.work / f"hard{os.getpid()}"
    link.hardlink_to(place.hidden)
    reached(link.read_text() == "hidden")


@attack(Level.A2)
def list_what_is_hidden(place: Place) -> None:
    reached(bool(list(place.hidden.parent.iterdir())))


@attack(Level.A2)
def read_the_testers_folder(place: Place) -> None:
    list((place.scratch / "tester").iterdir())


@attack(Level.A2)
def read_from_the_old_working_folder(place: Place) -> None:
    os.chdir(place.outside)
    Path("mine.txt").read_text()


@attack(Level.A2, works_for=("root",))
def read_the_passwords(_: Place) -> None:
    Path("/etc/shadow").read_text()


@attack(Level.A2, works_for=("root",))
def list_the_home(_: Place) -> None:
    list(Path(os.environ.get("HOME", "/root")).iterdir())


@attack(Level.A2)
def list_the_root(_: Place) -> None:
    list(Path("/").iterdir())


@attack(Level.A2)
def list_all_processes(_: Place) -> None:
    list(Path("/proc").iterdir())


@attack(Level.A2, works_for=("nobody",))
def read_the_supervisors_environment(place: Place) -> None:
    Path(f"/proc/{place.supervisor}/environ").read_bytes()


@attack(Level.A2, works_for=("nobody",))
def read_the_supervisors_memory(place: Place) -> None:
    with Path(f"/proc/{place.supervisor}/mem").open("rb") as memory:
        memory.seek(id(place.folder))
        memory.read(8)


@attack(Level.A2, works_for=())
def read_the_first_process_environment(_: Place) -> None:
    reached(bool(Path("/proc/1/environ").read_bytes()))


@attack(Level.A2)
def change_the_mode_of_a_file_outside(place: Place) -> None:
    mine = place.outside / f"mode{os.getuid()}.txt"
    if not mine.exists():
        mine.touch()
    mine.chmod(0o640 if mine.stat().st_mode & 1 else 0o641)


@attack(Level.A3)
def see_the_supervisor(place: Place) -> None:
    Path(f"/proc/{place.supervisor}/stat").stat()


@attack(Level.A3)
def see_the_tester(place: Place) -> None:
    Path(f"/proc/{place.tester}/stat").stat()


@attack(Level.A3)
def see_that_something_hidden_exists(place: Place) -> None:
    reached(place.hidden.exists())


@attack(Level.A3)
def see_that_something_outside_exists(place: Place) -> None:
    reached(place.outside.exists())


@attack(Level.A3)
def fill_the_scratch(place: Place) -> None:
    large = place.work / "large"
    try:
        large.write_bytes(bytes(2 << 20))
    finally:
        large.unlink(missing_ok=True)


@attack(Level.A3)
def make_many_files(place: Place) -> None:
    names = [place.work / f"f{n}" for n in range(300)]
    try:
        for name in names:
            name.touch()
    finally:
        for name in names:
            name.unlink(missing_ok=True)


@attack(Level.A3)
def know_the_machine(_: Place) -> None:
    reached(os.uname().nodename != "exercise")


@attack(Level.A3)
def use_the_machines_network_namespace(_: Place) -> None:
    reached(Path("/proc/self/ns/net").stat().st_ino == MACHINES_NETWORK)


MACHINES_NETWORK = Path("/proc/self/ns/net").stat().st_ino
