"""What is wrong with the words or settings given to a function, said in both languages."""


class WrongWord(ValueError):
    """Raised by the `make` of a function: the sentence of the fault in English and in Vietnamese.

    A plain `ValueError` does too; its sentence is then shown as it is in both languages.

    >>> fault = WrongWord("wants a digit", "cần một chữ số")
    >>> str(fault), fault.vi
    ('wants a digit', 'cần một chữ số')
    """

    def __init__(self, en: str, vi: str) -> None:
        super().__init__(en)
        self.vi = vi
