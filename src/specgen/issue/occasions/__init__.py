"""What is issued at renewal: variations, notices of a party’s succession, letters of commissioning intentions."""
