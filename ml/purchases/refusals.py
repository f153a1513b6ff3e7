"""Refuse fits at a bound and fits with absurd parameters, in a sentence.

A search always ends somewhere, even if the likelihood has no maximum inside its bounds.
Such an end is a statement about customers that the data do not support: that nobody
ever leaves, or that all customers are alike. The sentence names this statement, so that
people can judge it. No rule depends on the file.
"""

import numpy as np

from ml.purchases.fitting import LARGEST, SMALLEST, FitError

# Less than one in a thousand is as good as none.
NEGLIGIBLE = 1 / 1000
# A search that ends within a factor of two of a bound has run into the bound.
LOWEST, HIGHEST = 2 * SMALLEST, LARGEST / 2
# What a parameter says at its lower and at its upper bound. r and alpha run together:
# their ratio is the mean rate of purchases, which the orders determine. So do q and v.
PURCHASE_MEANINGS = {
    "r": ("a few customers make all purchases", "all customers buy equally often"),
    "alpha": ("a few customers make all purchases", "all customers buy equally often"),
    "a": (
        "some customers leave at the first chance and the others never",
        "all customers have the same chance to leave",
    ),
    "b": (
        "everybody leaves at the first chance",
        "all customers have the same chance to leave",
    ),
}
SPEND_MEANINGS = {
    "p": (
        "the amounts of a customer have no typical size",
        "a customer always spends the same",
    ),
    "q": ("the mean amount is infinite", "all customers spend alike"),
    "v": ("amounts have no typical size", "all customers spend alike"),
}


def require_leaving(model, histories) -> None:
    """Raise FitError if the model says that practically nobody leaves.

    BG/NBD and MBG/NBD draw a customer's chance to leave after a purchase from a beta
    distribution with the mean a / (a + b). If nobody leaves, the likelihood grows as
    this mean goes to zero, whatever b is: a or b runs to its bound, or the search ends
    before because the likelihood hardly changes any more. The size of a or b alone
    therefore cannot tell such a fit.

    The share of customers who have left by today can. It is the mean of one minus the
    probability to be alive (equation 7 of Fader, Hardie & Lee 2005, and its
    counterpart for MBG/NBD), over the customers who have had a chance to leave. As each
    history counts with its own number of purchases, the share covers the longest known
    history, and one customer with thousands of purchases does not decide. If the share
    is below one in a thousand, the model calls everybody alive, and its forecasts say
    no more about leaving than a model without leaving.

    Parameters
    ----------
    model : PurchaseModel
    histories : Histories
    """
    chances = histories.repeats + model.chance_at_first
    customers = np.where(chances > 0, histories.customers, 0.0)
    left = (1 - model.probability_alive(histories)) @ customers
    if left < NEGLIGIBLE * customers.sum():
        chance = 100 * model.a / (model.a + model.b)
        raise FitError(
            f"{model.name} says that nobody ever leaves: its chance to leave after a "
            f"purchase is {plain(chance)} %."
        )


def require_differing_spend(p: float, q: float, most_purchases: float) -> None:
    """Raise FitError if Gamma-Gamma says that all spend infinitely much, or alike.

    The mean amount of all customers, p v / (q - 1), exists only if q is above 1.

    The expected amount is a weighted mean of the customer's own mean and the mean of
    all (equation 5 of Fader & Hardie 2013). After x purchases, the customer's own mean
    has the weight p x / (p x + q - 1). If customers do not differ, the likelihood grows
    with q without end. Once the weight is below one in a thousand even for the customer
    with the most purchases, nobody's amounts count, and where the search ended is
    chance. A large q with a larger weight (on the bundled sample q is 257, and the own
    mean of the customer with the most purchases has the weight 6 %) is a maximum
    inside the bounds. It says that customers hardly differ, which is a finding and
    gives finite amounts near the mean of all. So it is not refused.

    Parameters
    ----------
    p, q : float
    most_purchases : float
        The largest number of purchases of a customer, x.
    """
    if q <= 1:
        raise FitError(
            "Gamma-Gamma says that the mean amount is infinite: its q is "
            f"{plain(q)}, and it must be above 1."
        )
    own = p * most_purchases
    if own < NEGLIGIBLE * (own + q - 1):
        raise FitError(
            f"Gamma-Gamma says that all customers spend alike: its q is {plain(q)}."
        )


def require_inside(name: str, parameters: dict, meanings: dict) -> None:
    """Raise FitError if a parameter is at or near a bound of its search.

    Parameters
    ----------
    name : str
        The name of the model.
    parameters : dict of str to float
        In the units of the search.
    meanings : dict of str to tuple of str
        What each parameter says at its lower and at its upper bound.
    """
    for parameter, value in parameters.items():
        if LOWEST < value < HIGHEST:
            continue
        meaning = meanings[parameter][int(value >= HIGHEST)]
        raise FitError(
            f"{name} says that {meaning}: its {parameter} is {plain(value)}."
        )


def plain(number: float) -> str:
    """Return a number with two significant digits, from 100 as an integer."""
    if number >= 100:
        return f"{number:,.0f}"
    return np.format_float_positional(
        number, precision=2, unique=False, fractional=False, trim="-"
    )
