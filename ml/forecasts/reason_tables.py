"""Tell the reasons of customers and segments from tables of DuckDB."""

import pyarrow as pa

from ml.forecasts.background import BACKGROUND, PURCHASES_OF_BACKGROUND, know
from ml.forecasts.customer_forecasts import FORECAST_BATCH, TODAY
from ml.forecasts.reasons import REASON_SCHEMA, list_reasons
from ml.forecasts.segment_reasons import sum_up_segments


class ReasonReader:
    """Reads the tables of a session of DuckDB.

    Parameters
    ----------
    session : duckdb.DuckDBPyConnection
    model, purchase_model, inputs : duckdb.DuckDBPyRelation
        `prediction_model`, `purchase_model` and `forecast_inputs`.
    relations : dict
        The tables that `TODAY` reads by their names there, and `segments_of_today`.
    """

    def __init__(self, session, model, purchase_model, inputs, relations: dict):
        for name, relation in relations.items():
            session.register(name, relation)
        session.register(
            "purchases_of_background", session.sql(PURCHASES_OF_BACKGROUND)
        )
        self._session = session
        self.background = session.sql(BACKGROUND).to_arrow_table()
        fitted = purchase_model.to_arrow_table().to_pylist()
        self.known = know(
            model.to_arrow_table().to_pylist(),
            fitted[0] if fitted else None,
            dict(inputs.select("feature, topic").fetchall()),
            self.background,
        )

    def reasons(self):
        """Return a relation of the reasons of each customer: `customer_reasons`."""
        batches = []
        if self.known.explainers:
            today = self._session.sql(TODAY).to_arrow_reader(FORECAST_BATCH)
            batches = [list_reasons(batch, self.known) for batch in today]
        found = pa.Table.from_batches(batches, schema=REASON_SCHEMA)
        return self._session.from_arrow(found)

    def segments(self):
        """Return a relation per segment and input: `segment_contributions`."""
        return self._session.from_arrow(sum_up_segments(self.background, self.known))
