"""Make files and folders of somebody else."""

import json
import os

import duckdb

ORDERS = (
    "order_line_id,order_id,customer_id,ordered_at,sales_amount\n1,a,b,2024-01-01,5\n"
)


def make_database(path, sql="create table sales as select 1 as amount"):
    path.parent.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(str(path)) as connection:
        connection.execute(sql)


def text(path):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("Dear Sir or Madam, ...")


def folder_of(*files):
    def make(path):
        for file in files:
            text(path / file)

    return make


def page_of_somebody(path):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        "<title>Customer segments – our plans</title>\n"
    )


def other_published(path):
    make_database(path, "create table _published as select 1 as run_id, 2 as price")


def manifest(**content):
    def make(path):
        text(path / "letters.doc")
        (path / "manifest.json").write_text(json.dumps(content))

    return make


def linked(make):
    """Make something elsewhere, and a link to it."""

    def make_link(path):
        make(path.with_name("elsewhere"))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.symlink_to(path.with_name("elsewhere"))

    return make_link


def hard_linked(path):
    text(path.with_name("thesis.txt"))
    path.hardlink_to(path.with_name("thesis.txt"))


def device(path):
    path.parent.mkdir(parents=True, exist_ok=True)
    os.mkfifo(path)


def empty(path):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()


def half_a_database(path):
    make_database(path)
    path.write_bytes(path.read_bytes()[:20_000])
