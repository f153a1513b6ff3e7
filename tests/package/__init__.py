"""This project as a package of another dbt project, and orders of relations."""
