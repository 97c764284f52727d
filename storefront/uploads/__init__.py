"""Files that people send about something: evidence, photos, documents. Nobody reads them but through their subject."""
