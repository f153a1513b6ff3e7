"""Source blocks: what a block says, and which columns of a file it means."""
