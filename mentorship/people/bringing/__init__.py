"""A school's list on its way into a register: which column is what, what each row says, whom it means."""
