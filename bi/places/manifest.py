"""The mark of a folder that publishing has written: its manifest."""

MANIFEST = "manifest.json"
# These keys mark the manifests of today. The layout changes when a reader of the files
# or of the manifest has to change.
MARK = {"written_by": "customer_segmentation", "layout_version": 1}
# Manifests of earlier versions have these keys and no mark.
FORMER_KEYS = {"run_id", "model_version", "rows"}
# Systems put these files into folders that a person has looked at.
SYSTEM_FILES = frozenset({".DS_Store", ".directory", "Thumbs.db", "desktop.ini"})
# macOS puts such files on network drives. NFS renames removed files that are open.
SYSTEM_STARTS = ("._", ".nfs")


def is_ours(manifest) -> bool:
    """Return whether the content of a manifest is one that publishing writes."""
    if not isinstance(manifest, dict) or not isinstance(manifest.get("rows"), dict):
        return False
    if "written_by" in manifest:
        return manifest["written_by"] == MARK["written_by"]
    return manifest.keys() >= FORMER_KEYS


def listed_files(manifest: dict) -> list[str]:
    """Return the names of the files that a manifest of ours lists."""
    files = manifest.get("files")
    if isinstance(files, dict):
        return [str(name) for name in files.values()]
    return [f"{table}.parquet" for table in manifest["rows"]]


def is_system_file(name: str) -> bool:
    """Return whether a system, not a person, writes files of this name."""
    return name in SYSTEM_FILES or name.startswith(SYSTEM_STARTS)
