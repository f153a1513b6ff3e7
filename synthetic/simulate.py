"""Draw customers, their orders and the lines of these orders."""

import numpy as np

from synthetic import catalogue
from synthetic.columns import Columns, draw, draw_same, forget, stack, take
from synthetic.leave import draw_leavers, find_left_on, merge
from synthetic.personas import Personas
from synthetic.times import (
    DAY,
    END_SECOND,
    FIRST_SECOND,
    draw_days,
    draw_shipping,
    draw_times,
)

# Share of orders without a payment type. The same share of orders lacks a market, and
# the same share a customer type.
FORGOTTEN_SHARE = 0.015
FORGOTTEN_PRODUCT_SHARE = 0.01
PRICE_RISE_PERCENT = 3
MARGIN_NOISE = 0.025


def draw_customers(
    generator: np.random.Generator, count: int, personas: Personas
) -> Columns:
    """Draw the customers: persona, habits, order count, size, gap and recency."""
    persona = draw_same(generator, personas.shares, count)

    def spread(medians: np.ndarray, spreads: np.ndarray) -> np.ndarray:
        noise = generator.standard_normal(count) * spreads[persona]
        return medians[persona] * np.exp(noise)

    orders = spread(personas.order_counts, personas.order_count_spreads)
    customers = {
        "persona": persona,
        "order_count": np.clip(
            np.rint(orders).astype(np.int64),
            personas.fewest_orders[persona],
            personas.most_orders[persona],
        ),
        "gap": spread(personas.gap_days, personas.gap_spreads),
        "recency": spread(personas.recency_days, personas.recency_spreads),
        "market": draw_same(generator, catalogue.MARKET_SHARES, count),
        "customer_type": draw(generator, personas.customer_type_shares, persona),
        "usual_payment": draw(generator, personas.payment_shares, persona),
        "size": np.ones(count),
    }
    # Without sizes nothing is drawn, so that the bundled sample stays the same.
    if personas.size_spreads.any():
        customers["size"] = spread(np.ones_like(personas.shares), personas.size_spreads)
    return customers


def draw_manners(
    generator: np.random.Generator, persona: np.ndarray, personas: Personas
) -> np.ndarray:
    """Return the persona whose habits each order follows: mostly its own."""
    strange = generator.random(len(persona)) < personas.out_of_character_shares[persona]
    others = draw_same(generator, personas.shares, len(persona))
    return np.where(strange, others, persona)


def draw_status(
    generator: np.random.Generator, cancellation_shares: np.ndarray
) -> np.ndarray:
    """Return the status of each order. Some are canceled or suspected fraud."""
    orders = len(cancellation_shares)
    status = draw_same(generator, catalogue.COUNTED_SHARES, orders)
    luck = generator.random(orders) / cancellation_shares
    is_fraud = luck < catalogue.FRAUD_SHARE_OF_CANCELLATIONS
    return np.where(luck < 1, catalogue.COUNTED_STATUSES + is_fraud, status)


def draw_orders(
    generator: np.random.Generator, customers: Columns, personas: Personas
) -> Columns:
    """Draw the purchases of the given customers, one row each."""
    owner = np.repeat(np.arange(len(customers["persona"])), customers["order_count"])
    days = draw_days(generator, customers, personas)
    owner, days = owner[days >= 0], days[days >= 0]
    persona = draw_manners(generator, customers["persona"][owner], personas)
    ordered = draw_times(generator, days, personas.weekend_shares[persona])
    mode = draw(generator, personas.shipping_shares, persona)
    loyal = generator.random(len(owner)) < personas.payment_loyalty[persona]
    any_payment = draw(generator, personas.payment_shares, persona)
    payment = np.where(loyal, customers["usual_payment"][owner], any_payment)
    return {
        "customer": owner,
        "persona": persona,
        "size": customers["size"][owner],
        "ordered_at": ordered,
        "shipped_at": draw_shipping(generator, ordered, mode),
        "shipping_mode": mode,
        "order_status": draw_status(generator, personas.cancellation_shares[persona]),
        "payment_type": forget(generator, payment, FORGOTTEN_SHARE),
        "customer_type": forget(
            generator, customers["customer_type"][owner], FORGOTTEN_SHARE
        ),
        "market": forget(generator, customers["market"][owner], FORGOTTEN_SHARE),
    }


def draw_lines(
    generator: np.random.Generator, orders: Columns, personas: Personas
) -> Columns:
    """Draw the lines of the given orders; `order` is the row of the order."""
    count = draw(generator, personas.line_shares, orders["persona"]) + 1
    order = np.repeat(np.arange(len(count)), count)
    persona = orders["persona"][order]
    category = draw(generator, personas.category_shares, persona)
    choice = generator.random(len(order)) * catalogue.PRODUCTS_PER_CATEGORY
    discount = draw(generator, personas.discount_shares, persona)
    units = personas.units[draw(generator, personas.unit_shares, persona)]
    quantity = np.rint(units * orders["size"][order]).astype(np.int64)
    return {
        "order": order,
        "category": category,
        "product": category * catalogue.PRODUCTS_PER_CATEGORY + choice.astype(int),
        "quantity": np.maximum(quantity, 1),
        "discount_percent": personas.discounts[discount],
    }


def price_lines(
    generator: np.random.Generator, orders: Columns, lines: Columns
) -> Columns:
    """Add price, sales and profit, all in whole cents, to the lines."""
    year = (orders["ordered_at"][lines["order"]] - FIRST_SECOND) // (365 * DAY)
    first_price = catalogue.FIRST_PRICES[lines["product"]]
    # Prices rise every year and end in 9 cents, as on a price tag.
    raised = first_price * (100 + PRICE_RISE_PERCENT * year)
    price = raised // 10 * 10 - 1
    listed = lines["quantity"] * price
    paid_percent = 100 - lines["discount_percent"]
    # Integers round half up, exactly like decimals in SQL.
    sales = (listed * paid_percent + 50) // 100
    noise = generator.standard_normal(len(price)) * MARGIN_NOISE
    cost = listed * (1 - catalogue.LIST_MARGINS[lines["category"]] + noise)
    profit = sales - np.rint(cost).astype(np.int64)
    return lines | {"price_cents": price, "sales_cents": sales, "profit_cents": profit}


def draw_returns(
    generator: np.random.Generator, orders: Columns, lines: Columns, personas: Personas
) -> tuple[Columns, Columns]:
    """Draw returns: separate orders that take back the first line of a purchase."""
    luck = generator.random(len(orders["persona"]))
    wanted = luck < personas.return_shares[orders["persona"]]
    counted = orders["order_status"] < catalogue.COUNTED_STATUSES
    later = (3 + 22 * generator.random(len(luck))) * DAY
    returned_at = orders["ordered_at"] + later.astype(np.int64)
    rows = np.flatnonzero(wanted & counted & (returned_at < END_SECOND))
    mode = np.full(len(rows), len(catalogue.SHIPPING_MODES) - 1)
    back = take(orders, rows) | {
        "ordered_at": returned_at[rows],
        "shipped_at": draw_shipping(generator, returned_at[rows], mode),
        "shipping_mode": mode,
        "order_status": (generator.random(len(rows)) < 0.3).astype(np.int64),
    }
    back_lines = take(lines, np.searchsorted(lines["order"], rows))
    back_lines["order"] = np.arange(len(rows))
    for name in ("quantity", "sales_cents"):
        back_lines[name] = -back_lines[name]
    # Taking back a line that was sold at a loss does not earn money.
    back_lines["profit_cents"] = -np.abs(back_lines["profit_cents"])
    return back, back_lines


def sort_by_time(orders: Columns, lines: Columns) -> Columns:
    """Return the lines with the columns of their orders, numbered by time."""
    by_time = np.argsort(orders["ordered_at"], kind="stable")
    rank = np.empty_like(by_time)
    rank[by_time] = np.arange(len(by_time))
    lines = take(lines, np.argsort(rank[lines["order"]], kind="stable"))
    return lines | take(orders, lines["order"]) | {"order": rank[lines["order"]]}


def draw_history(
    generator: np.random.Generator, customers: Columns, personas: Personas
) -> Columns:
    """Draw all order lines of the given customers, sorted by `ordered_at`."""
    orders = draw_orders(generator, customers, personas)
    lines = price_lines(generator, orders, draw_lines(generator, orders, personas))
    back, back_lines = draw_returns(generator, orders, lines, personas)
    back_lines["order"] += len(orders["persona"])
    orders, lines = stack(orders, back), stack(lines, back_lines)
    lines = sort_by_time(orders, lines)
    for name in ("category", "product"):
        lines[name] = forget(generator, lines[name], FORGOTTEN_PRODUCT_SHARE)
    return lines


def simulate(
    generator: np.random.Generator, customer_count: int, personas: Personas
) -> tuple[Columns, Columns]:
    """Draw all order lines of some customers.

    Parameters
    ----------
    generator : numpy.random.Generator
        The only source of random numbers.
    customer_count : int
        How many customers to draw.
    personas : Personas

    Returns
    -------
    lines : Columns
        One entry per line, sorted by `ordered_at`. Orders and customers are numbered
        from zero, times are seconds since 1970, money is in cents.
    truth : Columns
        One entry per customer: `persona` is the position in the names of the personas,
        `left_on` the day (datetime64[D]) after the last order of those who left.
    """
    customers = draw_customers(generator, customer_count, personas)
    lines = draw_history(generator, customers, personas)
    # Those who left get another history from a stream of their own. So nothing changes
    # for all others.
    stream = generator.spawn(1)[0]
    has_left, leavers = draw_leavers(stream, customers, personas)
    if has_left.any():
        history = draw_history(stream, leavers, personas)
        history["customer"] = np.flatnonzero(has_left)[history["customer"]]
        lines = merge(take(lines, ~has_left[lines["customer"]]), history)
    left_on = find_left_on(lines, has_left)
    return lines, {"persona": customers["persona"], "left_on": left_on}
