"""Staff lists as files: how columns are read, what is wrong with a row, whom on file it may mean. No Django."""
