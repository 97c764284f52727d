"""How contact data is written, and what only looks like it. Texts are flattened first: small letters, Latin digits.

Every repetition has an end: a text of thousands of characters is looked through in milliseconds.
"""

from __future__ import annotations

import re

# endings of addresses; those that are words too count only where more says that it is an address
_PLAIN_ENDINGS = (
    "com|net|org|info|biz|io|xyz|dev|cn|de|fr|es|nl|uk|eu|ru|tr|jp|kr|hk|tw|ae|sa|pl|se|dk|fi|ch|br|mx|au|ca|nz|vn|th"
)
_WORD_ENDINGS = "it|no|me|in|at|us|be|to|co|top|link|page|store|online|site|shop|app|club|is|my|id|so|ly|gg|cc|tv"
_HOST = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
_ENDING = rf"(?:{_PLAIN_ENDINGS}|{_WORD_ENDINGS})(?![\w-])"

# -- mail addresses -------------------------------------------------------------------------------

_LOCAL = r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}"
_AT = r"(?:@|[(\[{<]\s?(?:@|at|ät|arroba|собака)\s?[)\]}>])"
_DOT = r"(?:\.|[(\[{<]?\s?\b(?:dot|punkt|point|punto|点|點|نقطة)\b\s?[)\]}>]?)"
_BOXES = r"(?:g\s?mail|hotmail|outlook|yahoo|icloud|proton(?:mail)?|yandex|qq|gmx|web\.de)"
MAIL = (
    re.compile(rf"{_LOCAL}@{_HOST}(?:\.{_HOST}){{1,6}}"),
    # with room around the sign, or the sign in words
    re.compile(rf"{_LOCAL}\s{{0,2}}{_AT}\s{{0,2}}{_HOST}(?:\s{{0,2}}{_DOT}\s{{0,2}}{_HOST}){{0,4}}?\s{{0,2}}{_DOT}\s{{0,2}}{_ENDING}"),
    re.compile(
        rf"[\w.+-]{{2,64}}\s{{1,2}}(?:at|ät|arroba)\s{{1,2}}{_HOST}\s{{1,2}}(?:dot|punkt|punto)\s{{1,2}}{_ENDING}"
    ),
    re.compile(
        r"[\w.+-]{2,64}\s{1,2}(?:at|@|ät|arroba)\s{1,2}"
        rf"{_BOXES}\b(?:\s?\.\s?\w{{2,6}})?"
    ),
    # words tied together, another sign for the dot, letters set apart
    re.compile(
        rf"[^\W_](?:[\w.+-]{{0,62}}[^\W_])?[-_]{{1,2}}(?:at|ät|arroba)[-_]{{1,2}}[^\W_]{{1,63}}"
        rf"[-_]{{1,2}}(?:dot|punkt|punto)[-_]{{1,2}}{_ENDING}"
    ),
    re.compile(rf"{_LOCAL}\s?@\s?{_BOXES}\b(?:\s?[.,]?\s?{_ENDING})?"),
    re.compile(r"(?:\w\s){2,40}@(?:\s\w){2,40}\s\.(?:\s\w){2,6}"),
)

# -- names elsewhere ------------------------------------------------------------------------------

_MESSENGERS = r"(?:whats\s?app|we\s?chat|wei\s?xin|微信|微信号|telegram|viber|skype|qq|واتساب|تلغرام|تيليجرام|واتس)"
_PERHAPS = r"(?:line|signal|messenger|facebook|fb|insta(?:gram)?|discord|kakao(?:talk)?|snapchat|tiktok)"
_SIGN = r"\s?(?:id|号|name|user(?:name)?)?\s?(?:[:=@]|is\s)\s?@?"
HANDLES = (
    re.compile(rf"(?<![a-z0-9_]){_MESSENGERS}{_SIGN}[\w.:-]{{3,40}}"),
    # a name that no word looks like
    re.compile(rf"(?<![a-z0-9_]){_MESSENGERS}\s{{0,2}}(?:id|号)?\s{{0,2}}(?=[\w.-]{{0,40}}[\d_])[\w.-]{{4,40}}"),
    re.compile(r"(?<![a-z0-9_])(?:vx|v信|加v|薇信|威信)\s?:?\s?(?=[\w-]{0,40}[\d_])[a-z][\w-]{4,40}"),
    re.compile(
        r"(?<![\w])(?:insta(?:gram)?|discord|kakao(?:talk)?|snapchat|tiktok)\s{1,2}(?=[\w.]{0,40}[\d_])[a-z][\w.]{4,40}"
    ),
    re.compile(rf"(?<![\w]){_PERHAPS}\s?(?:id\s?[:=]?\s?|[:=@]\s?@?)[\w.-]{{3,40}}"),
)

# -- links ----------------------------------------------------------------------------------------

LINKS = (
    re.compile(r"(?:https?|ftp)\s?:\s?//\s?(?P<host>[^\s/?#:]{1,253})(?:[/?#:]\S{0,2000})?"),
    re.compile(rf"(?<![\w@.-])(?P<host>www\.{_HOST}(?:\.{_HOST}){{1,6}})(?:[/?#]\S{{0,2000}})?"),
    re.compile(rf"(?<![\w@.-])(?P<host>(?:{_HOST}[.。]){{1,4}}(?:{_PLAIN_ENDINGS}))(?![\w-])(?:[/?#]\S{{0,2000}})?"),
    re.compile(rf"(?<![\w@.-])(?P<host>{_HOST}\s{{1,2}}dot\s{{1,2}}(?:com|net|org))(?![\w-])"),
    re.compile(rf"(?<![\w@.-])(?P<host>(?:{_HOST}\.){{1,4}}(?:{_WORD_ENDINGS}))/\S{{1,2000}}"),
)

# -- telephone numbers ----------------------------------------------------------------------------

_WORDS = (
    "zero|oh|one|two|three|four|five|six|seven|eight|nine"
    "|null|eins|zwo|zwei|drei|vier|fünf|sechs|sieben|acht|neun"
    "|cero|uno|dos|tres|cuatro|cinco|seis|siete|ocho|nueve"
    "|zéro|deux|trois|quatre|cinq|sept|huit|neuf"
    "|صفر|واحد|اثنان|ثلاثة|اربعة|أربعة|خمسة|ستة|سبعة|ثمانية|تسعة"
)
DIGIT_WORD = re.compile(rf"\b(?:{_WORDS})\b")
SPELT = re.compile(rf"(?:\b(?:double\s|triple\s)?(?:{_WORDS}|\d)\b[\s,./+-]{{0,3}}){{7,20}}")
SPELT_CHINESE = re.compile(r"(?:[零〇○一二三四五六七八九幺壹贰叁肆伍陆柒捌玖][\s,、.-]{0,2}){7,20}")
MOBILE_CN = re.compile(r"1[3-9]\d{9}|0\d{9,11}")
SINGLE_DIGITS = re.compile(r"(?<![\d.,])\+?(?:\d[ .\-_*|]{1,3}){8,16}\d(?![\d])")
ABROAD = re.compile(r"(?<![\w.,])(?:\+\s?|\(\+|00\s?)[1-9](?:[\s().\-/]{0,3}\d){6,15}(?!\d)")

PHONE_WORD = re.compile(
    r"(?:phone|tel|telefon\w*|téléphone|teléfono|call|ring|mobile?|handy\w*|cell|sms|text me|whats\s?app|viber|signal"
    r"|reach|anrufen|ruf|电话|手机|打|هاتف|جوال|اتصل|رقمي)(?:\W{1,3}\w{0,10}){0,3}\W{0,4}$"
)
CODE_WORD = re.compile(
    r"(?:\bhs\b|\bhts\b|taric|tariff|zolltarif\w*|\bsku\b|\bean\b|gtin|\bupc\b|isbn|\basin\b|\biban\b|\bvat\b|\bust\w*"
    r"|order\w*|bestell\w*|auftrag\w*|commande|pedido|订单|编码|编号|条码|الطلب|tracking|sendung\w*|parcel|paket\w*"
    r"|article|artikel\w*|item|model\w*|serial|serien\w*|\bref\w*|invoice|rechnung\w*|batch|lot|charge)"
    r"[\s:.#№-]{0,3}(?:code|number|nummer|no\.?|nr\.?|id|号|号码|رقم)?[\s:.#№-]{0,3}(?:is|ist|是)?[\s:]{0,2}$"
)
HS_CODE = re.compile(r"\d{4}[. ]\d{2}(?:[. ]\d{2,4}){0,2}|\d{6}[. ]\d{2,4}")
DATE = re.compile(
    r"\d{4}[-./]\d{1,2}[-./]\d{1,2}(?:[ t]\d{1,2}(?::\d{2}){0,2})?|\d{1,2}[-./]\d{1,2}[-./]\d{2,4}"
    r"|\d{1,2}[-./ ]\d{1,2}[-./ ]\d{4}\s?[-–]\s?\d{1,2}[-./ ]\d{1,2}[-./ ]\d{4}"
)
# a number that is only a part of something longer
INSIDE_A_CODE = re.compile(r"(?:\w[-_/#]|[^\W\d]|#)$")
GOES_ON = re.compile(r"[-_/]?[^\W\d_]\w*[-_]?\d|[-_/]\d|[.,]\d")
_CURRENCY = (
    r"€|\$|£|¥|₹|₽|﷼|(?:eur|usd|gbp|chf|nok|sek|dkk|cny|rmb|jpy|yen|sar|aed)\b|euro\w{0,2}\b|dollars?\b|元|ريال|درهم"
)
CURRENCY_BEFORE = re.compile(rf"(?:{_CURRENCY})\s?$")
UNIT_AFTER = re.compile(
    rf"\s?(?:{_CURRENCY}|%|mm\b|cm\b|m\b|kg\b|g\b|ml\b|l\b|pcs\b|pieces?\b|stück\b|units?\b|x\b|×|件|个|pièces?\b|قطعة)"
)
