"""Orders to come for each history: a hypergeometric function that SQL lacks."""


def model(dbt, session):
    """Return one row per history."""
    dbt.config(materialized="table")
    histories = dbt.ref("purchase_histories")
    fitted = dbt.ref("purchase_model")

    from ml.purchases.relations import expect

    return expect(session, histories, fitted)
