"""Invented schools with invented people, to look at the product and to measure it.

It stands in the top app because it fills every app below.
"""
