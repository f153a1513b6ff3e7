"""What customers will do in the next 90 days: learned from what others did before."""
