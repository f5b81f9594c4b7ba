"""What mails of clinics say: written when they are sent."""
