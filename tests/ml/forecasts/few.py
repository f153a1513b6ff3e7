"""Purchases of shops of which little is known."""

from datetime import date, timedelta

from tests.ml.forecasts.purchases import simulate

FIRST, UNTIL = date(2023, 1, 1), date(2024, 3, 1)


def bought(customer, day, amount=10.0):
    return f"c{customer}", day, day, amount, False


def once(size):
    """Everybody bought once, within a year."""
    return [
        bought(one, FIRST + timedelta(one * 360 // size), 5 + one % 7)
        for one in range(size)
    ]


def one_large():
    """One customer has half of the revenue."""
    purchases = simulate(120, FIRST, UNTIL)
    total = sum(one[3] for one in purchases)
    return [*purchases, bought(999, FIRST + timedelta(200), round(total, 2))]


def all_sent_back():
    """Nobody kept anything."""
    return [
        row
        for customer, day, _, amount, _ in once(30)
        for row in (
            (customer, day, day, amount, False),
            (customer, day, day + timedelta(3), -amount, True),
        )
    ]


SHOPS = {
    "five customers": (simulate(5, FIRST, UNTIL), UNTIL),
    "one day": ([bought(one, FIRST) for one in range(60)], FIRST + timedelta(1)),
    "until 29 February": (
        [bought(one, date(2024, 2, 20)) for one in range(60)],
        date(2024, 2, 29),
    ),
    "everybody bought once": (once(150), UNTIL),
    "nobody came back": (
        [bought(one, FIRST + timedelta(one % 20)) for one in range(150)],
        UNTIL,
    ),
    "all alike": (
        [
            bought(one, FIRST + timedelta(days))
            for one in range(80)
            for days in range(0, 400, 40)
        ],
        UNTIL,
    ),
    "one large customer": (one_large(), UNTIL),
    "everything was sent back": (all_sent_back(), UNTIL),
    "four months": (simulate(150, FIRST, date(2023, 5, 3)), date(2023, 5, 3)),
}
