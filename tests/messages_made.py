"""What messages the source can make: found in its syntax, with `{}` where a value stands."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from itertools import islice, product
from pathlib import Path
from typing import NamedTuple

import reporttext

PACKAGE = Path(reporttext.__file__).parent
# Ways a sentence with several choices in it may come out; more are not looked at.
_MOST = 64
_DEEPEST = 9


class Made(NamedTuple):
    """A message, and the file and line that make it."""

    text: str
    where: str


def messages(makers: dict[str, int | str], *below: str) -> Iterator[Made]:
    """The messages given to `makers` (name: position, or keyword, of the message among its arguments) in files below these."""
    for path in sorted(
        p
        for part in below
        for p in ([PACKAGE / part] if part.endswith(".py") else (PACKAGE / part).rglob("*.py"))
    ):
        module = _Module(path)
        for call in module.calls(lambda name: name in makers):
            value = _argument(call, makers[_name(call)])
            if value is None:
                continue
            where = f"{path.relative_to(PACKAGE).as_posix()}:{call.lineno}"
            for text in module.texts(value, module.around(call)):
                if text.replace("{}", "").strip(" ;:,()\n–"):  # what only hands on was made elsewhere
                    yield Made(text, where)


def _argument(call: ast.Call, place: int | str) -> ast.expr | None:
    if isinstance(place, str):
        return next((keyword.value for keyword in call.keywords if keyword.arg == place), None)
    return call.args[place] if len(call.args) > place else None


def _name(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")


_Function = ast.FunctionDef | ast.Lambda


class _Module:
    def __init__(self, path: Path) -> None:
        self._tree = ast.parse(path.read_text("utf-8"))
        self._parents = {child: node for node in ast.walk(self._tree) for child in ast.iter_child_nodes(node)}
        self._functions = {n.name: n for n in ast.walk(self._tree) if isinstance(n, ast.FunctionDef)}

    def calls(self, wanted: Callable[[str], bool]) -> Iterator[ast.Call]:
        return (n for n in ast.walk(self._tree) if isinstance(n, ast.Call) and wanted(_name(n)))

    def around(self, node: ast.AST) -> ast.FunctionDef | None:
        while node in self._parents:
            node = self._parents[node]
            if isinstance(node, ast.FunctionDef):
                return node
        return None

    def textual(self) -> Iterator[tuple[ast.expr, ast.FunctionDef | None]]:
        """Expressions that are texts, the outermost of those in each other, and the function that each stands in."""
        kinds = (ast.JoinedStr, ast.Constant, ast.BinOp)
        for node in ast.walk(self._tree):
            if isinstance(node, kinds) and not isinstance(
                self._parents.get(node), (*kinds, ast.FormattedValue)
            ):
                yield node, self.around(node)

    def texts(self, node: ast.expr, function: ast.FunctionDef | None, depth: int = 0) -> list[str]:
        """The texts that an expression may be."""
        if depth > _DEEPEST:
            return ["{}"]

        def of(part: ast.expr) -> list[str]:
            return self.texts(part, function, depth + 1)

        match node:
            case ast.Constant(value=str(text)):
                return [text]
            case ast.JoinedStr(values=parts):
                return _products([of(part) for part in parts])
            case ast.FormattedValue(value=value):
                return of(value)
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                return _products([of(left), of(right)])
            case ast.BinOp(left=left, op=ast.Mult()):  # "s" * (n > 1)
                return ["", *of(left)] if of(left) != ["{}"] else ["{}"]
            case ast.IfExp(body=body, orelse=orelse):
                return _unique([*of(body), *of(orelse)])
            case ast.BoolOp(values=values):
                return _unique([text for value in values for text in of(value)])
            case ast.Tuple(elts=parts) | ast.List(elts=parts):  # one of several messages
                return _unique([text for part in parts for text in of(part)])
            case ast.Starred(value=value):
                return of(value)
            case ast.Name(id=name):
                return self._named(name, function, depth)
            case ast.Call():
                return self._returned(node, depth)
        return ["{}"]

    def _named(self, name: str, function: ast.FunctionDef | None, depth: int) -> list[str]:
        """What a name was given: in the function, as its parameter, in the module."""
        found: list[str] = []
        for scope in filter(None, (function, self._tree)):
            for node in ast.walk(scope):
                if self.around(node) is not (function if scope is function else None):
                    continue
                match node:
                    case ast.Assign(targets=[ast.Name(id=given)], value=value) if given == name:
                        found += self.texts(value, function, depth + 1)
                    case ast.Assign(targets=[ast.Tuple(elts=names)], value=ast.Tuple(elts=values)):
                        for one, value in zip(names, values, strict=True):
                            if isinstance(one, ast.Name) and one.id == name:
                                found += self.texts(value, function, depth + 1)
                    case ast.AugAssign(target=ast.Name(id=given), value=value) if given == name:
                        found = _products([found, ["", *self.texts(value, function, depth + 1)]])
            if found:
                return _unique(found)
        if function is not None:
            names = [argument.arg for argument in function.args.args]
            names = names[1:] if names[:1] in (["self"], ["cls"]) else names
            if name in names:
                return self._given(function, name, names.index(name), depth) or ["{}"]
        return ["{}"]

    def _given(self, function: ast.FunctionDef, name: str, position: int, depth: int) -> list[str]:
        found: list[str] = []
        for call in self.calls(lambda called: called == function.name):
            value = call.args[position] if len(call.args) > position else None
            value = value or next((k.value for k in call.keywords if k.arg == name), None)
            if value is not None:
                found += self.texts(value, self.around(call), depth + 1)
        return _unique(found)

    def _returned(self, call: ast.Call, depth: int) -> list[str]:
        """What a function of the module that is called here returns."""
        made = self._functions.get(_name(call))
        if made is None:
            return ["{}"]
        returned = [n.value for n in ast.walk(made) if isinstance(n, ast.Return) and n.value]
        return _unique([text for value in returned for text in self.texts(value, made, depth + 1)]) or ["{}"]


def _products(parts: list[list[str]]) -> list[str]:
    return _unique(["".join(texts) for texts in islice(product(*parts), _MOST)])


def _unique(texts: list[str]) -> list[str]:
    return list(dict.fromkeys(texts))[:_MOST]


def expressions() -> Iterator[str]:
    """Every text that an expression of the program may be, whatever is done with it."""
    for path in sorted(PACKAGE.rglob("*.py")):
        module = _Module(path)
        for node, function in module.textual():
            yield from module.texts(node, function)
