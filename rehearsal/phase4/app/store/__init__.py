"""What the service keeps, in the SQL database that migrations/ builds."""
