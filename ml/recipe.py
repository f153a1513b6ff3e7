"""The version of a training: a hash of the code that decides its result.

After a change of code or of a constant, the next build trains a model again. A change
of comments, docstrings or layout has no effect.
"""

import ast
import hashlib
from pathlib import Path

PACKAGE_FOLDER = Path(__file__).parent


def hash_recipe(*entries: str, folder: Path = PACKAGE_FOLDER) -> int:
    """Return the hash of modules and of everything that they import from `ml`.

    The modules, such as `ml.segments.training`, are read as text, because importing
    them would load TensorFlow and scikit-learn. The hash has 31 bits, so that it fits
    an integer column of any database.
    """
    found, waiting = {}, [*entries]
    while waiting:
        module = waiting.pop()
        path = source_of(module, folder)
        if module not in found and path:
            tree = ast.parse(path.read_text(encoding="utf-8"))
            found[module] = outline(tree)
            waiting += imports_of(tree)
    text = repr(sorted(found.items()))
    return int(hashlib.sha256(text.encode()).hexdigest()[:8], 16) >> 1


def source_of(module: str, folder: Path) -> Path | None:
    """Return the file of a module of `ml`, or None if no module has this name."""
    place = folder.joinpath(*module.split(".")[1:])
    paths = (place.with_suffix(".py"), place / "__init__.py")
    return next((path for path in paths if path.is_file()), None)


def imports_of(tree: ast.Module) -> list[str]:
    """Return the modules and names that a file imports from `ml`, at any place."""
    names = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names += [one.name for one in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names += [node.module, *(f"{node.module}.{one.name}" for one in node.names)]
    return [name for name in names if name.startswith("ml.")]


def outline(node):
    """Return a syntax tree as lists, without positions, docstrings and empty fields.

    `ast.dump` is not used: which empty fields it prints depends on the version of
    Python.
    """
    if isinstance(node, list):
        return [outline(one) for one in node if not is_docstring(one)]
    if not isinstance(node, ast.AST):
        return node
    fields = [(name, outline(value)) for name, value in ast.iter_fields(node)]
    return [type(node).__name__, [one for one in fields if one[1] not in (None, [])]]


def is_docstring(node) -> bool:
    """Return whether a statement is only a text, such as a docstring."""
    is_constant = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    return is_constant and isinstance(node.value.value, str)
