"""What a child process may use; on systems without ``resource`` the parent's clock is the only limit."""

import importlib
from types import ModuleType


def _module() -> ModuleType | None:
    try:
        return importlib.import_module("resource")
    except ImportError:
        return None


def confine(memory: int, files: int = 256, output: int = 1024**3) -> None:
    """Limit this process for good: address space, open files, size of a written file; no core dump."""
    resource = _module()
    if resource is None:
        return
    for name, wanted in (("AS", memory), ("NOFILE", files), ("FSIZE", output), ("CORE", 0)):
        kind = getattr(resource, f"RLIMIT_{name}")
        _, hard = resource.getrlimit(kind)
        limit = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(kind, (limit, limit))


def allow_seconds(seconds: int) -> None:
    """Let this process use *seconds* more of processor time; beyond, the system ends it."""
    resource = _module()
    if resource is None:
        return
    spent = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    until = int(spent.ru_utime + spent.ru_stime) + seconds + 1
    resource.setrlimit(resource.RLIMIT_CPU, (until if hard == resource.RLIM_INFINITY else min(until, hard), hard))
