"""Vietnamese syllables: whether a written word could be one. The measure by which old encodings are told apart."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

GRAVE, HOOK, TILDE, ACUTE, DOT = "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"
TONES = (GRAVE, HOOK, TILDE, ACUTE, DOT)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_ONSETS = _words("b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x") | {""}
_RHYMES = _words(
    """
    a ac ach ai am an ang anh ao ap at au ay  ăc ăk ăm ăn ăng ăp ăt  âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et  ê êch êm ên ênh êp êt êu
    i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu
    o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong ooc oong
    op ot  ô ôc ôi ôm ôn ông ôp ôt  ơ ơi ơm ơn ơp ơt
    u ua uân uâng uât uây uc ui um un ung uôc uôi uôm uôn uông uôt up ut uê uêch uêt uênh uêu uơ uy uya uych uyên uyêt
    uyn uynh uyp uyt uyu  ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu
    y yêm yên yêng yêt yêu ynh yt
    """
)
_STOPS = ("c", "ch", "k", "p", "t")
_VOWELS = frozenset("aăâeêioôơuưy")
# words that fill farm and trade sheets: they decide between two readings that are both possible
_COMMON = _words(
    """
    mã lô tên hàng ngày số lượng khối đơn vị tính gạo lúa giống thu hoạch gieo trồng nhập xuất kho công ty hợp tác xã
    huyện tỉnh thành phố trại nuôi cá tấn tạ cây xanh đỏ bưởi sầu riêng rau sạch ruột người giao nhận chất bảo quản
    phân bón thuốc nước sản phẩm xuất chế biến đóng gói xe tài xế địa chỉ điện thoại ghi chú của và được không các
    một hai nông dân hộ vùng thửa đất ruộng diện tích mùa vụ năm tháng giờ kiểm tra loại trắng thơm nếp cái lứt tổng
    cộng việt nam đồng an đức nguyễn trần phạm hoàng đặng bùi đỗ ngô dương lý văn thị
    """
)
_WORD = re.compile(r"[^\x00-\x40\x5b-\x60\x7b-\x7f\xa0\u2010-\u2026]+")


@dataclass(frozen=True, slots=True)
class Score:
    """How Vietnamese a text is: counts of its words of two letters or more, beyond ASCII."""

    words: int = 0
    legal: int = 0
    common: int = 0

    @property
    def share(self) -> float:
        """Share of the words that could be Vietnamese, 0 to 1."""
        return self.legal / self.words if self.words else 0.0

    @property
    def points(self) -> float:
        """Share, with common words counted again; 0 to 1."""
        return (self.legal + self.common) / (2 * self.words) if self.words else 0.0


def score(text: str) -> Score:
    r"""The score of a text in NFC.

    >>> score("Bưởi da xanh"), score("B\xad\xebi da xanh").legal
    (Score(words=1, legal=1, common=1), 0)
    """
    words = legal = common = 0
    for word in _WORD.findall(text):
        # one letter alone proves nothing: almost every mark is some vowel in some encoding
        if len(word) > 1 and not word.isascii():
            words += 1
            if is_syllable(word):
                legal += 1
                common += word.lower() in _COMMON
    return Score(words, legal, common)


@lru_cache(maxsize=1 << 14)
def is_syllable(word: str) -> bool:
    """Whether a word could be one Vietnamese syllable: onset, rhyme, and a tone the rhyme can bear.

    >>> is_syllable("Nguyễn"), is_syllable("gì"), is_syllable("café"), is_syllable("các"), is_syllable("càc")
    (True, True, False, True, False)
    """
    if not _one_case(word):
        return False
    bare, tones, before = "", "", ""
    for sign in unicodedata.normalize("NFD", word.lower()):
        if sign in TONES:
            if unicodedata.normalize("NFC", before)[-1:] not in _VOWELS:
                return False
            tones += sign
        else:
            bare += sign
            before = before + sign if unicodedata.combining(sign) else sign
    if len(tones) > 1:
        return False
    bare = unicodedata.normalize("NFC", bare)
    return any(_fits(bare[:cut], bare[cut:], tones) for cut in range(min(3, len(bare) - 1) + 1))


def _one_case(word: str) -> bool:
    return word.islower() or word.isupper() or (word[:1].isupper() and (word[1:].islower() or len(word) == 1))


def _fits(onset: str, rhyme: str, tone: str) -> bool:
    if onset not in _ONSETS or rhyme not in _RHYMES:
        return False
    return tone in {ACUTE, DOT} if rhyme.endswith(_STOPS) else True
