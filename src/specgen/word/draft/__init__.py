"""A draft that somebody wrote in Word, read as the wording of a clause."""
