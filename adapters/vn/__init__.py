"""Vietnamese codes: tax codes, telephone numbers, number plates, planting areas, fishing vessels."""
