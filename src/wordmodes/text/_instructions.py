"""Two machine instructions that numba has no name for."""

from __future__ import annotations

from typing import Any

import numba
from llvmlite import ir  # type: ignore[import-untyped]
from numba.core import cgutils
from numba.extending import intrinsic


def _cttz(typing: Any, word: Any) -> Any:
    """How many zero bits of a word stand below the lowest that is one."""

    def code(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.cttz(arguments[0], context.get_constant(numba.types.boolean, 1))

    return numba.types.uint64(numba.types.uint64), code


def _prefetch(typing: Any, values: Any, place: Any) -> Any:
    """Begin to bring what lies at a place of an array into the cache, and go on."""

    def code(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        array = context.make_array(signature.args[0])(context, builder, arguments[0])
        byte, number = ir.IntType(8).as_pointer(), ir.IntType(32)
        kind = ir.FunctionType(ir.VoidType(), [byte, number, number, number])
        found: Any = cgutils.get_or_insert_function
        fetch = found(builder.module, kind, "llvm.prefetch.p0i8")
        address = builder.bitcast(builder.gep(array.data, [arguments[1]]), byte)
        builder.call(fetch, [address, *(ir.Constant(number, n) for n in (0, 3, 1))])  # to read, to keep, data
        return context.get_dummy_value()

    return numba.types.void(values, place), code


zeros_below: Any = intrinsic(_cttz)
prefetch: Any = intrinsic(_prefetch)
