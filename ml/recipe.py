"""The version of the way models are trained."""

# Raise it when the same customers would be segmented differently: every
# warehouse then trains anew.
RECIPE_VERSION = 5
