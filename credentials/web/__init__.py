"""The page on which a clinic asks its question and reads the answer."""
