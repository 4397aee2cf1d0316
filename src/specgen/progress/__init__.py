"""How far a portfolio is with the ten key actions, counted from contract files and from what is reported."""
