"""Read workbooks of Excel and LibreOffice; each sheet is like a file of its own."""
