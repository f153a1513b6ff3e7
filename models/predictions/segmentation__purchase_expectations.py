"""Expected orders of active customers, by a hypergeometric function that SQL lacks.

The expectations depend on a customer's number of purchases and age. The probability
that a customer is active also depends on the last purchase. SQL computes that
probability.
"""


def model(dbt, session):
    """Return one row per number of purchases and age."""
    dbt.config(materialized="table")
    histories = dbt.ref("segmentation__purchase_histories")
    fitted = dbt.ref("segmentation__purchase_model")

    from ml.purchases.purchase_model import expect

    return expect(session, histories, fitted, int(dbt.config.get("lifetime_years")))
