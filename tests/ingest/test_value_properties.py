"""A value in any usual spelling is read correctly."""

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.ingest.reading_lines import GOOD, TEXT, read_line

AMOUNTS = st.decimals("-99999999.9999", "99999999.9999", places=4)
BETWEEN_THOUSANDS = st.sampled_from(["", " ", "\u00a0", "\u202f", "'", "’"])
AROUND = st.sampled_from(
    ["{}", " {} ", "${}", "€ {}", "{} €", "EUR {}", "{}USD", "{} kr", "CA$ {}"]
)
BELOW_ZERO = st.sampled_from(["-{}", "−{}", "{}-", "({})", "- {}"])
INSTANTS = st.datetimes(datetime(1971, 1, 1), datetime(2099, 12, 30))
OFFSETS = st.integers(-14 * 4, 14 * 4).map(lambda quarters: 15 * quarters)
ZONES = st.sampled_from(["UTC", "Europe/Lisbon", "America/St_Johns", "Asia/Kolkata"])
# Each function writes a time with an offset such as +HH:MM.
WAYS = (
    lambda at, offset: at.isoformat() + offset,
    lambda at, offset: at.isoformat(" ") + offset.replace(":", ""),
    lambda at, offset: at.isoformat(" ") + " " + offset,
    lambda at, offset: at.isoformat() + " " + offset.replace(":", ""),
)


@settings(max_examples=200, deadline=None)
@given(AMOUNTS, BETWEEN_THOUSANDS, AROUND, BELOW_ZERO, st.booleans(), st.booleans())
def test_formatted_money_is_read_back(
    amount, between, around, below_zero, has_comma, has_signs
):
    text = f"{abs(amount):,.4f}"
    mark, group = (",", ".") if has_comma else (".", ",")
    signs = {",": between if not has_signs else group, ".": mark}
    text = "".join(signs.get(letter, letter) for letter in text)
    text = around.format(text)
    text = below_zero.format(text) if amount < 0 else text
    line = read_line({**GOOD, "sales_amount": text}, decimal_comma=has_comma)
    assert line["sales_amount"] == Decimal(amount)
    assert line["rounding_amount"] == 0


@settings(max_examples=200, deadline=None)
@given(INSTANTS, OFFSETS, ZONES, st.sampled_from(WAYS))
def test_an_instant_is_read_as_local_time(moment, minutes, zone, write):
    offset = timezone(timedelta(minutes=minutes))
    sign, (hours, rest) = "-" if minutes < 0 else "+", divmod(abs(minutes), 60)
    text = write(moment, f"{sign}{hours:02}:{rest:02}")
    expected = moment.replace(tzinfo=offset).astimezone(ZoneInfo(zone))
    line = read_line({**GOOD, "ordered_at": text}, TEXT, time_zone=zone)
    assert line["ordered_at"] == expected.replace(tzinfo=None)


@settings(max_examples=100, deadline=None)
@given(INSTANTS, ZONES, st.booleans())
def test_seconds_since_1970_are_read_as_local_time(moment, zone, in_milliseconds):
    moment = moment.replace(microsecond=0)
    seconds = int(moment.replace(tzinfo=UTC).timestamp())
    formats = ["epoch_ms"] if in_milliseconds else ["epoch"]
    text = str(seconds * (1_000 if in_milliseconds else 1))
    expected = moment.replace(tzinfo=UTC).astimezone(ZoneInfo(zone))
    line = read_line({**GOOD, "ordered_at": text}, date_formats=formats, time_zone=zone)
    assert line["ordered_at"] == expected.replace(tzinfo=None)
