"""Newspaper pages in PDF become articles, by the places of their characters."""

from kg.pdf.articles import read_pdf, read_picture

__all__ = ["read_pdf", "read_picture"]
