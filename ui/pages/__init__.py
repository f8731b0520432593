"""The pages of the app: they read what is asked, call one function and show the result."""
