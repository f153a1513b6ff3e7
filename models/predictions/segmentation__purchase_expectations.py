"""Expected orders of active customers, by a hypergeometric function that SQL lacks.

They depend on the number of purchases and the age of a customer. The chance to be
active also depends on the last purchase: SQL computes it.
"""


def model(dbt, session):
    """Return one row per number of purchases and age."""
    dbt.config(materialized="table")
    histories = dbt.ref("segmentation__purchase_histories")
    fitted = dbt.ref("segmentation__purchase_model")

    from ml.purchases.purchase_model import expect

    return expect(session, histories, fitted)
