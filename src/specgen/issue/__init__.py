"""Issuing: what is to be written is planned against what lies there, written safely, and recorded."""
