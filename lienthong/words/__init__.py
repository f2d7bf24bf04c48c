"""The words of the faces in Vietnamese and English, and how numbers, dates and names are written and ordered."""

from lienthong.words.order import fold, sort_key, spelling
from lienthong.words.texts import plural, say, texts
from lienthong.words.writing import date_text, number_text

__all__ = ["date_text", "fold", "number_text", "plural", "say", "sort_key", "spelling", "texts"]
