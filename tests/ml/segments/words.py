"""The declared words of features, for tests of names."""

from dataclasses import fields

import yaml

from ml.segments.feature_words import FeatureWords
from tests.pipeline.project import ROOT

DECLARED = ROOT / "models" / "features" / "_features__customer_features.yml"


def declared_words() -> dict[str, FeatureWords]:
    """Return the words of each feature from the YAML of `customer_features`."""
    names = [field.name for field in fields(FeatureWords)]
    columns = yaml.safe_load(DECLARED.read_text())["models"][0]["columns"]
    return {
        column["name"]: FeatureWords(
            **{name: meta[name] for name in names if name in meta}
        )
        for column in columns
        if (meta := column.get("config", {}).get("meta"))
    }


WORDS = declared_words()
