"""Clauses put into a specification that exists already, upgraded there, or taken out."""
