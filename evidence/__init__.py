"""Reads a case, finds each passage that bears on a criterion derived from the law, and says why and where."""
