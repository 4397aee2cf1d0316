"""The shelf: the clause library as one page that can be sent, put on an intranet and printed."""
