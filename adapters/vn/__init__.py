"""Vietnamese codes and places for mappings: tax codes, planting areas, vessels, certificates, provinces, wards."""
