"""What each page of the desk answers: to be read, and when its form is sent."""
