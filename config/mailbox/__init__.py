"""The mails of `make run`: written into files, and shown on a page of this machine."""
