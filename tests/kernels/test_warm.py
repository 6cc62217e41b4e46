"""Nothing is compiled before it is called, and all of it by `warm`."""

import subprocess
import sys
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest
from numba.core.dispatcher import Dispatcher

from netgraph import kernels
from netgraph.kernels import compiled
from netgraph.kernels.warm import warm

MODULES = sorted(module.name for module in iter_modules(kernels.__path__) if module.name != "compiled")


def test_no_module_of_kernels_loads_numba():
    program = f"import sys; from netgraph.kernels import {', '.join(MODULES)}; print('numba' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


@pytest.fixture(scope="module")
def warmed():
    warm()


@pytest.mark.parametrize("name", sorted(path.stem for path in Path(compiled.__file__).parent.glob("[a-z]*.py")))
def test_each_loop_is_compiled_for_one_kind_of_arrays(name, warmed):  # noqa: ARG001
    module = import_module(f"netgraph.kernels.compiled.{name}")
    # Private ones are parts of others: where those come from the disk, they need not be compiled again.
    loops = {key: loop for key, loop in vars(module).items() if isinstance(loop, Dispatcher) and key[0] != "_"}
    assert loops
    assert {key: len(loop.signatures) for key, loop in loops.items()} == dict.fromkeys(loops, 1)
