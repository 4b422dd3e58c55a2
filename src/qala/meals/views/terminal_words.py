"""What the terminal's page says, in all three languages at once: it switches between them without a network."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from qala.meals.forms.allergies import ALLERGEN_WORDS
from qala.meals.rules.allergens import ALLERGENS

WORDS = {
    "title": _("Canteen terminal"),
    "ready": _("Card or code, please"),
    "pass": _("Enjoy your meal"),
    "look": _("Stop and look"),
    "portion": _("portion {band}"),
    "without": _("Not for this child: {list}"),
    "allergen_today": _("In today's menu. Not for this child: {list}"),
    "somebody": _("A child without a name here"),
    "twice": _("{name} has eaten already. Both are written down; the city looks at it."),
    "twice_elsewhere": _("{name} was served elsewhere too. The city looks at it."),
    "doubtful": _("{name}: the code was old or shown before. The city looks at it."),
    "unknown": _("This card is not on the list. Next time choose the child in the class list."),
    "no_code": _("This is no school code. Show the card or choose in the class list."),
    "no_camera": _("The camera does not open. Use cards or the class list."),
    "not_kept": _("The press was not kept. Write this child on the paper sheet."),
    "cannot_run": _("This browser cannot be a terminal. Use the paper sheet and tell the director."),
    "waiting": _("Waiting to be sent: {count}"),
    "all_sent": _("Everything is sent"),
    "online": _("City reached"),
    "offline": _("No network, go on serving"),
    "roster_here": _("The list is here: {count} pupils"),
    "refused": _("The city did not take {count} presses. Tell the director."),
    "revoked": _("This terminal was switched off. Not sent: {count}. Write them on the paper sheet."),
    "city_says": _("The city says: {why}"),
    "clock": _("This phone's clock is {minutes} minutes off. The city's time is used."),
    "no_network": _("The city is not reached. A network is needed once, to enrol."),
    "enrol_lead": _("The director makes a code. Type it here once; this phone becomes the terminal of the school."),
    "enrol_code": _("Code"),
    "enrol_name": _("Name of this counter"),
    "enrol_go": _("Enrol this phone"),
    "again": _("Enrol anew"),
    "camera": _("Camera"),
    "list": _("Class list"),
    "nobody": _("Not in the list, give a meal"),
    "close": _("Back to the counter"),
    "log": _("For the worker"),
    "language": _("Language"),
    "paper": _("Nothing works?"),
    "paper_1": _("Go on serving. No child leaves hungry."),
    "paper_2": _("Take a numbered paper sheet. Write class, name and time."),
    "paper_3": _("Two people sign it and bring it to the social pedagogue the same day."),
}


def words() -> dict[str, dict[str, str]]:
    """Every word by language."""
    told = WORDS | {f"allergen_{slug}": ALLERGEN_WORDS[slug] for slug in ALLERGENS}
    found = {}
    for language in ("kk", "ru", "en"):
        with override(language):
            found[language] = {name: str(text) for name, text in told.items()}
    return found
