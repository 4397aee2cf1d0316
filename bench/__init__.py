"""What takes how long: `make bench`. bench.py prints every table and, last, one line of JSON."""
