"""Put the root of the project on the path of tests, and let waiting threads sleep."""

import os

# Otherwise, waiting threads of scikit-learn keep the cores busy: on two busy cores a
# fit took nine seconds instead of half a second.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")
