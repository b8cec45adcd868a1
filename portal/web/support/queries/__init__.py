"""What the desk reads. Across organisations only to find one; inside one through the access."""
