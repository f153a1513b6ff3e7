"""Everything in a folder, to prove that nothing in it has changed."""

import hashlib
import os


def tree(folder):
    """Return each name below a folder with a hash, the target of a link, or a kind."""
    return {str(path.relative_to(folder)): content(path) for path in folder.rglob("*")}


def content(path):
    if path.is_symlink():
        return f"link to {os.readlink(path)}"
    if path.is_dir():
        return "folder"
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "other"
