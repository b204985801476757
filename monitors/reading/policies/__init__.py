"""Policies: what is paid, offered and granted to whom, and the documents and dates around it."""
