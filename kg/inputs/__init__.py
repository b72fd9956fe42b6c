"""Whatever a user has becomes articles: files of many kinds, told apart by content, with an account of what was read and what was not."""

from kg.inputs.account import Account, Entry, account_rows, check_account, kind_rows, write_account
from kg.inputs.given import Input, Inputs, sort_inputs
from kg.inputs.read import read_articles, read_entries, read_inputs
from kg.inputs.words import label_of

__all__ = [
    "Account",
    "Entry",
    "Input",
    "Inputs",
    "account_rows",
    "check_account",
    "kind_rows",
    "label_of",
    "read_articles",
    "read_entries",
    "read_inputs",
    "sort_inputs",
    "write_account",
]
