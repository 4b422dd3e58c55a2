"""What a resident's report said of a defect's place, where it had no point."""

from qala.kernel.keys import row_number, split_key
from qala.kernel.models import Announcement
from qala.places.models import Street
from qala.roads.models import Defect


def street_told(defect: Defect) -> Street | None:
    """The street that the report named; None where it named none, or a whole district."""
    heard = Announcement.objects.filter(pk=defect.announcement or 0).values_list("payload__place", flat=True)
    place = heard.first() or ""
    label, number = split_key(place) if ":" in place else ("", "")
    return Street.objects.filter(pk=row_number(number)).first() if label == "places.street" else None
