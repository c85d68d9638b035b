"""Which system calls a sandboxed process never makes, by what they are for."""

OTHER_PROCESSES = """
    ptrace process_vm_readv process_vm_writev process_madvise process_mrelease kcmp migrate_pages
    move_pages pidfd_open pidfd_getfd pidfd_send_signal rt_sigqueueinfo rt_tgsigqueueinfo
    sched_setparam sched_setscheduler sched_setattr setpriority ioprio_set
"""
OTHER_ROOTS = """
    mount umount2 pivot_root chroot unshare setns mount_setattr move_mount open_tree fsopen fsconfig
    fsmount fspick statmount listmount open_by_handle_at name_to_handle_at quotactl quotactl_fd
"""
# Landlock lets a folder be watched that it does not let be read.
WATCHING_FILES = "fanotify_init fanotify_mark inotify_init inotify_init1 inotify_add_watch"
# Memory that no limit of a process and no size of its files counts.
UNCOUNTED_MEMORY = "memfd_create memfd_secret"
SHARED_BY_KEY = """
    shmget shmat shmctl shmdt semget semop semctl semtimedop msgget msgsnd msgrcv msgctl
    mq_open mq_unlink mq_timedsend mq_timedreceive mq_notify mq_getsetattr
    add_key request_key keyctl
"""
WAYS_INTO_THE_KERNEL = """
    bpf perf_event_open userfaultfd io_uring_setup io_uring_enter io_uring_register io_setup
    io_submit vmsplice modify_ldt uselib ustat sysfs _sysctl lookup_dcookie personality nfsservctl
    lsm_get_self_attr lsm_set_self_attr lsm_list_modules uretprobe get_kernel_syms query_module
"""
THE_MACHINE = """
    reboot kexec_load kexec_file_load create_module init_module finit_module delete_module
    swapon swapoff acct settimeofday clock_settime adjtimex clock_adjtime sethostname setdomainname
    iopl ioperm syslog vhangup
"""
ALWAYS = (
    *OTHER_PROCESSES.split(),
    *OTHER_ROOTS.split(),
    *WATCHING_FILES.split(),
    *UNCOUNTED_MEMORY.split(),
    *SHARED_BY_KEY.split(),
    *WAYS_INTO_THE_KERNEL.split(),
    *THE_MACHINE.split(),
)
STARTING_PROCESSES = ("fork", "vfork")
STARTING_PROGRAMS = ("execve", "execveat")
NETWORK = ("socket", "connect", "bind", "listen", "accept", "accept4")

MODES = "chmod fchmod fchmodat fchmodat2 chown fchown lchown fchownat"
PRETENDED = tuple(MODES.split())
"""Answered with "done" and not done: copying a file must work, other people's modes must stay."""
EXTENDED_ATTRIBUTES = (
    "setxattr",
    "lsetxattr",
    "fsetxattr",
    "removexattr",
    "lremovexattr",
    "fremovexattr",
)

CONTROL_OPTIONS = (
    1,  # PR_SET_PDEATHSIG: outliving the supervisor
    4,  # PR_SET_DUMPABLE: being readable by others again
    28,  # PR_SET_SECUREBITS
    35,  # PR_SET_MM
    47,  # PR_CAP_AMBIENT
    62,  # PR_SCHED_CORE
    0x59616D61,  # PR_SET_PTRACER
)
TERMINAL_REQUESTS = (
    0x5412,  # TIOCSTI: typing into somebody's terminal
    0x541C,  # TIOCLINUX: the same on a console
    0x540E,  # TIOCSCTTY
    0x8901,  # FIOSETOWN: signals to others
    0x8902,  # SIOCSPGRP
)
DESCRIPTOR_COMMANDS = (8, 10, 15)  # F_SETOWN, F_SETSIG, F_SETOWN_EX: signals to others
