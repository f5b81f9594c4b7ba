"""Three plainly fictional clinics with a month of history, for the first look."""
