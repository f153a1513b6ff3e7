"""The report uses the declared names and units of features."""

from bi.report.sections.features import FEATURES
from bi.report.wording import amount, decimal, share

FORMATS = {"amount": amount, "rate": share}


def test_the_report_names_and_writes_features_as_they_are_declared(graph):
    declared = {
        name: column["meta"]
        for name, column in graph.models["customer_features"]["columns"].items()
        if "label" in column["meta"]
    }
    assert FEATURES == {
        name: (meta["label"], FORMATS.get(meta["unit"], decimal))
        for name, meta in declared.items()
    }
