"""Fetches pages and files from the real sites, and says what they are: politely, safely, and nothing more."""
