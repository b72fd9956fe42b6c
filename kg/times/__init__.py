"""Date words and a publication date give ISO dates and EDTF intervals, as exact as the text and no more exact."""

from kg.times.dates import DateMention, date_bounds, find_dates

__all__ = ["DateMention", "date_bounds", "find_dates"]
