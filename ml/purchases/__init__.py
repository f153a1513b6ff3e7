"""What customers will buy: BG/NBD, MBG/NBD and Gamma-Gamma."""
