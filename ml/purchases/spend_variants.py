"""Fit Gamma-Gamma on the days after the first, and on all days.

A first order may differ from later ones, so the first variant leaves the first day out.
But then the model knows nothing of a customer who bought on one day. The second variant
counts every day.
"""

import sys

from ml.purchases.fitting import FitError
from ml.purchases.spend import fit_spend

# A model is fitted only if at least so many customers bought on a second day.
FEWEST_REPEATERS = 50
# The number of days and their amount in `int_purchase_days_counted`, by the beginning
# of the columns of each variant.
SPEND_DAYS = {
    "": ("repeat_days", "repeat_sales_amount"),
    "all_days_": ("repeat_days + 1", "sales_amount"),
}
SPEND_COLUMNS = ("p", "q", "v", "spend_log_likelihood")
# Amounts that differ by less than a twentieth of a percent count as equal. Exact
# amounts would give nearly as many rows as customers, but the same parameters to three
# decimals.
SPENDS = """
    select
        {days} as purchases,
        exp(round(ln(cast({amount} as double) / ({days})) * 2000) / 2000)
            as mean_amount,
        count(*) as customers
    from days_to_fit
    where {days} > 0 and {amount} > 0
    group by all
    order by all
"""
# One customer's amounts can be told from the differences between customers only where
# customers bought on several days.
SPENDERS = """
    select
        count(*) as customers,
        count(*) filter ({amount} > 0 and repeat_days > 0) as repeaters
    from days_to_fit
"""


def fit_variant(session, start: str) -> dict:
    """Return the columns of `purchase_model` that begin with a key of SPEND_DAYS.

    The view `days_to_fit` is `int_purchase_days_counted`. The columns are the
    parameters, or the reason why there are none.
    """
    days, amount = SPEND_DAYS[start]
    spenders = session.execute(SPENDERS.format(amount=amount)).fetchone()
    spends = session.execute(SPENDS.format(days=days, amount=amount)).fetchnumpy()
    try:
        require_spenders(*spenders)
        spend = fit_spend(*(one.astype(float) for one in spends.values()))
    except FitError as reason:
        which = "amounts of all days" if start else "amounts"
        sys.stderr.write(f"No expected {which}: {reason}\n")
        return {f"{start}spend_refused_because": str(reason)}
    found = {**vars(spend), "spend_log_likelihood": spend.log_likelihood}
    return {f"{start}{name}": found[name] for name in SPEND_COLUMNS}


def require_spenders(customers: int, repeaters: int) -> None:
    """Raise FitError if too few customers with sales bought on a second day."""
    if repeaters < FEWEST_REPEATERS:
        raise FitError(
            f"{count_in_words(repeaters, customers)} bought on a second day for more "
            f"than 0, and it takes {FEWEST_REPEATERS} to tell how much customers spend."
        )


def count_in_words(some: int, customers: int) -> str:
    """Return, for example, "none of 30 customers"."""
    return f"{f'{some:,}' if some else 'none'} of {customers:,} customers"
