"""A generator of synthetic order lines whose customers have known personas.

`python -m synthetic` writes the bundled sample and files of any size for tests and
benchmarks. The package imports nothing from the rest of the project.
"""
