"""Dates as files and fields give them, as YYYY-MM-DD."""

import re
from datetime import UTC, date, datetime

NAMED_DATE = re.compile(r"(?<!\d)((?:1[89]|20)\d\d)([-_]?)(\d\d)\2(\d\d)(?!\d)", re.ASCII)
"""Years 1800 to 2099: other eight digits are the number of something else."""

ISO = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
WEEKDAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6},? )?"
WRITTEN = [
    re.compile(pattern + r"(?!\d)", re.ASCII | re.IGNORECASE)
    for pattern in (
        r"(?P<year>\d{4})(?P<mark>[-/.])(?P<number>\d\d?)(?P=mark)(?P<day>\d\d?)",  # 2017-10-07T10:00:00Z
        r"(?P<year>\d{4})(?P<number>\d\d)(?P<day>\d\d)(?:\d{6})?",  # 20171007, 20171007100000
        rf"{WEEKDAY}(?P<day>\d\d?) {MONTH},? (?P<year>\d{{4}})",  # Sat, 07 Oct 2017 10:00:00 GMT
        rf"{WEEKDAY}{MONTH} (?P<day>\d\d?),? (?P<year>\d{{4}})",  # October 7, 2017
    )
]
SECONDS = re.compile(r"(\d{9,10})(\d{3})?(?:\.\d*)?", re.ASCII)
"""Since 1970, as databases and programs write times: seconds, or thousandths."""


def date_in_name(name: str) -> str | None:
    """The first real date in a file's name."""
    for year, _, month, day in NAMED_DATE.findall(name):
        if found := _day(year, month, day):
            return found
    return None


def is_day(value: str) -> bool:
    """Whether it is a real date, written 2017-10-07 and no other way."""
    return _day(*value.split("-")) == value if ISO.fullmatch(value) else False


def as_date(value: str) -> str | None:
    """The day that a field tells, whatever follows it, or None: 2017-10-07, 2017/10/7, 20171007, 7 October 2017, Oct. 7, 2017,
    Sat, 07 Oct 2017 10:00:00 GMT, or seconds since 1970 (UTC). The day is that of the zone it is written in. 07/10/2017 may be one
    of two days, and so is none."""
    value = value.strip()
    if match := SECONDS.fullmatch(value):
        return datetime.fromtimestamp(int(match[1]), UTC).date().isoformat()
    for pattern in WRITTEN:
        if match := pattern.match(value):
            found = match.groupdict()
            month = found["number"] if "number" in found else MONTHS.index(found["month"][:3].lower()) + 1
            return _day(found["year"], month, found["day"])
    return None


def _day(year: str, month: str | int, day: str) -> str | None:
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None
