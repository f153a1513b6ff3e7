"""A local server with the interface of S3."""

from contextlib import contextmanager
from urllib.request import Request, urlopen

import boto3
import fsspec
from moto.server import ThreadedMotoServer


@contextmanager
def serve_bucket(monkeypatch, name: str):
    """Yield a client of a new bucket, and name the bucket in the environment."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    # All servers of a process share their buckets, so the buckets of other tests are
    # deleted.
    urlopen(Request(f"http://{host}:{port}/moto-api/reset", method="POST")).close()
    for variable, value in {
        "AWS_ENDPOINT_URL": f"http://{host}:{port}",
        "AWS_ACCESS_KEY_ID": "key",
        "AWS_SECRET_ACCESS_KEY": "secret",
        "AWS_DEFAULT_REGION": "us-east-1",
    }.items():
        monkeypatch.setenv(variable, value)
    client = boto3.client("s3")
    client.create_bucket(Bucket=name)
    fsspec.get_filesystem_class("s3").clear_instance_cache()
    yield client
    server.stop()
