"""A graph over HTTP: SPARQL endpoint, linked data, pages for people, and reconciliation; read only."""

from kg.server.app import create_app, serve

__all__ = ["create_app", "serve"]
