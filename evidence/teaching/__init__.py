"""The catalogue to consult, print, question and teach with."""
