"""What is right and what is not, in words without a database."""
