"""Protobuf messages as objects, for programs that read MindSpore's files. Messages are read, not written."""

from __future__ import annotations

import struct
from collections.abc import Iterable
from typing import Any, NamedTuple

from mindshim.train import _protobuf as pb

_EMPTY: dict[str, Any] = {"int": 0, "double": 0.0, "float": 0.0, "text": "", "bytes": b""}
_FORMATS = {"double": ("<d", 8), "float": ("<f", 4)}


class _Field(NamedTuple):
    name: str
    kind: str
    several: bool
    group: str


class Message:
    """A message with its fields as attributes; one that is not there has the value of an empty one."""

    _fields: dict[int, _Field] = {}
    #: the messages that are declared together, by name
    _classes: dict[str, type[Message]] = {}

    def __init__(self) -> None:
        self._values: dict[str, Any] = {}

    @classmethod
    def FromString(cls, data: bytes) -> Any:
        """The message in some bytes.

        Raises:
            ValueError: if they are no such message.

        Examples:
            >>> from mindshim.train.summary_pb2 import Event
            >>> event = Event.FromString(b"\\x10\\x03\\x1a\\x01a")
            >>> event.step, event.version, event.HasField("summary"), event.WhichOneof("what")
            (3, 'a', False, 'version')
        """
        made = cls()
        made.ParseFromString(data)
        return made

    def ParseFromString(self, data: bytes) -> int:
        """Become the message in some bytes; how many there were.

        Raises:
            ValueError: if they are no such message.
        """
        self._values = {}
        for number, content in pb.fields(memoryview(bytes(data))):
            field = self._fields.get(number)
            if field is None:
                continue
            if field.several:
                self._values.setdefault(field.name, []).extend(_several(field.kind, content, self._classes))
            else:
                for other in self._fields.values():
                    if field.group and other.group == field.group:
                        self._values.pop(other.name, None)
                self._values[field.name] = _value(field.kind, content, self._classes)
        return len(data)

    def __getattr__(self, name: str) -> Any:
        field = next((f for f in type(self)._fields.values() if f.name == name), None)
        if field is None:
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
        if name not in self._values:
            return [] if field.several else _EMPTY[field.kind] if field.kind in _EMPTY else self._classes[field.kind]()
        return self._values[name]

    def HasField(self, field_name: str) -> bool:
        """Whether a field that is there at most once is there.

        Raises:
            ValueError: for another name.
        """
        if not any(f.name == field_name and not f.several for f in self._fields.values()):
            raise ValueError(f"Protocol message {type(self).__name__} has no singular {field_name!r} field.")
        return field_name in self._values

    def WhichOneof(self, oneof_group: str) -> str | None:
        """Which field of a group is there, None if none is.

        Raises:
            ValueError: if there is no such group.
        """
        names = [f.name for f in self._fields.values() if f.group == oneof_group]
        if not names:
            raise ValueError(f"Protocol message {type(self).__name__} has no oneof {oneof_group!r} field.")
        return next((n for n in names if n in self._values), None)

    def __eq__(self, other: Any) -> bool:
        return type(self) is type(other) and self._values == other._values

    __hash__ = None  # type: ignore[assignment]

    def __str__(self) -> str:
        return "".join(line + "\n" for line in self._lines())

    __repr__ = __str__

    def _lines(self) -> Iterable[str]:
        for field in self._fields.values():
            if field.name not in self._values:
                continue
            held = self._values[field.name]
            for value in held if field.several else [held]:
                if isinstance(value, Message):
                    yield from (f"{field.name} {{", *("  " + line for line in value._lines()), "}")
                else:
                    yield f"{field.name}: {_shown(value)}"


def _shown(value: Any) -> str:
    if isinstance(value, (str, bytes)):
        text = value if isinstance(value, str) else value.decode("latin-1")
        return '"' + text.encode("unicode_escape").decode().replace('"', '\\"') + '"'
    return f"{value:g}" if isinstance(value, float) else str(value)


def _value(kind: str, content: Any, classes: dict[str, type[Message]]) -> Any:
    if kind == "int":
        if not isinstance(content, int):
            raise ValueError("a number was expected")
        return content - (1 << 64) if content >> 63 else content
    if isinstance(content, int):
        raise ValueError(f"{kind} was expected, but a number found")
    if kind in _FORMATS:
        form, size = _FORMATS[kind]
        if len(content) != size:
            raise ValueError(f"{kind} has {size} bytes, but {len(content)} were found")
        return struct.unpack(form, content)[0]
    if kind == "text":
        return bytes(content).decode()
    return bytes(content) if kind == "bytes" else classes[kind].FromString(bytes(content))


def _several(kind: str, content: Any, classes: dict[str, type[Message]]) -> list[Any]:
    """The elements in a field that may hold several, or one of them."""
    if kind in _FORMATS and not isinstance(content, int):
        form, size = _FORMATS[kind]
        return [struct.unpack_from(form, content, at)[0] for at in range(0, len(content) - len(content) % size, size)]
    if kind == "int" and not isinstance(content, int):
        return [_value(kind, v, classes) for v in pb.packed_integers(content)]
    return [_value(kind, content, classes)]


def declare(table: str, module: str) -> dict[str, type[Message]]:
    """The classes of messages that nest in one another.

    Args:
        table: for each message a line `Name: number field kind, …`. A kind is one of `int`, `float`, `double`, `text` and
            `bytes`, or a message; `*` behind it: there may be several; `|group`: one of the group.
        module: where they are to be found.
    """
    classes: dict[str, type[Message]] = {}
    for line in table.strip().split("\n"):
        name, _, rest = line.partition(": ")
        found = {}
        for part in rest.split(", "):
            number, field, kind = part.split(" ")
            kind, _, group = kind.partition("|")
            found[int(number)] = _Field(field, kind.rstrip("*"), kind.endswith("*"), group)
        members = {"_fields": found, "_classes": classes, "__module__": module, "__doc__": f"The message `{name}`."}
        classes[name] = type(name, (Message,), members)
    return classes
