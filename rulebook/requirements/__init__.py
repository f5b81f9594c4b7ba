"""What a law, a standard or a policy may ask for."""
