"""A local Iceberg REST catalog with atomic commits."""

import json
import logging
import threading
import uuid
from contextlib import contextmanager

import fsspec
import pytest
from flask import Flask, request
from werkzeug.serving import make_server

pytest.importorskip("duckdb_extension_iceberg", reason="make setup-tables")
pyiceberg = pytest.importorskip("pyiceberg", reason="make setup-tables")
rest = pytest.importorskip("pyiceberg.catalog.rest")
tables = pytest.importorskip("pyiceberg.table")
metadata = pytest.importorskip("pyiceberg.table.metadata")
update = pytest.importorskip("pyiceberg.table.update")

TOKEN = "a-secret-token"
CLIENT = {"client_id": "me", "client_secret": "a-secret-word"}


class Catalog:
    """Namespaces and tables, each with its metadata and its metadata file."""

    def __init__(self, warehouse):
        self.warehouse = warehouse
        self.namespaces = set()
        self.tables = {}
        self.staged = {}
        self.commits = []
        self.abilities = []
        self.before_commit = lambda: None
        self.lock = threading.Lock()

    def create(self, namespace: str, asked: rest.CreateTableRequest):
        """Return the metadata of a new table. A staged table is not visible."""
        new = metadata.new_table_metadata(
            schema=asked.table_schema,
            partition_spec=pyiceberg.partitioning.UNPARTITIONED_PARTITION_SPEC,
            sort_order=tables.sorting.UNSORTED_SORT_ORDER,
            location=f"{self.warehouse}/{namespace}/{asked.name}",
            properties=asked.properties,
        )
        for part in ("data", "metadata"):
            store, place = fsspec.core.url_to_fs(f"{new.location}/{part}")
            store.makedirs(place, exist_ok=True)
        self.staged[namespace, asked.name] = new
        return shown(new)

    def commit(self, changes: list[dict]):
        """Apply the changes of all tables if all their requirements are met."""
        changes = [
            tables.CommitTableRequest.model_validate(change) for change in changes
        ]
        self.before_commit()
        with self.lock:
            done = {}
            for change in changes:
                key = (*change.identifier.namespace.root, change.identifier.name)
                base = self.tables.get(key, [None])[0]
                for requirement in change.requirements:
                    requirement.validate(base)
                if any(
                    isinstance(one, update.AssertCreate) for one in change.requirements
                ):
                    base = self.staged.pop(key)
                new = update.update_table_metadata(base, change.updates)
                place = f"{base.location}/metadata/{uuid.uuid4()}.metadata.json"
                with fsspec.open(place, "w") as file:
                    file.write(new.model_dump_json())
                done[key] = (new, place)
            self.tables |= done
            self.commits.append([key[1] for key in done])


def shown(table, place=None):
    """Return the answer about a table in the form of the protocol."""
    answer = {"metadata": json.loads(table.model_dump_json()), "config": {}}
    return answer | ({"metadata-location": place} if place else {})


def refuse(code: int, kind: str, text: str):
    """Return an error in the form of the protocol."""
    return {"error": {"message": text, "type": kind, "code": code}}, code


def make_app(catalog: Catalog) -> Flask:
    """Return a web app with the part of the protocol that DuckDB needs."""
    app = Flask("iceberg")
    space, table = "/v1/namespaces/<name>", "/v1/namespaces/<name>/tables/<table>"

    @app.before_request
    def check_token():
        known = request.headers.get("Authorization")
        if known != f"Bearer {TOKEN}" and "oauth" not in request.path:
            return refuse(401, "NotAuthorizedException", "You are not authorized")
        return None

    @app.post("/v1/oauth/tokens")
    def give_token():
        if any(request.form.get(name) != one for name, one in CLIENT.items()):
            return refuse(401, "NotAuthorizedException", "You are not known")
        return {"access_token": TOKEN, "token_type": "bearer", "expires_in": 3600}

    @app.get("/v1/config")
    def configure():
        abilities = {"endpoints": catalog.abilities} if catalog.abilities else {}
        return {"defaults": {}, "overrides": {}} | abilities

    @app.get("/v1/namespaces")
    def list_namespaces():
        return {"namespaces": [[name] for name in catalog.namespaces]}

    @app.post("/v1/namespaces")
    def create_namespace():
        catalog.namespaces |= set(request.json["namespace"])
        return {"namespace": request.json["namespace"], "properties": {}}

    @app.get(space)
    def get_namespace(name):
        if name not in catalog.namespaces:
            return refuse(404, "NoSuchNamespaceException", "There is none")
        return {"namespace": [name], "properties": {}}

    @app.get(f"{space}/tables")
    def list_tables(name):
        found = [key[1] for key in catalog.tables if key[0] == name]
        return {"identifiers": [{"namespace": [name], "name": one} for one in found]}

    @app.post(f"{space}/tables")
    def create_table(name):
        asked = rest.CreateTableRequest.model_validate(
            {"location": None} | request.json
        )
        return catalog.create(name, asked)

    @app.get(table)
    def get_table(name, table):
        if (name, table) not in catalog.tables:
            return refuse(404, "NoSuchTableException", "There is none")
        return shown(*catalog.tables[name, table])

    @app.post(table)
    def commit_table(name, table):
        identifier = {"namespace": [name], "name": table}
        catalog.commit([{"identifier": identifier} | request.json])
        return shown(*catalog.tables[name, table])

    @app.delete(table)
    def drop_table(name, table):
        del catalog.tables[name, table]
        return "", 204

    @app.post("/v1/transactions/commit")
    def commit_tables():
        catalog.commit(request.json["table-changes"])
        return "", 204

    @app.errorhandler(pyiceberg.exceptions.CommitFailedException)
    def fail(error):
        return refuse(409, "CommitFailedException", str(error))

    return app


@contextmanager
def serve_iceberg(warehouse):
    """Yield a catalog whose address is `catalog.address`."""
    catalog = Catalog(warehouse)
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", 0, make_app(catalog), threaded=True)
    catalog.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield catalog
    finally:
        server.shutdown()
        thread.join()
