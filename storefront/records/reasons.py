"""Every reason an import of our own format gives, in English; translated where it is shown."""

from __future__ import annotations


def _(message: str) -> str:
    """Mark a message for the translators; the translation happens at the edge."""
    return message


# the line
NO_FILE = _("The file {path} cannot be opened: {error}.")
EMPTY = _("The file holds no records.")
NOT_UTF8 = _("The line is not UTF-8. Save the file as UTF-8.")
NOT_JSON = _("The line is no JSON: {error}.")
CUT_OFF = _("The file ends in the middle of this line. Export it anew.")
NO_OBJECT = _("Each line is one JSON object.")
LONG_LINE = _("The line is longer than {limit} MB.")
TWICE_IN_OBJECT = _("The field stands twice in one object.")
NO_TYPE = _("Each record begins with its “type”.")
UNKNOWN_TYPE = _("No record of this type is known. Known are: {known}.")
PLUGIN_OFF = _("Records of this type come with the plugin {plugin}, which this shop has never enabled.")
OTHER_VERSION = _("The file has format {found}; this program reads format {known}.")

# the field
UNKNOWN_FIELD = _("The field is not known here. Known are: {known}.")
MISSING = _("The field is needed.")
WRONG_KIND = _("Expected: {expected}.")
TOO_LONG = _("The text has {found} characters; at most {limit} are possible.")
TOO_SMALL = _("The number is smaller than {limit}.")
TOO_LARGE = _("The number is too large.")
NOT_A_MOMENT = _("This is no moment in UTC such as 2026-11-23T09:30:00.000000Z.")
NOT_A_DAY = _("This is no day such as 2026-11-23.")
UNKNOWN_CURRENCY = _("The currency {currency} is not known. Use a code such as EUR.")
UNKNOWN_COUNTRY = _("The country {country} is not known. Use a code such as DE.")
NOT_A_LANGUAGE = _("{language} is no language tag such as de or zh-Hans.")
NOT_A_CHOICE = _("Possible are: {choices}.")
BAD_CHARACTERS = _("The text holds characters that cannot be kept (NUL, or half of a pair).")

# between records
TWICE = _("This {type} stands in line {row} already.")
UNKNOWN_NAME = _("There is no {type} {name}, neither above in the file nor in the shop.")
UNKNOWN_ANYWHERE = _("There is no {type} {name}, neither in the file nor in the shop.")
SKU_OF_ANOTHER = _("This SKU belongs to the product {slug}.")
NO_SUCH_PICTURE = _("The product’s pictures are numbered from 0 to {most}.")
NOT_OF_PRODUCT = _("This product has no variant with this SKU.")
NO_PICTURE = _("The picture’s file {file} is neither beside the file nor in the shop.")
WRONG_PICTURE = _("The picture’s file {file} is not what its name says.")
NO_PICTURE_FORMAT = _("A picture has widths of 1 to 10000 and the formats avif, webp, jpg or svg.")
NOT_IN_PURCHASE = _("There is no such {kind} in this purchase.")
UNBALANCED = _("The lines of this entry do not sum to zero in {currency}.")
NOT_ITS_MOVES = _("This is not the sum of the changes below it, {sum}.")
NOT_APPROVED = _("The seller {seller} is approved for {models} only. Staff can widen that on the seller’s page.")

# files that people sent
NO_DIGEST = _("This is no SHA-256 in 64 small hexadecimal signs.")
NO_FILE_NAME = _("A file’s name has no slashes and no control characters.")
NO_UPLOAD = _("The file {file} is neither beside the file nor in the shop.")
WRONG_UPLOAD = _("The file {file} is not what its name says.")
WRONG_SIZE = _("The file {file} has {found} bytes.")
