"""Tables mapped column by column: the map model, and one reader for each kind of table."""
