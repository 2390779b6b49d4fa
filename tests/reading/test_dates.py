"""dates: what a field or a name tells, as YYYY-MM-DD or None."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoth.reading.dates import as_date, date_in_name


@pytest.mark.parametrize(
    "told",
    [
        "2017-10-07",
        " 2017-10-07\n",
        "2017-10-07T23:59:59-08:00",
        "2017-10-07 10:00:00 +0200",
        "2017/10/7",
        "2017.10.07",
        "20171007",
        "20171007T100000Z",
        "20171007100000",
        "7 October 2017",
        "07 Oct 2017",
        "October 7, 2017",
        "Oct. 7, 2017, 10:00 a.m.",
        "Sat, 07 Oct 2017 10:00:00 GMT",
        "Saturday, October 7, 2017",
        "1507370400",
        "1507370400.5",
        "1507370400000",
    ],
)
def test_a_day_is_a_day_however_it_is_written(told: str) -> None:
    assert as_date(told) == "2017-10-07"


def test_an_abbreviated_month_may_have_four_letters() -> None:
    assert as_date("Sept. 5, 2017") == "2017-09-05"


@pytest.mark.parametrize(
    "told", ["", "soon", "07/10/2017", "2017", "2017-10", "2017-13-01", "2017-02-29", "2017-10/07", "7 Octember 2017", "12345"]
)
def test_what_is_no_day_or_may_be_two_is_none(told: str) -> None:
    assert as_date(told) is None


@given(told=st.dates())
def test_every_day_in_iso_8601_is_itself(told: date) -> None:
    assert as_date(told.isoformat()) == told.isoformat()


@given(told=st.text() | st.from_regex(r"[0-9./-]{4,16}") | st.from_regex(r"[A-Z][a-z]{2} [0-9]{1,3},? [0-9]{1,5}"))
def test_any_text_is_a_real_day_or_none(told: str) -> None:
    found = as_date(told)
    assert found is None or date.fromisoformat(found)


@pytest.mark.parametrize(("name", "day"), [("2017-10-07-idlib.txt", "2017-10-07"), ("idlib.txt", None)])
def test_the_name_of_a_file_may_have_a_day(name: str, day: str | None) -> None:
    assert date_in_name(name) == day
