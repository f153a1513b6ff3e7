"""The fitted parameters of purchases and spend, as one row."""


def model(dbt, session):
    """Return the parameters, or the reason why there are none."""
    dbt.config(materialized="table")
    histories = dbt.ref("segmentation__purchase_histories")
    customers = dbt.ref("segmentation__int_purchase_days_counted")

    from ml.purchases.purchase_model import fit

    return fit(session, histories, customers)
