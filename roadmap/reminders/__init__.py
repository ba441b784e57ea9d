"""Reminders of a roadmap: what is due on a morning, what a reminder says, and what people hear of when it happens."""
