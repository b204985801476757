"""What the environment, or else a configuration file, says: for the service and for the crawls it starts."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

_OURS = (
    "PARKWATCH_DATABASE_URL",
    "TELEGRAM_BOT_TOKEN",
    "PARKWATCH_TELEGRAM_API",
    "PARKWATCH_ADMIN_CHATS",
    "PARKWATCH_SOURCES",
    "PARKWATCH_CONTACT",
)
_PROXIES = ("http_proxy", "https_proxy", "no_proxy")


class BadConfiguration(Exception):
    """The configuration file cannot be used; one line says which, where and what to do."""


@dataclass(frozen=True)
class Settings:
    """Where the state is, who the bot is, whom to tell of trouble, and what else to read."""

    database: str  # SQLAlchemy's form
    token: str = field(repr=False)  # "" without a bot
    api: str  # base address of another Bot API, "" for Telegram's own
    admins: tuple[str, ...]
    sources: str  # a folder of further sources and boards, "" for none
    contact: str  # whom a site can write to about our crawler: an address or a page, told in User-Agent
    proxies: Mapping[str, str]

    @property
    def boards(self) -> Path | None:
        """Where to look for boards of the user's own, beside the shipped ones."""
        return Path(self.sources) if self.sources else None

    def for_crawls(self) -> dict[str, str]:
        """The same as a crawl reads it: its environment variables."""
        return {
            "PARKWATCH_DATABASE_URL": self.database,
            "PARKWATCH_ADMIN_CHATS": ",".join(self.admins),
            "PARKWATCH_SOURCES": self.sources,
            "PARKWATCH_CONTACT": self.contact,
            **self.proxies,
        }


def load(file: Path | None, environment: Mapping[str, str] | None = None) -> Settings:
    """The environment over a TOML file whose keys are the same names, in either case.

    file: None for parkwatch.toml, if there is one; a file that is named must be there. Raises BadConfiguration.
    """
    given = os.environ if environment is None else environment
    values = _from_file(file) | {name: given[name] for name in (*_OURS, *_PROXIES) if given.get(name)}
    return Settings(
        database=values.get("PARKWATCH_DATABASE_URL") or _default_database(),
        token=values.get("TELEGRAM_BOT_TOKEN", ""),
        api=values.get("PARKWATCH_TELEGRAM_API", "").rstrip("/"),
        admins=tuple(filter(None, (chat.strip() for chat in values.get("PARKWATCH_ADMIN_CHATS", "").split(",")))),
        sources=values.get("PARKWATCH_SOURCES", ""),
        contact=values.get("PARKWATCH_CONTACT", ""),
        proxies={name: values[name] for name in _PROXIES if name in values},
    )


def _from_file(named: Path | None) -> dict[str, str]:
    file = named or Path("parkwatch.toml")
    try:
        raw = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        if named is None:
            return {}
        raise BadConfiguration(f"there is no configuration file {file}") from error
    except OSError as error:
        raise BadConfiguration(f"cannot read the configuration file {file}: {error.strerror}") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadConfiguration(f"the configuration file {file} is not TOML: {error}") from error
    known = {name.lower(): name for name in (*_OURS, *_PROXIES)}
    if unknown := [key for key in raw if key.lower() not in known]:
        raise BadConfiguration(f"{file} has an unknown key {unknown[0]!r}: known are {', '.join(known.values())}")
    return {known[key.lower()]: ",".join(map(str, value)) if isinstance(value, list) else str(value) for key, value in raw.items()}


def _default_database() -> str:
    from platformdirs import user_data_path

    return f"sqlite:///{user_data_path('parkwatch') / 'parkwatch.sqlite'}"
