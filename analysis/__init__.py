"""The mathematics: Arrow or numpy in, tables out."""
