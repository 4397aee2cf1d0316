"""What a Word document says: its stories, lines, styles, numbers, comments and revisions."""
