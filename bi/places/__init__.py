"""What is ours: everything that a command replaces is recognised before it is touched.

A place is a file or folder that an environment variable names (bi/paths.py).
"""
