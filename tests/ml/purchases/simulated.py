"""Customers who follow BG/NBD exactly."""

import numpy as np

from ml.purchases.histories import Histories


def simulate(size, seed=3, rates=(0.8, 6.0), leaving=(1.2, 4.0)):
    """Return histories; `rates` is (r, alpha), and `leaving` is (a, b) or None."""
    random = np.random.default_rng(seed)
    r, alpha = rates
    rates = random.gamma(r, 1 / alpha, size)
    chances = random.beta(*leaving, size) if leaving else np.zeros(size)
    ages = random.uniform(20, 100, size)
    repeats, last = np.zeros(size), np.zeros(size)
    for one in range(size):
        time = random.exponential(1 / rates[one])
        while time < ages[one]:
            repeats[one] += 1
            last[one] = time
            if random.random() < chances[one]:
                break
            time += random.exponential(1 / rates[one])
    return Histories(repeats, last, ages, np.ones(size))
