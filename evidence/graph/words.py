"""Amounts and counts as French writes them, wherever the network is shown."""

from decimal import Decimal

NARROW, DECIMAL = "\u202f", ","


def money(value: Decimal) -> str:
    """Return an amount as French writes it: « 62 400 », « 430,12 ».

    >>> money(Decimal("62400.00")).replace(NARROW, " "), money(Decimal("430.12"))
    ('62 400', '430,12')
    """
    whole = f"{value:,.2f}".replace(",", NARROW).replace(".", DECIMAL)
    return whole.removesuffix(",00")
