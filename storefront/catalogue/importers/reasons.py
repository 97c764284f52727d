"""Every reason an importer gives, in English; translated where it is shown."""

from __future__ import annotations


def _(message: str) -> str:
    """Mark a message for the translators; the translation happens at the edge."""
    return message


# The file as a whole
MISSING_FILE = _("The file {path} cannot be opened: {error}.")
EMPTY_FILE = _("The file is empty.")
BINARY_FILE = _("The file is not a text file. Export it as CSV and try again.")
SPREADSHEET_FILE = _("The file is a spreadsheet workbook. Save it as CSV (UTF-8) and try again.")
ARCHIVE_FILE = _("The file is an archive or a document. Unpack it and choose the CSV file inside.")
NO_HEADER = _("No column of a {system} export was found in the first line. Is it the right file?")
NO_KNOWN_HEADER = _("The first line is that of no export that is known here ({systems}). Is it the right file?")
NO_COLUMN = _("The column {column} is missing. It is needed to read a {system} export.")
LONG_LINE = _("Line {row} is longer than {limit} characters. Is it a CSV file?")
MANY_OPEN_QUOTES = _("Too many quotation marks are opened and never closed. Export the file anew.")
UNKNOWN_FORMAT = _("The format {format} is not known. Known are: {known}.")
UNKNOWN_CURRENCY = _("The currency {currency} is not known. Use a code such as EUR.")

# Encoding and columns
GUESSED_ENCODING = _(
    "The file is not UTF-8 and was read as {encoding}. Check letters such as ä and é."
)
NUL_BYTES = _("The file holds NUL characters; they were left out.")
UNKNOWN_COLUMN = _("This column is not known and is not imported.")
REPEATED_COLUMN = _("This column appears more than once; the first one is used.")

# Rows
MORE_CELLS = _("The row has {found} cells, the header has {expected}. Is a quotation mark missing?")
FEWER_CELLS = _("The row has {found} cells, the header has {expected}; the missing ones are empty.")
CUT_OFF = _("The file ends in the middle of this row. Export it anew.")
OPEN_QUOTE = _("A quotation mark is opened in this row and never closed.")
DAMAGED_TEXT = _("The cell holds characters that cannot be read. Save the file as UTF-8.")

# Cells
TOO_LONG = _("The text has {found} characters; at most {limit} are possible.")
CUT_TEXT = _("The text has {found} characters; it was cut to {limit}.")
NOT_A_NUMBER = _("This is not a number.")
WITH_CURRENCY = _("Write the number alone, without a currency sign.")
AMBIGUOUS_NUMBER = _("This can be read as {one} or as {other}. Write it without a thousands sign.")
NEGATIVE_PRICE = _("A price cannot be negative.")
NEGATIVE_MEASURE = _("A weight or size cannot be negative.")
TOO_PRECISE = _("The price has more decimals than its currency ({limit}).")
TOO_LARGE = _("The number is too large.")
NOT_WHOLE = _("This must be a whole number.")
NOT_YES_OR_NO = _("This must be yes or no (1 or 0, true or false).")
NOT_A_DATE = _("This is not a date. Write it as year-month-day, for example 2026-03-31.")
NOT_A_GTIN = _("This is not a valid GTIN, EAN, UPC or ISBN; it was left out.")
ROUNDED_GTIN = _("A spreadsheet has rounded this number; it was left out.")
NOT_AN_HS_CODE = _("An HS code has 6 to 12 digits; this was left out.")
NOT_A_COUNTRY = _("Write the country as its two letters, for example DE; this was left out.")
NOT_A_URL = _("This is not a web address (http or https); the picture was left out.")
NOT_A_POSITION = _("This is not a position; the file's order is used.")
UNKNOWN_UNIT = _("The unit {unit} is not known.")

# Products and variants
NO_HANDLE = _("The row has no handle.")
HANDLE_AGAIN = _(
    "The handle appeared already in row {row}. Rows of one product must follow each other."
)
HANDLE_CLASH = _("The handle reads like that of row {row} in a web address ({slug}).")
NO_LETTERS = _("No web address can be made of this.")
NO_TITLE = _("The product has no title.")
NO_PRICE = _("The variant has no price.")
NOT_FOR_SALE = _("It has no price: it is imported, but not for sale.")
SKU_AGAIN = _("The SKU is used already in row {row}.")
SKU_OF_ANOTHER = _("The SKU belongs to another product of the shop ({slug}).")
ID_AGAIN = _("The ID is used already in row {row}.")
NO_OPTION_NAME = _("The option has a value, but no name.")
NO_OPTION_VALUE = _("The variant has no value for the option {option}.")
SAME_OPTIONS = _("The variant has the same options as the one in row {row}.")
MANY_VARIANTS = _("The product has more than {limit} variants.")
MANY_ROWS = _("The product has more than {limit} rows.")
NO_VARIANTS = _("The product has no variant that can be sold.")
NO_QUANTITY = _("Stock is tracked, but the quantity is missing: it is taken as 0.")
NEGATIVE_STOCK = _("The stock is negative: it is taken as 0.")
UNKNOWN_STATUS = _("This status is not known: the product is imported, but not published.")
SALE_NOT_LOWER = _("The sale price is not below the price; it is not used.")
SALE_WITHOUT_PRICE = _("There is a sale price, but no regular price.")
SALE_ENDS_EARLY = _("The sale ends before it starts.")
SHARED_STOCK = _("This stock is for {count} variants together; it was shared out among them.")
SHARED_GTIN = _("This number is for {count} variants together; it was left out.")
UNKNOWN_PARENT = _("The product of this variation is not in the file.")
UNUSABLE_PARENT = _("The row that this variation belongs to (row {row}) is not a variable product.")
NO_PARENT = _("The variation names no product that it belongs to.")
VARIATION_OFF = _("The variation is switched off; it was left out.")
UNKNOWN_PRODUCT = _("The product {reference} is not in the file; the link was left out.")
LIMITED_VISIBILITY = _("Showing it only there is not possible: it is shown everywhere.")

# Not supported
NO_SHIPPING = _("Not supported: it is not shipped (a service or a download).")
GIFT_CARD = _("Not supported: a gift card.")
EXTERNAL = _("Not supported: an external product, sold on another site.")
DOWNLOADABLE = _("Not supported: a downloadable product.")
VIRTUAL = _("Not supported: a virtual product.")
OTHER_TYPE = _("Not supported: the product type {type}.")
GROUPED = _("A grouped product: its members are linked as related products instead.")
