"""What mails of the registry say: written when they are sent, without names of patients or practitioners."""
