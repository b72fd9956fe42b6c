"""A graph over HTTP: SPARQL endpoint, linked data, pages for people, and reconciliation; read only."""

from kg.server.app import configure, create_app, serve

__all__ = ["configure", "create_app", "serve"]
