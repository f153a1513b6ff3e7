"""Puts the project's root on the path of the tests, and lets waiting threads sleep."""

import os

# Else threads of scikit-learn wait by spinning, and keep the tests beside them from
# the cores: on two busy ones a fit of half a second took nine.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")
