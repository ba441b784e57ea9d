"""Papers about people: blanks of consents, acts.

Functions here take plain values and rows that are already read, and give a Paper or bytes; they never ask the database.
"""
