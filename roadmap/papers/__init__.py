"""What of a roadmap is printed: the roadmap itself, the plan of a month, the plan of one who answers.

Functions here take plain values (an Outline, dates, names) and give a Table or bytes; they never ask the database.
"""
