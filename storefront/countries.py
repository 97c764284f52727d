"""Countries and currencies by name: the ISO lists, in each language (CLDR, by Babel)."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from babel import Locale
from babel.core import get_global

from storefront.languages import cldr, language

# its members since 2020
EUROPEAN_UNION = (
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI",
    "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
)  # fmt: skip
# How a shop there says it, where CLDR has the state's full name only.
_SHORT_NAMES = {("SA", "ar"): "السعودية", ("AE", "ar"): "الإمارات"}

# The characters of all countries' Chinese names in the order of CLDR's pinyin collation, as a browser's
# Intl.Collator("zh-Hans-u-co-pinyin") sorts them: with it the names sort as CLDR sorts them.
_PINYIN = (
    "（）阿埃爱安昂奥澳巴白百拜班保堡北贝本比别宾冰波玻伯博不布埔部朝赤茨达大代丹旦诞岛道得德地登迪帝蒂典"
    "甸丁东都度敦顿多俄厄恩尔耳伐法梵非菲斐芬夫佛福富干冈刚港哥格各根共古瓜关圭国果哈海韩汗合和荷赫黑洪基"
    "及吉极几济加柬疆角捷金津京喀卡开凯科克肯库拉腊来莱兰朗劳老勒黎里力立利联列林陵领留隆卢鲁路律伦罗洛马"
    "买麦曼毛美门蒙孟米秘密缅摩莫墨慕拿那纳南瑙内嫩尼宁纽努挪诺帕蓬皮坡泊葡浦普其奇乔求酋区群日瑞撒萨塞桑"
    "色森沙山绍舌圣时士属斯苏所索他塔台泰坦汤唐陶萄特提廷突图土托脱陀瓦外湾宛汪旺危威韦维委文汶挝沃乌西希"
    "鲜香小新行匈叙牙亚延扬洋也伊以意印英屿约越赞泽乍寨长政支直治智中洲兹"
)
_PINYIN_RANK = {character: rank for rank, character in enumerate(_PINYIN)}

# CLDR's two-letter territories that ISO 3166 does not count as countries: unions, test codes,
# and islands that post as part of another country.
_NOT_COUNTRIES = frozenset(["AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"])


@lru_cache(maxsize=1)
def country_codes() -> frozenset[str]:
    """The ISO 3166 alpha-2 codes of real countries, and Kosovo's XK."""
    territories = map(str, Locale("en").territories)
    return frozenset(code for code in territories if len(code) == 2 and code.isalpha()) - _NOT_COUNTRIES


@lru_cache(maxsize=4096)
def country_name(code: str, tag: str) -> str:
    """The country's name in a language; the code itself where there is none."""
    return _SHORT_NAMES.get((code, tag)) or str(cldr(tag).territories.get(code, code))


@lru_cache(maxsize=32)
def countries(tag: str) -> tuple[tuple[str, str], ...]:
    """All countries as (code, name), in the language's own order."""
    named = ((code, country_name(code, tag)) for code in country_codes())
    return tuple(sorted(named, key=lambda pair: (sort_key(pair[1], tag), pair[0])))


@lru_cache(maxsize=1)
def currency_codes() -> frozenset[str]:
    """The ISO 4217 codes that are legal tender somewhere today."""
    tender = get_global("territory_currencies").values()
    return frozenset(str(code) for used in tender for code, _, end, is_tender in used if is_tender and end is None)


def is_currency(code: str) -> bool:
    """Whether this is the code of a currency one can pay with today."""
    return code in currency_codes()


def currency_name(code: str, tag: str) -> str:
    """The currency's name in a language; the code itself where there is none."""
    return str(cldr(tag).currencies.get(code, code))


def sort_key(text: str, tag: str) -> tuple[object, ...]:
    """A key that sorts names as the language does, near enough for a list of countries."""
    if language(tag).locale.startswith("zh"):
        # Others stand behind them, in this encoding's order: the common ones by pinyin.
        return tuple((_PINYIN_RANK.get(one, len(_PINYIN)), one.encode("gb18030")) for one in text)
    plain = "".join(
        character for character in unicodedata.normalize("NFKD", text) if not unicodedata.combining(character)
    )
    return (plain.casefold(), text)
