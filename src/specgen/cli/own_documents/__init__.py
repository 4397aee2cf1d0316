"""Documents with figures as the commands begin them."""
