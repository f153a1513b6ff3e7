"""One thread for what must have the same last digits on every machine."""

from functools import cache

from threadpoolctl import ThreadpoolController


def one_thread():
    """Return a context in which BLAS and OpenMP use one thread.

    Several threads add numbers in another order, so the last digits differ.
    """
    return _controller().limit(limits=1)


@cache
def _controller() -> ThreadpoolController:
    # To find the libraries takes longer than a small K-Means, and they have to be
    # loaded before.
    import sklearn.cluster  # noqa: F401

    return ThreadpoolController()
