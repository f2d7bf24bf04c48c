"""The words of the faces in Vietnamese and English, and how numbers and dates are written."""
