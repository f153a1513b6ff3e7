"""Progress of long steps, on terminals only."""

from contextlib import contextmanager


@contextmanager
def training_progress(stream):
    """Yield a callback (epoch, epochs) that draws a bar; None off a terminal."""
    if not stream.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(file=stream), transient=True) as progress:
        task = progress.add_task("Training the autoencoder", total=None)
        yield lambda epoch, epochs: progress.update(task, completed=epoch, total=epochs)
