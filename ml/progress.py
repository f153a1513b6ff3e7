"""Progress of long steps, on terminals only."""


def show_progress(stream):
    """Return a callback that draws a progress bar on a terminal, else None."""
    if not stream.isatty():
        return None
    from rich.console import Console
    from rich.progress import Progress

    progress = Progress(console=Console(file=stream), transient=True)
    task = progress.add_task("Training the autoencoder")
    progress.start()

    def advance(epoch: int, epochs: int):
        progress.update(task, completed=epoch, total=epochs)
        if epoch == epochs:
            progress.stop()

    return advance
