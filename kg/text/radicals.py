"""Radicals that a font put in the place of the ideographs that look alike become ideographs again.

Chromium and others write ⽴ (U+2F74) into a PDF where the page says 立, since the font has one glyph for both. The Kangxi radicals have
compatibility decompositions; those of the CJK supplement have none, and follow EquivalentUnifiedIdeograph.txt of the Unicode database.
"""

from __future__ import annotations

import re
import unicodedata

SUPPLEMENT = dict(
    zip(
        "⺁⺄⺈⺋⺌⺍⺎⺏⺐⺑⺒⺓⺔⺕⺗⺘⺙⺛⺞⺟⺠⺡⺣⺤⺥⺦⺨⺩⺪⺫⺬⺭⺮⺯⺰⺱⺲⺳⺵⺶⺷⺸⺹⺺⺻⺼⺽⺾⺿⻀⻁⻂⻃⻄⻅⻆⻇⻈⻉⻊⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻕⻖⻗⻘⻙⻚⻛⻜⻝⻟⻠⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳",
        "厂乙勹卩小小兀尣尢尤巳幺彑彐心扌攵无歹母民氵灬爫爫丬犭王疋目示礻竹糸纟网罒罓网羊羊羊耂肀聿肉臼艹艹艹虎衤覀西见角訁讠贝足车辶辶辶阝钅長镸长门阜阝雨青韦页风飞食飠饣首马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟",
        strict=True,
    )
)
RADICAL = re.compile("[\u2e80-\u2fdf]")


def as_ideograph(character: str) -> str:
    """The ideograph that a radical stands for; any other character as it is.

    >>> as_ideograph("⽴"), as_ideograph("⻓"), as_ideograph("立")
    ('立', '长', '立')
    """
    if RADICAL.match(character) is None:
        return character
    folded = SUPPLEMENT.get(character) or unicodedata.normalize("NFKC", character)
    return folded if len(folded) == 1 else character
