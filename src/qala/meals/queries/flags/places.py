"""Presses made far from their school, where the phone told its place and the school stands on the map."""

from typing import Any

from qala.roster.models import School

#: Read as bytes: what else a terminal wrote into its own body can break no question about others.
OUT_OF_PLACE = r"""
WITH told AS (
  SELECT e.school_id, e.day, t.key, m.tiyn, string_to_array(substring(encode(e.body, 'escape')
    FROM '"place": ?"(-?[0-9]{1,3}\.[0-9]{1,5} -?[0-9]{1,2}\.[0-9]{1,5} [0-9]{1,6})"'), ' ')::float8[] AS place
  FROM meals_serviceevent e JOIN meals_terminal t ON t.id = e.terminal_id LEFT JOIN meals_meal m ON m.event_id = e.id
  WHERE e.day BETWEEN %(first)s AND %(last)s AND position('"place":'::bytea IN e.body) > 0)
SELECT school_id, day, day, count(*), %(terminal_metres)s, coalesce(sum(tiyn), 0)::bigint, 'place:' || key, NULL
FROM told JOIN unnest(%(placed)s::bigint[], %(longitudes)s::float8[], %(latitudes)s::float8[])
  AS stands (school, longitude, latitude) ON school = school_id
WHERE 111320 * sqrt(((place[1] - longitude) * cosd(latitude)) ^ 2 + (place[2] - latitude) ^ 2)
  > %(terminal_metres)s + 2 * place[3]
GROUP BY school_id, day, key
"""
PLACES = (("P9", OUT_OF_PLACE),)


def standing() -> dict[str, Any]:
    """Where the schools on the map stand; of another nobody can say that a terminal left it."""
    schools = list(School.objects.exclude(landmark=None).select_related("landmark").order_by("pk"))
    points = [school.landmark.point for school in schools if school.landmark]
    return {
        "placed": [school.pk for school in schools],
        "longitudes": [longitude for longitude, _latitude in points],
        "latitudes": [latitude for _longitude, latitude in points],
    }
