"""What specifications that exist already hold of personalised care."""
