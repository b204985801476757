"""Charts: a picture of ranks that a phone shows well, from any history, with no letter missing and nothing drawn that nobody knows."""

from __future__ import annotations

import io
import logging
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from importlib import resources
from itertools import combinations

import pytest
from PIL import Image

from monitors import zones
from monitors.alerts import charts, font, phrases, tongue
from monitors.alerts.charts import Edition, History, Point, Track
from monitors.boards import catalogue

NINGBO, SUZHOU, WUXI, CHANGSHA, HEFEI = (
    "宁波高新技术产业开发区",
    "苏州工业园区",
    "无锡高新技术产业开发区",
    "长沙高新技术产业开发区",
    "合肥高新技术产业开发区",
)
BLUE, ORANGE, BAND = (0, 114, 178), (213, 94, 0), (240, 241, 243)
YEARS = tuple(range(2019, 2025))


def edition(year: int, top: int | None = 50) -> Edition:
    return Edition(str(year), year, top, 178 if top else None, "工业和信息化部", f"{year}-12-23")


def track(zone: str, ranks: dict[int, int | None], *, reported: tuple[int, ...] = ()) -> Track:
    return Track(zone, tuple(Point(year, rank, year in reported) for year, rank in ranks.items()))


def history(*tracks: Track, years: tuple[int, ...] = YEARS, top: int = 50, unpublished: tuple[int, ...] = ()) -> History:
    editions = tuple(edition(year, None if year in unpublished else top) for year in years)
    return History("国家高新区综合评价", "综合", editions, tracks)


def pixels(picture: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(picture))
    assert image.size == (charts.WIDTH, charts.HEIGHT)
    return image.convert("RGB")


def count(image: Image.Image, colour: tuple[int, int, int], box: tuple[int, int, int, int] | None = None, near: int = 24) -> int:
    """How many pixels of a part of the picture have about this colour."""
    part = image.crop(box) if box else image
    seen = part.getcolors(part.width * part.height) or []
    return sum(number for number, shade in seen if max(abs(a - b) for a, b in zip(shade, colour, strict=True)) <= near)


ROUGH = {
    "one park": history(track(NINGBO, dict(zip(YEARS, (18, 15, 16, 13, 10, 8), strict=True)))),
    "a single edition": history(track(NINGBO, {2024: 10}), years=(2024,)),
    "first and last of 178": history(track(NINGBO, dict(zip(YEARS, (1, 178, 90, 1, 2, 178), strict=True))), top=178),
    "thirty editions": history(track(NINGBO, {y: 1 + y * 37 % 50 for y in range(1996, 2026)}), years=tuple(range(1996, 2026))),
    "four parks on one place": history(*(track(zone, {2024: 10}) for zone in (NINGBO, SUZHOU, WUXI, CHANGSHA)), years=(2024,)),
    "years far apart": history(track(NINGBO, {2005: 3, 2016: 2, 2024: 1}), years=(2005, 2016, 2024)),
    "only the press": history(track(NINGBO, {2023: 25, 2024: 21}, reported=(2023, 2024)), years=(2023, 2024), unpublished=(2023, 2024)),
    "a place of five figures": history(track(NINGBO, {2023: 25_000, 2024: 3}), years=(2023, 2024), top=30_000),
    "names longer than the picture": History("很长" * 40, "人均技术合同成交额", (edition(2024),), (track("某某" * 30, {2024: 1}),)),
    "a name with markup": History("$x^2$ <b>&", "", (edition(2024),), (track("_a_ $\\frac$ {b}", {2024: 1}),)),
}


@pytest.mark.parametrize("rough", ROUGH, ids=str)
@pytest.mark.parametrize("language", list(tongue.LANGUAGES))
def test_any_history_becomes_a_picture(rough: str, language: str) -> None:
    image = pixels(charts.ranks(ROUGH[rough], language))
    assert image.getpixel((2, 2)) == (255, 255, 255)
    assert count(image, BLUE) > 300


def test_the_same_history_is_the_same_picture_in_any_thread() -> None:
    drawn = [ROUGH[name] for name in ("one park", "thirty editions", "four parks on one place")] * 3
    alone = [charts.ranks(one) for one in drawn[:3]]
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(charts.ranks, drawn)) == alone * 3


def test_a_place_that_was_not_published_is_in_the_band_and_no_line_runs_through_it() -> None:
    """Two far ends with an absence between: a line through it would cross the middle of the picture."""
    broken = pixels(charts.ranks(history(track(NINGBO, {2019: 5, 2020: None, 2021: 5}), years=(2019, 2020, 2021))))
    whole = pixels(charts.ranks(history(track(NINGBO, {2019: 5, 2020: 5, 2021: 5}), years=(2019, 2020, 2021))))
    between = (300, 180, 420, 620)
    assert count(whole, BLUE, between) > 200
    assert count(broken, BLUE, between) == 0
    assert count(broken, BAND, near=0) > 40_000
    assert count(whole, BAND, near=0) == 0


def test_what_the_press_says_is_hollow_and_what_is_published_is_filled() -> None:
    published = pixels(charts.ranks(history(track(NINGBO, {2024: 10}), years=(2024,))))
    reported = pixels(charts.ranks(history(track(NINGBO, {2024: 10}, reported=(2024,)), years=(2024,), unpublished=(2024,))))
    plot = (100, 180, 1040, 600)
    assert count(reported, BLUE, plot) < 0.8 * count(published, BLUE, plot)


def test_a_better_place_stands_higher() -> None:
    image = pixels(charts.ranks(history(track(NINGBO, {2024: 30}), track(SUZHOU, {2024: 2}), years=(2024,))))
    plot = (100, 170, 1040, 600)
    rows = {
        colour: [y for y in range(plot[1], plot[3], 4) if count(image, colour, (plot[0], y, plot[2], y + 4))] for colour in (BLUE, ORANGE)
    }
    assert max(rows[ORANGE]) < min(rows[BLUE])


def test_at_most_four_parks_are_drawn_and_those_without_a_place_are_left_out() -> None:
    parks = [track(zone, {2024: place}) for place, zone in enumerate((NINGBO, SUZHOU, WUXI, CHANGSHA), start=1)]
    nowhere = track("上海紫竹高新技术产业开发区", {2024: None})
    four = charts.ranks(history(*parks, years=(2024,)))
    assert charts.ranks(history(nowhere, *parks, track(HEFEI, {2024: 5}), years=(2024,))) == four
    with pytest.raises(ValueError, match="国家高新区综合评价"):
        charts.ranks(history(nowhere, years=(2024,)))


def test_the_colours_of_the_parks_are_told_apart_without_telling_red_from_green() -> None:
    """Red and green taken as one, blue and brightness still part any two; each is dark enough on white and has a shape of its own."""
    seen = []
    for colour, _ in charts.STYLES:
        red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
        seen.append(((red + green) / 2, blue, 0.3 * red + 0.6 * green + 0.1 * blue))
    for first, second in combinations(seen, 2):
        assert max(abs(a - b) for a, b in zip(first, second, strict=True)) > 25
    assert all(brightness < 140 for _, _, brightness in seen)
    assert len({shape for _, shape in charts.STYLES}) == len(charts.STYLES)


def test_no_letter_of_any_park_board_province_or_label_is_missing_in_the_font() -> None:
    register = "".join((zone.name + zone.short + "".join(zone.aliases) + zone.province + zone.city) for zone in zones.load())
    boards = "".join(board.name + board.issuer + "".join(one.name for one in board.indicators) for board in catalogue.load())
    said = tongue.english()
    labels = "".join(
        text + said[text]
        for text in ("名次", "未在公布的前{top}名", "未在公布的名次之内", "空心：媒体报道所称，不是公布的名次", "公布前{top}名")
    )
    issuers = "".join(phrases.issuer(name) for name in ("工业和信息化部", "商务部", "科学技术部"))
    assert set(register + boards + labels + issuers) - font.letters() == set()


def test_the_font_has_every_letter_of_gb_2312_and_its_licence_beside_it() -> None:
    cells = [bytes([high, low]) for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF)]
    letters = {letter for cell in cells for letter in cell.decode("gb2312", "ignore")}
    assert len(letters) == 6763
    assert letters <= font.letters()
    assert "SIL OPEN FONT LICENSE" in (font.FONT.parent / "OFL.txt").read_text(encoding="utf-8")
    assert font.FONT.stat().st_size < 2_000_000
    assert resources.files("monitors.alerts").joinpath("fonts", font.FONT.name).is_file()


def test_a_letter_the_font_has_not_is_replaced_and_logged_and_never_a_box(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        assert font.drawable("宁波🏙高\u200d新\ufe0f区\n𠀀") == "宁波〓高新区 〓"
    assert "🏙" in caplog.text
    assert "𠀀" in caplog.text
    assert font.MISSING in font.letters()


@pytest.mark.parametrize("rough", [name for name in ROUGH if "markup" not in name])
def test_nothing_is_logged_of_an_ordinary_picture(rough: str, caplog: pytest.LogCaptureFixture) -> None:
    charts.ranks(ROUGH[rough])
    charts.ranks(ROUGH[rough], "en")
    assert caplog.records == []


def test_matplotlib_is_not_imported_before_the_first_picture() -> None:
    code = (
        "import sys, bot, monitors.alerts.history, monitors.alerts.sheets; print({'matplotlib', 'numpy', 'xlsxwriter'} & set(sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "set()"
