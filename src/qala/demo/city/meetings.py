"""Open meetings with the akim: one a month in a district in turn, each with questions that become cases."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from qala.demo.city.days import CITY, is_office_day
from qala.demo.city.frame import dice
from qala.demo.city.lexicon import rows
from qala.demo.city.people import STAFF
from qala.demo.city.shapes import CityPlan, MeetingPlan, Names

_FIRST, _MONTHS = (2024, 12), 26


def meetings(plan: CityPlan) -> Iterator[MeetingPlan]:
    """Give the meetings from December 2024 to January 2027; the last two have only registrations."""
    random = dice(plan.seed, "meetings")
    for index in range(_MONTHS):
        year, month = divmod(_FIRST[0] * 12 + _FIRST[1] - 1 + index, 12)
        day = date(year, month + 1, 10)
        while day.weekday() != 3 or not is_office_day(day):
            day += timedelta(days=1)
        district = plan.districts[index % 5]
        asked = random.sample(rows("meetings"), random.randint(4, 8))
        authors = random.sample(range(STAFF, len(plan.people)), len(asked))
        questions = tuple(
            (who, category, lang, text) for who, (category, lang, text) in zip(authors, asked, strict=True)
        )
        name = district.name
        place = Names(f"{name.kk}ның әкімдігі", f"{name.ru}, акимат", f"{name.en} akimat")
        yield MeetingPlan(
            f"meeting-{year}-{month + 1:02}", datetime.combine(day, time(15, 0), CITY), place, district.slug, questions
        )
