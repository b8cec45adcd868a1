"""The pages of this app, by what the reader wants to do."""
