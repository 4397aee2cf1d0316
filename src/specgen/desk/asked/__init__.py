"""What the desk asks of a contract, what is wrong with the answers, and the answers written into the file's text."""
