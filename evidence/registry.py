"""One file = one plug-in: the folder is the list."""

import importlib
import pkgutil
from types import ModuleType
from typing import TypeVar

T = TypeVar("T")


def discover(package: ModuleType, variable: str, kind: type[T]) -> dict[str, T]:
    """Return what each module of *package* calls *variable*, by module name, in name order.

    Modules whose name begins with ``_`` are skipped.

    Raises:
        TypeError: a module has no such variable, or it is not a *kind*; the message names the module.
    """
    found: dict[str, T] = {}
    for info in sorted(pkgutil.iter_modules(package.__path__), key=lambda module: module.name):
        if info.name.startswith("_"):
            continue
        module = importlib.import_module(f"{package.__name__}.{info.name}")
        value = getattr(module, variable, None)
        if not isinstance(value, kind):
            raise TypeError(f"{module.__name__}: {variable} must be a {kind.__name__}, not {value!r}")
        found[info.name] = value
    return found
