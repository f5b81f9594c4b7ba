from law.admin.packs import LawPackAdmin, LawReleaseAdmin

__all__ = ["LawPackAdmin", "LawReleaseAdmin"]
