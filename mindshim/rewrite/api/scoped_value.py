"""Arguments and targets of nodes (mirrors `mindspore.rewrite.ScopedValue`)."""

from __future__ import annotations

import ast
from enum import Enum
from typing import Any

from mindshim import _checkparam as check
from mindshim._core import dtypes


class ValueType(Enum):
    """The kinds of a `ScopedValue` (mirrors `mindspore.rewrite.ValueType`).

    ConstantValue, NamingValue (a variable or attribute), TupleValue, ListValue, DictValue, CustomObjValue (any other
    object), UnsupportedValue (an expression).

    Examples:
        >>> import mindshim as ms
        >>> ms.rewrite.ValueType.NamingValue
        <ValueType.NamingValue: 40>
    """

    ConstantValue = 0
    TupleValue = 20
    ListValue = 21
    DictValue = 22
    NamingValue = 40
    CustomObjValue = 41
    UnsupportedValue = 50


class ScopedValue:
    """An argument or a target of a `Node` (mirrors `mindspore.rewrite.ScopedValue`).

    Args:
        arg_type: its ValueType. scope: what the name is an attribute of, "" for a variable. value: the name or value.

    Raises:
        TypeError: if `arg_type` is no ValueType or `scope` no str.

    Examples:
        >>> from mindshim.rewrite import ScopedValue, ValueType
        >>> ScopedValue(ValueType.NamingValue, "self", "conv1"), ScopedValue(ValueType.ConstantValue, "", 3)
        (self.conv1, 3)
    """

    def __init__(self, arg_type: ValueType, scope: str = "", value: Any = None) -> None:
        check.check_value_type("arg_type", arg_type, [ValueType], "ScopedValue")
        check.check_value_type("scope", scope, [str], "ScopedValue")
        self.type = arg_type
        self.scope = scope
        self.value = value

    @classmethod
    def create_variable_value(cls, value: Any) -> ScopedValue:
        """The value of a Python object: a constant, a tuple, list or dict of those, or another object.

        Examples:
            >>> from mindshim.rewrite import ScopedValue
            >>> ScopedValue.create_variable_value(2).type
            <ValueType.ConstantValue: 0>
        """
        if value is None or isinstance(value, (bool, int, float, str, bytes, complex)):
            return cls(ValueType.ConstantValue, "", value)
        if isinstance(value, tuple):
            return cls(ValueType.TupleValue, "", tuple(cls.create_variable_value(v) for v in value))
        if isinstance(value, list):
            return cls(ValueType.ListValue, "", [cls.create_variable_value(v) for v in value])
        if isinstance(value, dict):
            return cls(ValueType.DictValue, "", {cls.create_variable_value(k): cls.create_variable_value(v) for k, v in value.items()})
        return cls(ValueType.CustomObjValue, "", value)

    @classmethod
    def create_naming_value(cls, name: str, scope: str = "") -> ScopedValue:
        """The variable `name`, or the attribute `name` of `scope`.

        Raises:
            TypeError: if `name` or `scope` is no str.

        Examples:
            >>> from mindshim.rewrite import ScopedValue
            >>> ScopedValue.create_naming_value("conv", "self")
            self.conv
        """
        check.check_value_type("name", name, [str], "ScopedValue")
        check.check_value_type("scope", scope, [str], "ScopedValue")
        return cls(ValueType.NamingValue, scope, name)

    @staticmethod
    def create_name_values(names: list[str] | tuple[str, ...], scopes: list[str] | tuple[str, ...] | None = None) -> list[ScopedValue]:
        """The values of several names.

        Args:
            names: a list or tuple of str. scopes: None, or the scope of each. Default: None.

        Raises:
            TypeError: for arguments of another type. ValueError: if there are more or fewer scopes than names.

        Examples:
            >>> from mindshim.rewrite import ScopedValue
            >>> ScopedValue.create_name_values(["z", "conv"], ["", "self"])
            [z, self.conv]
        """
        check.check_element_type_of_iterable("names", names, [str], "ScopedValue")
        if scopes is None:
            scopes = [""] * len(names)
        check.check_element_type_of_iterable("scopes", scopes, [str], "ScopedValue")
        if len(names) != len(scopes):
            raise ValueError(f"For 'ScopedValue', the lengths of 'names' and 'scopes' must be equal, but got {len(names)} and {len(scopes)}.")
        return [ScopedValue.create_naming_value(n, s) for n, s in zip(names, scopes, strict=True)]

    def __str__(self) -> str:
        if self.type is ValueType.ConstantValue:
            return str(self.value)
        if self.type is ValueType.NamingValue:
            return f"{self.scope}.{self.value}" if self.scope else str(self.value)
        if self.type is ValueType.CustomObjValue:
            return f"CustomObj: {self.value}"
        return f"Illegal ValueType: {self.type}"

    __repr__ = __str__

    def __eq__(self, other: Any) -> bool:
        return isinstance(other, ScopedValue) and (self.type, self.scope, self.value) == (other.type, other.scope, other.value)

    def __hash__(self) -> int:
        return hash((self.type, self.scope, str(self.value)))


def named(value: ScopedValue | str) -> ScopedValue:
    """A target or argument, given as a value or as text like `x` or `self.x`."""
    if isinstance(value, ScopedValue):
        return value
    scope, _, name = value.rpartition(".")
    return ScopedValue.create_naming_value(name, scope)


def of_expression(node: ast.expr | None) -> ScopedValue:
    """What an expression of a statement is, as a value."""
    if isinstance(node, ast.Constant):
        return ScopedValue(ValueType.ConstantValue, "", node.value)
    if isinstance(node, ast.Name):
        return ScopedValue(ValueType.NamingValue, "", node.id)
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        return ScopedValue(ValueType.NamingValue, node.value.id, node.attr)
    return ScopedValue(ValueType.UnsupportedValue)


def to_expression(value: ScopedValue, store: bool = False) -> ast.expr:
    """The expression that a value stands for.

    Raises:
        TypeError: if it has none in source code.
    """
    if value.type is ValueType.NamingValue:
        node = ast.parse(str(value), mode="eval").body
        if store:
            node.ctx = ast.Store()  # type: ignore[attr-defined]
        return node
    if value.type is ValueType.ConstantValue:
        return ast.Constant(value.value)
    if value.type is ValueType.TupleValue:
        return ast.Tuple([to_expression(v) for v in value.value], ast.Load())
    if value.type is ValueType.ListValue:
        return ast.List([to_expression(v) for v in value.value], ast.Load())
    if value.type is ValueType.DictValue:
        return ast.Dict([to_expression(k) for k in value.value], [to_expression(v) for v in value.value.values()])
    if value.type is ValueType.CustomObjValue and isinstance(value.value, dtypes.Type):
        return ast.parse(repr(value.value), mode="eval").body
    raise TypeError(
        f"For 'Node', the value {value} cannot be written in source code. Make it an attribute of the network, and give "
        "`ScopedValue.create_naming_value(name, 'self')` instead."
    )
