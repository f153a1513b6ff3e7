"""Workbooks of Excel and LibreOffice: each sheet is read like a file of its own."""
