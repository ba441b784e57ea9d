"""Papers that take long: sheets for many people, reports of a period, the folder for an inspection."""
