"""The public keys with which receipts and audit heads are checked, kept for as long as anything signed is."""

from typing import ClassVar

from django.db import models


class SigningKey(models.Model):
    """A public key that signs, or once signed, here; its private part never stands in the database.

    `kid` is the key's RFC 7638 thumbprint, `jwk` its public part (RFC 8037). A row is written before anything that the
    key signed leaves the house, and stays for ever: migration 0005 lets `retired_at` be set once and nothing else be
    changed. Holds no personal data.
    """

    kid = models.CharField(max_length=43, primary_key=True)
    jwk = models.JSONField()
    first_used_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(jwk__kty="OKP", jwk__crv="Ed25519") & ~models.Q(jwk__has_key="d"),
                name="signing_key_is_public",
            )
        ]

    def __str__(self) -> str:
        return self.kid
