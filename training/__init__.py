"""How the French pipeline is made: convert, train, evaluate, package."""
