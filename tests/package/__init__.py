"""Tests of this project as a package of another dbt project."""
