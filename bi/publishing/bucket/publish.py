"""Upload the Parquet files to an object store, which cannot rename files.

Each run has its own folder. The manifest is written last and names the current run, so
that a reader who starts there never mixes two runs.
"""

import json
from pathlib import Path

from bi.publishing.errors import TargetError
from bi.publishing.local.parquet import MANIFEST

RUNS = "runs"


def publish_bucket(address: str, exports: Path) -> None:
    """Upload the files of `exports`, then the manifest that names them.

    The files of the previous run stay for its readers; those of older runs are removed.

    Parameters
    ----------
    address : str
        In any scheme of fsspec, such as `s3://bucket/prefix`. Credentials come from the
        environment, as for the store's own tools.
    exports : Path
        The published folder.

    Raises
    ------
    TargetError
        The store does not answer or refuses the files.
    """
    shown = address.partition("?")[0]
    # Imported here because the import is slow, and only this destination needs it.
    import fsspec

    state = f"Nothing was published to '{shown}'; its manifest is unchanged"
    # Each store has its own classes of errors, with no common base class.
    try:
        store, prefix = fsspec.core.url_to_fs(address)
        former = former_run(store, prefix)
        run = upload(store, prefix, exports)
        state = f"The marts are in '{shown}', but older runs could not be removed"
        remove_runs_before(store, prefix, min(run, former))
    except Exception as error:
        reason = str(error).replace(address, shown) or type(error).__name__
        raise TargetError(f"{state}: {reason} (docs/publishing.md)") from error


def former_run(store, prefix: str) -> str:
    """Return the run that the manifest in the store names; "" without a manifest."""
    try:
        manifest = json.loads(store.cat_file(f"{prefix}/{MANIFEST}"))
    except FileNotFoundError:
        return ""
    return next(iter(manifest["files"].values())).split("/")[1]


def upload(store, prefix: str, exports: Path) -> str:
    """Upload the files, then the manifest; return the name of the run's folder."""
    manifest = json.loads((exports / MANIFEST).read_text())
    # Such a name sorts by time, and every store accepts it.
    run = manifest["published_at"].translate({ord(mark): None for mark in "-:."})
    for table, file in manifest["files"].items():
        manifest["files"][table] = f"{RUNS}/{run}/{file}"
        store.put_file(str(exports / file), f"{prefix}/{RUNS}/{run}/{file}")
    text = json.dumps(manifest, indent=2) + "\n"
    store.pipe_file(f"{prefix}/{MANIFEST}", text.encode())
    return run


def remove_runs_before(store, prefix: str, run: str) -> None:
    """Remove older runs and the files of interrupted uploads."""
    store.invalidate_cache()
    for folder in store.ls(f"{prefix}/{RUNS}", detail=False):
        if folder.rstrip("/").rpartition("/")[2] < run:
            store.rm(folder, recursive=True)
