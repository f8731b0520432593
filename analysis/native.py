"""Loops that numba compiles once on a machine; their object code is kept, and llvmlite links it in milliseconds.

To import and start numba takes a third of a second, which is as long as a million rows take. It is needed where
nothing is kept yet: after an installation, or when the loops, LLVM or the processor are others.
"""

import ctypes
import hashlib
import os
import sys
import threading
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from importlib.util import cache_from_source
from pathlib import Path
from typing import Any

import llvmlite.binding as llvm
import numpy as np

_NUMBERS: dict[str, Any] = {"int64": ctypes.c_int64, "uint64": ctypes.c_uint64, "float64": ctypes.c_double}
_OUTSIDE = {"memset": ctypes.memset, "memmove": ctypes.memmove, "memcpy": ctypes.memmove}
"""What loops may call."""
_CHECK = 4
"""Octets of the sum at the end of what is kept."""


@dataclass(frozen=True, slots=True)
class _Kind:
    """What one argument is: a number, or an array, which a loop gets as its address and its length."""

    name: str
    is_array: bool

    @classmethod
    def of(cls, text: str) -> "_Kind":
        name = text.removesuffix("[:]")
        return cls(name, name != text)

    @property
    def passed(self) -> list[Any]:
        return [ctypes.c_void_p, ctypes.c_int64] if self.is_array else [_NUMBERS[self.name]]


class Loop:
    """A compiled function; called with arrays of exactly its types (flags are octets), side by side in memory, and with numbers."""

    def __init__(self, library: "Library", body: Callable[..., Any], takes: str, gives: str | None) -> None:
        self.body = body
        self.symbol = f"loop_{body.__name__}"
        self.kinds = [_Kind.of(one) for one in takes.replace(",", " ").split()]
        self.gives = gives
        self._library = library
        self._types = [np.dtype(kind.name) for kind in self.kinds]
        self._run: Callable[..., Any] | None = None

    def __call__(self, *given: Any) -> Any:
        """What the loop gives: a number, or nothing."""
        if self._run is None:
            try:
                address = self._library.address(self.symbol)
            except RuntimeError:
                # a numba or an LLVM that was not seen yet: it takes longer to start, and counts the same
                self._run = _by_numba(self.body)
            else:
                gives = _NUMBERS[self.gives] if self.gives else None
                passed = [one for kind in self.kinds for one in kind.passed]
                # called through ctypes, so that other threads go on meanwhile
                self._run = partial(self._handed, ctypes.CFUNCTYPE(gives, *passed)(address))
        return self._run(*given)

    def _handed(self, linked: Callable[..., Any], *given: Any) -> Any:
        words: list[Any] = []
        for kind, type_, one in zip(self.kinds, self._types, given, strict=True):
            if not kind.is_array:
                words.append(one)
                continue
            if (one.dtype != type_ and not (one.dtype == bool and type_ == np.uint8)) or not one.flags.c_contiguous:
                raise TypeError(f"{self.symbol}: takes {type_} side by side, not {one.dtype} by {one.strides}")
            words += (one.__array_interface__["data"][0], len(one))
        return linked(*words)


class Library:
    """The loops of a module, which are compiled, kept and linked together."""

    def __init__(self, source: str) -> None:
        """`source`: file of the module."""
        self._source = Path(source)
        self._loops: list[Loop] = []
        self._engine: Any = None
        self._lock = threading.Lock()

    def loop(self, takes: str, gives: str | None = None) -> Callable[[Callable[..., Any]], Loop]:
        """Makes a function a loop. `takes`: types of the arguments, as `int32[:] float64`; `gives`: int64, or nothing.

        The function allocates nothing, raises nothing and calls none of ours, so that its code needs nothing of numba.
        """

        def made(body: Callable[..., Any]) -> Loop:
            self._loops.append(Loop(self, body, takes, gives))
            return self._loops[-1]

        return made

    def address(self, symbol: str) -> int:
        """Where a loop begins in memory; RuntimeError where the loops cannot be linked."""
        with self._lock:
            if self._engine is None:
                self._engine = self._linked()
            return int(self._engine.get_function_address(symbol))

    def keep(self) -> None:
        """Compile the loops now, so that the first to need them does not wait; nothing where they cannot be linked."""
        with suppress(RuntimeError):
            self.address(self._loops[0].symbol)

    def _linked(self) -> Any:
        llvm.initialize_native_target()
        llvm.initialize_native_asmprinter()
        code = self._kept()
        if code is None:
            code = _compiled(self._loops)
            self._keep(code)
        for name, function in _OUTSIDE.items():
            llvm.add_symbol(name, ctypes.cast(function, ctypes.c_void_p).value)
        engine = llvm.create_mcjit_compiler(
            llvm.parse_assembly(""), llvm.Target.from_default_triple().create_target_machine()
        )
        engine.add_object_file(llvm.ObjectFileRef.from_data(code))
        engine.finalize_object()
        return engine

    def _kept(self) -> bytes | None:
        for path in self._places():
            try:
                kept = path.read_bytes()
            except OSError:
                continue
            if _sum(kept[:-_CHECK]) == kept[-_CHECK:]:
                return kept[:-_CHECK]
        return None

    def _keep(self, code: bytes) -> None:
        """Where it can be kept nowhere, each process compiles anew."""
        for path in self._places():
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                # complete before it is there: another process may be about to read it
                waiting = path.with_name(f"{path.name}-{os.getpid()}")
                waiting.write_bytes(code + _sum(code))
                waiting.replace(path)
            except OSError:
                continue
            return

    def _places(self) -> Iterator[Path]:
        """Beside Python's own compiled files, else in the user's cache; named by all that the code depends on."""
        on = (*llvm.llvm_version_info, llvm.get_host_cpu_name(), _features(), sys.platform)
        sources = self._source.read_bytes() + Path(__file__).read_bytes()
        key = hashlib.sha256(sources + repr(on).encode()).hexdigest()[:32]
        name = f"{self._source.stem}.{key}.loops"
        yield Path(cache_from_source(str(self._source))).with_name(name)
        cache = Path(os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache"))  # noqa: PTH111  # none raises
        if cache.is_absolute():
            yield cache / "attribution" / name


def _features() -> str:
    """What the processor can do beyond its kind; LLVM cannot tell it of all."""
    try:
        return str(llvm.get_host_cpu_features().flatten())
    except RuntimeError:
        return ""


def _sum(octets: bytes) -> bytes:
    return zlib.crc32(octets).to_bytes(_CHECK, "little")


def _compiled(loops: list[Loop]) -> bytes:
    """Object code of the loops for this machine."""
    import numba  # noqa: PLC0415  # see above

    types: Any = numba.types
    cfunc: Any = numba.cfunc

    whole = llvm.parse_assembly("")
    for loop in loops:
        numbers = [getattr(types, kind.name) for kind in loop.kinds]
        takes = [
            one
            for kind, number in zip(loop.kinds, numbers, strict=True)
            for one in ([types.CPointer(number), types.int64] if kind.is_array else [number])
        ]
        gives = getattr(types, loop.gives or "void")
        compiled = cfunc(gives(*takes), error_model="numpy")(_unwrapped(loop))
        part = llvm.parse_assembly(compiled.inspect_llvm())
        part.get_function(compiled.native_name).name = loop.symbol
        whole.triple = part.triple
        whole.link_in(part)
    machine = llvm.Target.from_triple(whole.triple).create_target_machine(
        llvm.get_host_cpu_name(), _features(), opt=3, codemodel="jitdefault", jit=True
    )
    _seal(whole, {loop.symbol for loop in loops}, machine)
    return bytes(machine.emit_object(whole))


def _seal(module: Any, symbols: set[str], machine: Any) -> None:
    """Take out what a loop would do after an error, which calls numba's own functions; RuntimeError where that may come about."""
    for function in module.functions:
        if not function.is_declaration and function.name not in symbols:
            # seen from inside only, so that LLVM can tell that none of them fails
            function.linkage = llvm.Linkage.internal
    passes = llvm.create_pass_builder(machine, llvm.create_pipeline_tuning_options(speed_level=2))
    passes.getModulePassManager().run(module, passes)
    outside = {one.name for one in module.functions if one.is_declaration and not one.name.startswith("llvm.")}
    if outside - set(_OUTSIDE):
        raise RuntimeError(
            f"loops: {', '.join(sorted(outside - set(_OUTSIDE)))} is called; write them so that nothing is"
        )


def _by_numba(body: Callable[..., Any]) -> Callable[..., Any]:
    import numba  # noqa: PLC0415  # as above

    made: Any = numba.njit(nogil=True, error_model="numpy", boundscheck=False)(body)
    run: Callable[..., Any] = made
    return run


def _unwrapped(loop: Loop) -> Callable[..., Any]:
    """A function of addresses, lengths and numbers that calls the loop with arrays; written out, as numba takes no starred arguments."""
    import numba  # noqa: PLC0415  # as above

    takes, hands = [], []
    for at, kind in enumerate(loop.kinds):
        takes.append(f"a{at}, n{at}" if kind.is_array else f"a{at}")
        hands.append(f"carray(a{at}, (n{at},))" if kind.is_array else f"a{at}")
    njit: Any = numba.njit
    body = njit(error_model="numpy", boundscheck=False)(loop.body)
    scope: dict[str, Any] = {"carray": vars(numba)["carray"], "body": body}
    exec(f"def unwrapped({', '.join(takes)}): return body({', '.join(hands)})", scope)  # noqa: S102  # of our own words
    unwrapped: Callable[..., Any] = scope["unwrapped"]
    return unwrapped
