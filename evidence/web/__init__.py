"""The pages of the review: served on this machine only, to the one browser that holds the token; no logic."""
