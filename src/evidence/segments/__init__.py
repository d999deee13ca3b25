"""What is claimed about whom."""
