"""Orders to come of who is still there: a hypergeometric function that SQL lacks.

It looks at how often and since when a customer has bought, not at the last purchase,
which only tells the chance to be still there. That chance is left to SQL.
"""


def model(dbt, session):
    """Return one row per number of purchases and age."""
    dbt.config(materialized="table")
    histories = dbt.ref("segmentation__purchase_histories")
    fitted = dbt.ref("segmentation__purchase_model")

    from ml.purchases.purchase_model import expect

    return expect(session, histories, fitted)
