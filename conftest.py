"""Puts the project's root on the path of the tests; waiting threads sleep."""

import os

# Waiting threads of scikit-learn would spin and take the cores from other tests: on two
# busy cores a fit of half a second took nine.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")
