"""parkwatch (园哨): the program. Command line, schedule, and the adapter to Telegram; it decides nothing about parks.

Heavy imports stand inside the commands that need them: `parkwatch --help` loads neither Scrapy nor Telegram.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import os
import signal
import sys
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from telegram import Bot, Update
    from telegram.ext import Application

    from crawler.configuration import Settings
    from crawler.source import Source
    from monitors.alerts.delivery import NotSent, Send
    from monitors.alerts.lines import Part
    from state.database import Database

log = logging.getLogger("parkwatch")

# python-telegram-bot gives seconds as a timedelta then, as it will in its next major version, and does not warn.
os.environ.setdefault("PTB_TIMEDELTA", "true")

SHANGHAI = ZoneInfo("Asia/Shanghai")
LOOK = 60.0  # seconds between two looks at what is due
CRAWL_LIMIT = 1800.0  # seconds after which a crawl is ended, whatever it does
KEPT_DAYS = 90  # how long delivered messages and held readings stay, unless --days says otherwise
RECONNECT = 15.0  # seconds between two tries to reach Telegram at the start


def now() -> datetime:
    """The time, in the zone of every source."""
    return datetime.now(SHANGHAI)


# ── the service ─────────────────────────────────────────────────────────────────────────────────────────────────────


def run(told: Settings) -> int:
    """Schedule, crawls, delivery and bot, until SIGTERM or Ctrl-C."""
    from crawler.commands import known_sources, open_state

    known = known_sources(told)
    with open_state(told) as database:
        asyncio.run(_serve(told, database, known))
    return 0


async def _serve(told: Settings, database: Database, known: Mapping[str, Source]) -> None:
    from crawler.schedule import Schedule

    stopping = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopping.set)
    mouth = Terminal(database) if not told.token else TelegramBot(told, database)
    schedule = Schedule(database, known, told.for_crawls(), now, mouth.after_crawl, look=LOOK, limit=CRAWL_LIMIT)
    speaking = asyncio.create_task(mouth.run(stopping))
    schedule.start()
    waiting = asyncio.create_task(stopping.wait())
    await asyncio.wait({speaking, waiting}, return_when=asyncio.FIRST_COMPLETED)
    stopping.set()
    await schedule.stop()
    await speaking
    log.info("stopped")


class Terminal:
    """Without a token: what is news is printed, and nothing leaves the outbox of those who wait for Telegram."""

    def __init__(self, database: Database) -> None:
        from state import changes

        self._database = database
        with database.read() as connection:
            self._last = changes.last_id(connection)

    async def run(self, stopping: asyncio.Event) -> None:
        log.info("TELEGRAM_BOT_TOKEN is not set: alerts are printed here")
        await stopping.wait()

    async def after_crawl(self) -> None:
        from monitors.alerts import terminal
        from state import changes

        with self._database.read() as connection:
            news = changes.query(connection, after_id=self._last)
        self._last = news[-1]["id"] if news else self._last
        terminal.show_changes(news, as_json=False)


class TelegramBot:
    """The adapter: the only place that knows Telegram's types."""

    def __init__(self, told: Settings, database: Database) -> None:
        from telegram.ext import ApplicationBuilder, MessageHandler, filters

        from monitors import zones
        from monitors.alerts.delivery import Delivery, Pace
        from monitors.alerts.dialogue import Dialogue
        from monitors.boards import catalogue

        builder = ApplicationBuilder().token(told.token).read_timeout(20).write_timeout(20)
        self._app: Application[Any, Any, Any, Any, Any, Any] = (builder.base_url(told.api) if told.api else builder).build()
        self._app.add_handler(MessageHandler(filters.UpdateType.MESSAGE & filters.TEXT, self._asked))
        self._dialogue = Dialogue(database, now, zones.load(), catalogue.load(told.boards))
        self._delivery = Delivery(database, sender(self._app.bot), now, operators=told.admins, pace=Pace())

    async def run(self, stopping: asyncio.Event) -> None:
        """Answers and delivers until told to stop. Raises Failed where the token is refused."""
        if not await self._connect(stopping):
            return
        delivering = asyncio.create_task(self._delivery.run())
        await self._app.start()
        assert self._app.updater is not None  # built with one
        await self._app.updater.start_polling(allowed_updates=["message"], bootstrap_retries=-1, error_callback=_polling_failed)
        waiting = asyncio.create_task(stopping.wait())
        await asyncio.wait({delivering, waiting}, return_when=asyncio.FIRST_COMPLETED)
        await self._app.updater.stop()
        await self._app.stop()
        self._delivery.stop()
        try:
            await delivering
        finally:
            await self._app.shutdown()

    async def after_crawl(self) -> None:
        """Delivery looks by itself, every second."""

    async def _connect(self, stopping: asyncio.Event) -> bool:
        """Says hello to Telegram, again and again while it cannot be reached; False where it is time to stop."""
        from telegram.error import InvalidToken, TelegramError

        from crawler.commands import Failed
        from monitors.alerts.dialogue import COMMANDS

        while not stopping.is_set():
            try:
                await self._app.initialize()
                await self._app.bot.set_my_commands([(name, what[:200]) for name, what in COMMANDS.items()])
                return True
            except InvalidToken:
                # Not chained: the error's own words contain the token.
                raise Failed("Telegram refuses TELEGRAM_BOT_TOKEN: ask @BotFather for the right one") from None
            except TelegramError as error:
                log.warning("Telegram cannot be reached: %s", error)
            waiting = asyncio.create_task(stopping.wait())
            await asyncio.wait({waiting}, timeout=RECONNECT)
        return False

    async def _asked(self, update: Update, _: object) -> None:
        from monitors.alerts.lines import line
        from state.database import StateError

        message = update.effective_message
        if message is None or not message.text or (message.chat.type != "private" and not message.text.startswith("/")):
            return
        thread = message.message_thread_id if message.is_topic_message and message.message_thread_id else 0
        try:
            lines = await asyncio.to_thread(self._dialogue.answer, message.text, str(message.chat_id), thread)
        except StateError as error:
            log.error("cannot answer chat %s: %s", message.chat_id, error)
            lines = [line("现在查不了库，请稍后再试。")]
        await self._delivery.reply(str(message.chat_id), thread, lines)


def _polling_failed(error: Exception) -> None:
    log.warning("Telegram gives no updates: %s", error)


def sender(bot: Bot) -> Send:
    """A `send` for delivery out of a Telegram bot."""
    from telegram import LinkPreviewOptions
    from telegram.constants import ParseMode
    from telegram.error import TelegramError

    async def send(chat: str, thread: int, part: Part, *, markup: bool) -> None:
        try:
            await bot.send_message(
                chat,
                part.html if markup else part.plain,
                parse_mode=ParseMode.HTML if markup else None,
                message_thread_id=thread or None,
                link_preview_options=LinkPreviewOptions(is_disabled=True),
            )
        except TelegramError as error:
            raise not_sent(error) from error

    return send


def not_sent(error: Exception) -> NotSent:
    """Telegram's errors as delivery knows them. Their order matters: some are kinds of others."""
    from httpx import ConnectError, ConnectTimeout, HTTPError, PoolTimeout
    from telegram import error as kinds

    from monitors.alerts.delivery import Gone, Moved, Refused, RetryLater, TopicGone, Unparsable, Unreachable

    said = str(error)
    match error:
        case kinds.RetryAfter():
            wait = error.retry_after
            return RetryLater(wait.total_seconds() if isinstance(wait, timedelta) else wait)
        case kinds.ChatMigrated():
            return Moved(str(error.new_chat_id))
        case kinds.Forbidden():
            return Gone(said)
        case kinds.InvalidToken():
            return Unreachable("the token is refused")
        case kinds.BadRequest():
            lower = said.lower()
            if "parse entities" in lower:
                return Unparsable(said)
            if "thread not found" in lower or "topic_closed" in lower or "topic_deleted" in lower:
                return TopicGone(said)
            gone = ("chat not found", "user not found", "peer_id_invalid", "group chat was deactivated", "user_is_deactivated")
            return Gone(said) if any(words in lower for words in gone) else Refused(said)
        case kinds.NetworkError():
            cause = error.__cause__
            lost = isinstance(cause, HTTPError) and not isinstance(cause, ConnectError | ConnectTimeout | PoolTimeout)
            return Unreachable(said, perhaps_arrived=lost)
    # An answer that is no JSON, or an error number of a proxy: nobody knows what became of the message.
    return Unreachable(said, perhaps_arrived=True)


# ── the command line ────────────────────────────────────────────────────────────────────────────────────────────────


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one line."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message} ({self.prog} --help tells more)\n")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"there is no date {text!r}: write it as 2025-01-08") from error


def _days(text: str) -> int:
    if not text.isdigit() or not 0 < int(text) < 100_000:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of days")
    return int(text)


def parser() -> argparse.ArgumentParser:
    """The command line of DESIGN: scripts depend on it."""
    top = _Parser(prog="parkwatch", description="Follows what is published about China's parks and tells what really changed.")
    top.add_argument("--config", type=Path, metavar="FILE", help="settings in TOML (default: parkwatch.toml, where there is one)")
    commands = top.add_subparsers(title="commands", metavar="COMMAND", required=True, dest="does", parser_class=_Parser)

    def command(name: str, told: str, *, as_json: bool = True) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=told, description=told)
        if as_json:
            made.add_argument("--json", action="store_true", help="one JSON object a line, nothing else on stdout")
        return made

    command("demo", "the whole line on a small local web: no token and no network needed", as_json=False)
    command("run", "the service: schedule, crawls, delivery, bot", as_json=False)
    one = command("crawl", "one crawl; prints the changes")
    one.add_argument("names", nargs="*", metavar="NAME", help="sources; all where none is named")
    one.add_argument("--due", action="store_true", help="only those whose time has come")
    one.add_argument("--date", type=_day, metavar="D", help="the newspaper of one day")
    one.add_argument("--since", type=_day, metavar="D", help="back-filling: the newspaper from this day on, stored silently")
    one.add_argument("--until", type=_day, metavar="D", help="and up to this one")
    one = command("read", "what files say; stores nothing")
    one.add_argument("files", nargs="+", metavar="FILE")
    one.add_argument("--source", metavar="NAME", help="the source it is from")
    one.add_argument("--title", metavar="T")
    one.add_argument("--date", type=_day, metavar="D", help="when it was published")
    one = command("changes", "the log of changes with their evidence")
    one.add_argument("--since", type=_day, metavar="D")
    one.add_argument("--zone", metavar="Z")
    one.add_argument("--kind", choices=("ranking", "list", "policy", "indicator", "event", "coverage"))
    command("zone", "everything known about a park").add_argument("name", metavar="NAME")
    one = command("board", "a ranking or list as stored; without a name, all of them")
    one.add_argument("name", nargs="?", metavar="NAME")
    one.add_argument("--edition", metavar="E")
    command("sources", "every source: schedule, health, what was not understood")
    _keeping(command("db", "upgrade, backup FILE, prune", as_json=False))
    return top


def _keeping(db: argparse.ArgumentParser) -> None:
    actions = db.add_subparsers(metavar="ACTION", required=True, dest="action", parser_class=_Parser)
    actions.add_parser("upgrade", help="bring the database to this version")
    actions.add_parser("backup", help="a consistent copy while everything runs").add_argument("file", metavar="FILE")
    prune = actions.add_parser("prune", help="forget what was delivered or held back, after a time")
    prune.add_argument("--days", type=_days, default=KEPT_DAYS, metavar="N", help=f"how long it is kept (default: {KEPT_DAYS})")


def _log_to_stderr() -> None:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s", stream=sys.stderr)
    # httpx writes every address it asks for, and ours hold the token.
    for name in ("httpx", "httpcore", "telegram", "apscheduler", "alembic"):
        logging.getLogger(name).setLevel(logging.WARNING)


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command. Exit codes: 0 well, 1 a failure told in one line, 2 bad usage."""
    try:
        args = parser().parse_args(arguments)
    except SystemExit as end:
        return int(end.code or 0)
    from crawler import commands, configuration

    _log_to_stderr()

    def work() -> int:
        told = configuration.load(args.config)
        return run(told) if args.does == "run" else commands.COMMANDS[args.does](args, told)

    return commands.explained(work)


if __name__ == "__main__":
    sys.exit(main())
