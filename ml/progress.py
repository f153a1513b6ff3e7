"""Progress of long steps, on terminals only."""

from contextlib import contextmanager


@contextmanager
def show_progress_on(stream):
    """Yield a callback (text, done, of) that draws a bar; None off a terminal."""
    if not stream.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(file=stream), transient=True) as progress:
        task = progress.add_task("", total=None)

        def show(text, done, of):
            progress.update(task, description=text, completed=done, total=of)

        yield show
