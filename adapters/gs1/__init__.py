"""GS1 identification: keys, check digits, Digital Link."""
