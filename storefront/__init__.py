"""A multilingual storefront that serves HTML; business models are plugins."""

__version__ = "0.1.0"
