"""A document that came back, answered in itself: our tracked changes and comments beside theirs, and the law proved."""
