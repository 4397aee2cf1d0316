"""How far a portfolio of contracts is with the ten key actions, counted from contract files and from what is reported."""
