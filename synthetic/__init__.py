"""A generator of synthetic order lines whose customers have known personas.

`python -m synthetic` writes the bundled sample and files of any size; tests and
benchmarks read them. The package imports nothing of the rest of the project.
"""
