"""Models of purchases: BG/NBD, MBG/NBD and Gamma-Gamma."""
