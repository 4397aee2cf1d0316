"""The desk: a page of the user's own browser, served from this machine only, over the contract files of one folder."""
