"""The mapping language: how one shape of data becomes another."""
