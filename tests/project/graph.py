"""The graph of dbt, with methods for tests of rules."""

import itertools

PROJECT = "customer_segmentation"
PREFIX = "segmentation__"


class Graph:
    """Models, sources, exposures and macros of a manifest, with their parents.

    Nodes have the names of their relations, sources names such as `files.order_files`.
    """

    def __init__(self, manifest: dict):
        kinds = ("nodes", "sources", "exposures", "metrics", "semantic_models")
        self._nodes = {
            unique_id: node
            for kind in kinds
            for unique_id, node in manifest[kind].items()
        }
        self.models = self.of_type("model")
        self.snapshots = self.of_type("snapshot")
        self.sources = self.of_type("source")
        self.exposures = self.of_type("exposure")
        self.tests = list(self.of_type("test").values())
        self.groups = manifest["groups"].values()
        self.macros = {
            macro["name"]: macro
            for macro in manifest["macros"].values()
            if macro["package_name"] == PROJECT
        }
        # Disabled models are stored by folder and name: their names alone are not
        # unique, because models for another engine have the same names.
        self.elsewhere = {
            f"{node['fqn'][1]}.{name_of(node)}": node
            for node in itertools.chain(*manifest["disabled"].values())
            if node["resource_type"] == "model"
        }

    def of_type(self, *kinds: str) -> dict[str, dict]:
        """Return nodes of these resource types by name."""
        return {
            name_of(node): node
            for node in self._nodes.values()
            if node["resource_type"] in kinds
        }

    def parents(self, node: dict, *kinds: str) -> set[str]:
        """Return the direct parents of a node, of these resource types or of all."""
        parents = (
            self._nodes[unique_id]
            for unique_id in node.get("depends_on", {}).get("nodes", [])
        )
        return {
            name_of(parent)
            for parent in parents
            if not kinds or parent["resource_type"] in kinds
        }

    def children(self, name: str, *kinds: str) -> set[str]:
        """Return the direct children of a node, of these resource types."""
        return {
            child
            for child, node in self.of_type(*kinds).items()
            if name in self.parents(node)
        }

    def tests_of(self, model: dict) -> list[tuple[str, str | None]]:
        """Return name and column of the generic tests of a model."""
        return [
            (called["name"], test["column_name"])
            for test in self.tests
            if test.get("attached_node") == model["unique_id"]
            if (called := test.get("test_metadata"))
        ]


def name_of(node: dict) -> str:
    """Return the name of a node: that of its relation, if it has one."""
    if node["resource_type"] == "source":
        return f"{node['source_name']}.{node['name']}"
    return node["name"].removeprefix(PREFIX)


def folder_of(model: dict) -> str:
    """Return the folder of models/ that has this model."""
    return model["fqn"][1]


def is_view(model: dict) -> bool:
    """Return whether a model is computed each time it is read."""
    return model["config"]["materialized"] in ("view", "ephemeral")
