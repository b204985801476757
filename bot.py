"""parkwatch (园哨): the program. Command line, schedule, and the adapter to Telegram; it decides nothing about parks.

Heavy imports stand inside the commands that need them: `parkwatch --help` loads neither Scrapy nor Telegram.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import logging
import os
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn
from weakref import WeakValueDictionary
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from telegram import Bot, CallbackQuery, Chat, Message, Update, User
    from telegram.ext import Application

    from crawler.configuration import Settings
    from crawler.source import Source
    from monitors.alerts.dialogue.asked import Asked
    from monitors.alerts.pace import Pace
    from monitors.alerts.reply import File, Post, Reply
    from monitors.alerts.sending import NotSent, Send
    from state.database import Database

log = logging.getLogger("parkwatch")

# python-telegram-bot gives seconds as a timedelta then, as it will in its next major version, and does not warn.
os.environ.setdefault("PTB_TIMEDELTA", "true")

SHANGHAI = ZoneInfo("Asia/Shanghai")
LOOK = 60.0  # seconds between two looks at what is due
CRAWL_LIMIT = 1800.0  # seconds after which a crawl is ended, whatever it does
KEPT_DAYS = 90  # how long delivered messages and held readings stay, unless --days says otherwise
RECONNECT = 15.0  # seconds between two tries to reach Telegram at the start
TALKS = 16  # chats that are answered at the same time
UPDATES = ["message", "channel_post", "callback_query", "my_chat_member"]


def now() -> datetime:
    """The time, in the zone of every source."""
    return datetime.now(SHANGHAI)


# ── the service ─────────────────────────────────────────────────────────────────────────────────────────────────────


def run(told: Settings) -> int:
    """Schedule, crawls, delivery and bot, until SIGTERM or Ctrl-C."""
    from crawler.commands import known_sources, open_state
    from state import lock

    known = known_sources(told)
    with open_state(told) as database, lock.service(database):
        asyncio.run(_serve(told, database, known))
    return 0


async def _serve(told: Settings, database: Database, known: Mapping[str, Source]) -> None:
    from crawler.schedule import Schedule

    stopping = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopping.set)
    mouth = TelegramBot(told, database, known) if told.token else Terminal(told, database)
    schedule = Schedule(database, known, told.for_crawls(), now, mouth.after_crawl, look=LOOK, limit=CRAWL_LIMIT)
    speaking = asyncio.create_task(mouth.run(stopping))
    reporting = asyncio.create_task(_report_weekly(told, database, known, stopping))
    schedule.start()
    waiting = asyncio.create_task(stopping.wait())
    await asyncio.wait({speaking, reporting, waiting}, return_when=asyncio.FIRST_COMPLETED)
    stopping.set()
    await schedule.stop()
    await speaking
    await reporting
    log.info("stopped")


async def _report_weekly(told: Settings, database: Database, known: Mapping[str, Source], stopping: asyncio.Event) -> None:
    """Looks whether the operator's weekly report is due, now and then; the state knows when the last one was."""
    from crawler import schedule
    from monitors.alerts.dialogue.operating import report_if_due

    while not stopping.is_set():
        await asyncio.to_thread(report_if_due, database, told.admins, now(), lambda: schedule.status(database, known))
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stopping.wait(), LOOK)


class Terminal:
    """Without a token: news and the operator's notices are printed; nothing leaves the outbox of those who wait for Telegram."""

    def __init__(self, told: Settings, database: Database) -> None:
        from monitors.alerts import terminal
        from monitors.alerts.delivery import Delivery
        from state import changes

        self._database = database
        self._notices = Delivery(database, terminal.show_post, now, only=told.admins)
        with database.read() as connection:
            self._last = changes.last_id(connection)

    async def run(self, stopping: asyncio.Event) -> None:
        log.info("TELEGRAM_BOT_TOKEN is not set: alerts are printed here")
        await self._notices.drain()
        await stopping.wait()

    async def after_crawl(self) -> None:
        from monitors.alerts import terminal
        from state import changes

        with self._database.read() as connection:
            news = changes.query(connection, after_id=self._last)
        self._last = news[-1]["id"] if news else self._last
        terminal.show_changes(news, as_json=False)
        await self._notices.drain()


class TelegramBot:
    """The adapter: the only place that knows Telegram's types."""

    def __init__(
        self,
        told: Settings,
        database: Database,
        known: Mapping[str, Source],
        *,
        clock: Callable[[], datetime] = now,
        pace: Pace | None = None,
    ) -> None:
        """clock: what dialogue and delivery take the time from. pace: another one than Telegram allows."""
        from telegram.ext import ApplicationBuilder, CallbackQueryHandler, ChatMemberHandler, MessageHandler, filters

        from crawler import schedule
        from monitors import zones
        from monitors.alerts.delivery import Delivery
        from monitors.alerts.dialogue.answering import Dialogue
        from monitors.alerts.dialogue.operating import Operating
        from monitors.alerts.pace import Pace
        from monitors.boards import catalogue

        builder = ApplicationBuilder().token(told.token).read_timeout(20).write_timeout(20).concurrent_updates(TALKS)
        if told.api:
            builder = builder.base_url(told.api).base_file_url(f"{told.api.removesuffix('/bot')}/file/bot")
        self._app: Application[Any, Any, Any, Any, Any, Any] = builder.build()
        said = filters.UpdateType.MESSAGE | filters.UpdateType.CHANNEL_POST
        self._app.add_handler(MessageHandler(filters.StatusUpdate.MIGRATE, self._migrated))
        self._app.add_handler(MessageHandler(said & ~filters.StatusUpdate.ALL, self._asked))
        self._app.add_handler(CallbackQueryHandler(self._pressed))
        self._app.add_handler(ChatMemberHandler(self._member, ChatMemberHandler.MY_CHAT_MEMBER))
        self._app.add_error_handler(_failed)
        self._operators = told.admins
        operating = Operating(database, clock, lambda: schedule.status(database, known))
        self._dialogue = Dialogue(database, clock, zones.load(), catalogue.load(told.boards), operating=operating)
        self._delivery = Delivery(database, sender(self._app.bot), clock, operators=told.admins, pace=pace or Pace())
        self._talks: WeakValueDictionary[tuple[str, int], asyncio.Lock] = WeakValueDictionary()

    async def run(self, stopping: asyncio.Event) -> None:
        """Answers and delivers until told to stop. Raises Failed where the token is refused."""
        if not await self._connect(stopping):
            return
        delivering = asyncio.create_task(self._delivery.run())
        await self._app.start()
        assert self._app.updater is not None  # built with one
        await self._app.updater.start_polling(allowed_updates=UPDATES, bootstrap_retries=-1, error_callback=_polling_failed)
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

        while not stopping.is_set():
            try:
                await self._app.initialize()
                self._dialogue.bot_name = self._app.bot.username
                await self._set_commands()
                return True
            except InvalidToken:
                # Not chained: the error's own words contain the token.
                raise Failed("Telegram refuses TELEGRAM_BOT_TOKEN: ask @BotFather for the right one") from None
            except TelegramError as error:
                log.warning("Telegram cannot be reached: %s", error)
            waiting = asyncio.create_task(stopping.wait())
            await asyncio.wait({waiting}, timeout=RECONNECT)
        return False

    async def _set_commands(self) -> None:
        """The menu of commands: Chinese for everybody, English for whose Telegram is not in Chinese; the operator's in his chats."""
        from telegram import BotCommandScopeAllGroupChats, BotCommandScopeAllPrivateChats, BotCommandScopeChat, BotCommandScopeDefault
        from telegram.error import BadRequest

        from monitors.alerts.dialogue.answering import commands

        wide = {"private": BotCommandScopeAllPrivateChats(), "group": BotCommandScopeAllGroupChats(), "": BotCommandScopeDefault()}
        for language, code in (("zh", None), ("en", "en")):
            for kind, scope in wide.items():
                await self._app.bot.set_my_commands(commands(language, kind or "private"), scope, code)
        for chat in self._operators:
            scope = BotCommandScopeChat(int(chat) if chat.lstrip("-").isdigit() else chat)
            try:
                await self._app.bot.set_my_commands(commands("zh", "operator"), scope)
            except BadRequest as error:  # he has not said /start yet: his commands work without their menu
                log.warning("the operator's chat %s takes no menu of commands: %s", chat, error)

    async def _asked(self, update: Update, _: object) -> None:
        """Somebody wrote, or sent a file."""
        from monitors.alerts.dialogue.asked import Asked

        message = update.effective_message
        if message is None:
            return
        asked = Asked(
            **self._where(message.chat, self._thread(message)),
            text=message.text or message.caption or "",
            file=await self._file(message),
            language_hint=message.from_user.language_code or "" if message.from_user else "",
        )
        async with self._talk(asked):
            if self._dialogue.changes_something(asked):
                asked = replace(asked, may_change=await self._may_change(message.chat, message.from_user, message.sender_chat))
            reply = await self._answer(asked)
            if reply is not None:
                await self._delivery.reply(asked.chat, asked.thread, reply)

    async def _pressed(self, update: Update, _: object) -> None:
        """Somebody pressed a button under a message of ours."""
        from telegram import Message

        from monitors.alerts.dialogue.asked import Asked
        from monitors.alerts.reply import Reply

        query = update.callback_query
        if query is None or query.message is None:
            return
        message = query.message
        thread = self._thread(message) if isinstance(message, Message) else 0  # of an old one Telegram tells the chat only
        where = self._where(message.chat, thread)
        asked = Asked(**where, press=query.data or "", language_hint=query.from_user.language_code or "")
        async with self._talk(asked):
            if self._dialogue.changes_something(asked):
                asked = replace(asked, may_change=await self._may_change(message.chat, query.from_user, None))
            reply = await self._answer(asked)
            await self._take_press(query, reply or Reply())
            if reply is not None and (reply.lines or reply.picture or reply.file):
                edits = message.message_id if reply.edit else 0  # the first post takes the place of the pressed message
                await self._delivery.reply(asked.chat, asked.thread, reply, first=sender(self._app.bot, edits))

    async def _take_press(self, query: CallbackQuery, reply: Reply) -> None:
        """Ends the button's waiting. Where it fails the answer itself is not lost: Telegram forgets presses soon, or cannot be reached."""
        from telegram.error import TelegramError

        try:
            await query.answer(reply.toast[:200] or None, url=reply.link or None)
        except TelegramError as error:
            log.info("a press was not answered: %s", error)

    async def _member(self, update: Update, _: object) -> None:
        """The bot was added somewhere, blocked or removed."""
        moved = update.my_chat_member
        if moved is None:
            return
        chat, there = moved.chat, ("member", "administrator", "restricted")
        was, is_ = moved.old_chat_member.status in there, moved.new_chat_member.status in there
        if was and not is_:
            await asyncio.to_thread(self._dialogue.left, str(chat.id))
        elif is_ and not was and chat.type != "private":  # a person who comes says /start
            reply = await asyncio.to_thread(self._dialogue.joined, str(chat.id), 0, str(chat.type))
            # A channel's readers have not asked for a greeting: who added the bot gets it, if he talks with it.
            await self._delivery.reply(str(moved.from_user.id if chat.type == "channel" else chat.id), 0, reply)

    async def _migrated(self, update: Update, _: object) -> None:
        """A group became a supergroup: it says so under its old id and under the new one."""
        message = update.effective_message
        if message is None:
            return
        old, new = message.migrate_from_chat_id or message.chat_id, message.migrate_to_chat_id or message.chat_id
        await asyncio.to_thread(self._delivery.moved, str(old), str(new))

    async def _answer(self, asked: Asked) -> Reply | None:
        from monitors.alerts.lines import line
        from monitors.alerts.reply import Reply
        from state.database import StateError

        try:
            return await asyncio.to_thread(self._dialogue.answer, asked)
        except StateError as error:
            log.error("cannot answer chat %s: %s", asked.chat, error)
            return Reply([line("现在查不了库，请稍后再试。 The database cannot be reached; please try again later.")], toast="现在查不了库")

    def _where(self, chat: Chat, thread: int) -> dict[str, Any]:
        return {"chat": str(chat.id), "thread": thread, "kind": str(chat.type), "operator": str(chat.id) in self._operators}

    def _thread(self, message: Message) -> int:
        """The topic of a forum; 0 where there is none, also for an answer to another message."""
        return message.message_thread_id if message.is_topic_message and message.message_thread_id else 0

    def _talk(self, asked: Asked) -> asyncio.Lock:
        """Chats are answered side by side, each in its own order."""
        return self._talks.setdefault((asked.chat, asked.thread), asyncio.Lock())

    async def _may_change(self, chat: Chat, person: User | None, speaks_as: Chat | None) -> bool:
        """In groups and under a channel's messages administrators may; who posts in a channel, or as the group itself, is one."""
        from telegram.error import TelegramError

        if chat.type == "private":
            return True
        if speaks_as is not None:
            return speaks_as.id == chat.id
        if person is None:
            return False
        try:
            member = await self._app.bot.get_chat_member(chat.id, person.id)
        except TelegramError as error:
            log.warning("cannot ask for the rights in chat %s: %s", chat.id, error)
            return False
        return member.status in ("administrator", "creator")

    async def _file(self, message: Message) -> File | None:
        """A file that was sent, or that /import answers to, to be taken over. One too large to be ours, or lost on the way, is empty."""
        from telegram.error import TelegramError

        from monitors.alerts.dialogue.carrying import LARGEST
        from monitors.alerts.reply import File

        asks = (message.text or message.caption or "").startswith("/import")
        answered = message.reply_to_message.document if message.reply_to_message and asks else None
        document = message.document or answered
        if document is None or not (asks or message.chat.type == "private"):
            return None
        name = document.file_name or ""
        if (document.file_size or 0) > LARGEST:
            return File(name, b"")
        try:
            body = await (await document.get_file()).download_as_bytearray()
        except TelegramError as error:
            log.warning("cannot fetch the file %s of chat %s: %s", name, message.chat_id, error)
            return File(name, b"")
        return File(name, bytes(body))


async def _failed(_: object, context: Any) -> None:
    """The outermost line of a talk: what nobody foresaw goes to the log, and the next one is answered all the same."""
    log.error("a talk failed", exc_info=context.error)


def _polling_failed(error: Exception) -> None:
    log.warning("Telegram gives no updates: %s", error)


def sender(bot: Bot, edits: int = 0) -> Send:
    """A `send` for delivery out of a Telegram bot. edits: the number of a message that is to be replaced, where it can be."""
    from telegram import InlineKeyboardButton, InlineKeyboardMarkup, InputFile, LinkPreviewOptions
    from telegram.constants import ParseMode
    from telegram.error import BadRequest, TelegramError

    no_preview = LinkPreviewOptions(is_disabled=True)

    def keyboard(post: Post) -> InlineKeyboardMarkup | None:
        rows = [
            [InlineKeyboardButton(one.words, url=one.link or None, callback_data=one.says or None) for one in row] for row in post.buttons
        ]
        return InlineKeyboardMarkup(rows) if rows else None

    async def replace(chat: str, post: Post, words: str, mode: ParseMode | None) -> bool:
        """False where the message cannot be edited any more: it was deleted, or it is a picture."""
        try:
            await bot.edit_message_text(words, chat, edits, parse_mode=mode, link_preview_options=no_preview, reply_markup=keyboard(post))
        except BadRequest as error:
            said = str(error).lower()
            if "message is not modified" in said:
                return True
            if any(why in said for why in ("message to edit not found", "message can't be edited", "no text in the message")):
                return False
            raise
        return True

    async def send(chat: str, thread: int, post: Post, *, markup: bool) -> None:
        words = post.part.html if markup else post.part.plain
        mode = ParseMode.HTML if markup else None
        about: dict[str, Any] = {
            "parse_mode": mode,
            "message_thread_id": thread or None,
            "reply_markup": keyboard(post),
            "disable_notification": post.silent or None,
        }
        try:
            if post.picture is not None:
                await bot.send_photo(chat, InputFile(post.picture, "parkwatch.png"), caption=words or None, **about)
            elif post.file is not None:
                await bot.send_document(chat, InputFile(post.file.body, post.file.name), caption=words or None, **about)
            elif not edits or not await replace(chat, post, words, mode):
                await bot.send_message(chat, words, link_preview_options=no_preview, **about)
        except TelegramError as error:
            raise not_sent(error) from error

    return send


def not_sent(error: Exception) -> NotSent:
    """Telegram's errors as delivery knows them. Their order matters: some are kinds of others."""
    from httpx import ConnectError, ConnectTimeout, HTTPError, PoolTimeout
    from telegram import error as kinds

    from monitors.alerts.sending import Gone, Moved, Refused, RetryLater, TopicGone, Unparsable, Unreachable

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
            mute = (
                "have no rights to send a message",
                "not enough rights to send text messages",
                "chat_write_forbidden",
                "chat_restricted",
            )
            return Gone(said) if any(words in lower for words in gone + mute) else Refused(said)
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
    _sources(command("sources", "every source: schedule, health, what was not understood; or a new one begun"))
    _keeping(command("db", "upgrade, backup FILE, prune", as_json=False))
    return top


def _sources(one: argparse.ArgumentParser) -> None:
    new = one.add_argument_group("a new source: its page is fetched and saved, its TOML file written")
    new.add_argument("--new", metavar="NAME")
    new.add_argument("--url", metavar="URL", help="the column, or the page that is to be watched")
    new.add_argument("--family", metavar="F", help="jpaas, trs, hanweb, ucap, truecms, generic; page: watch one page")
    new.add_argument("--title", metavar="T", help="what subscribers read")
    new.add_argument("--publisher", metavar="P")
    new.add_argument("--row", metavar="CSS", help="of a generic column: where a row stands")
    new.add_argument("--kind", choices=("ranking", "list", "policy"), help="of a watched page: what it is")
    new.add_argument("--board", metavar="B", help="… and which known ranking or list")
    new.add_argument("--edition", metavar="E", help="… and which edition, where it does not say so itself")
    new.add_argument("--columns", metavar="A,B", help="… header cells that tell its table from others")
    new.add_argument("--table", metavar="CSS", help="… or where its table stands")


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
