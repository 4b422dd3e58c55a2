"""A photo: its own place is offered, an officer covers it, only then everyone sees it."""

from qala.proposals.models import Photo
from qala.proposals.tests.hostile_pictures import WEST_OF_THE_CENTRE, with_position
from tests.journeys import village


def test_a_photo_with_a_place_is_covered_before_it_is_public(phone, city, scripts, tmp_path):
    picture = tmp_path / "a.jpg"
    picture.write_bytes(with_position(*WEST_OF_THE_CENTRE))
    author = phone("kk", scripts=scripts)
    page = author.go("/new/")
    page.set_input_files("#photo", picture)
    if scripts:
        page.locator("#photo-place").wait_for()
        page.check("#photo-pin")
        assert page.locator("#point").input_value().startswith("69.59")
    author.write("Мектеп алдындағы жаяу жолда үлкен шұңқыр бар" + (", балалар құлайды" if scripts else ", аяқ сынады"))
    number = author.send()
    talon = page.url
    author.look_over()
    key = int(number.partition("-")[2])
    with city.inside():
        assert Photo.objects.get(proposal=key).state != "shown"
    stranger = phone("en", scripts=scripts)
    assert stranger.go(f"/proposals/{number}/").locator("#photos img").count() == 0
    cover(phone("ru", scripts=scripts), city, key)
    seen = stranger.go(f"/proposals/{number}/").locator("#photos img")
    assert seen.get_attribute("alt")
    picture = stranger.context.request.get(city.root + seen.get_attribute("src"))
    assert picture.status == 200
    assert b"Secret Phone" not in picture.body()
    stranger.look_over()
    author.go(talon)
    author.look_over()


def cover(redactor, city, key):
    """The officer draws a box by keyboard, or without scripts in numbers, and lets the picture out."""
    page = redactor.step_into("photo_redactor")
    with city.inside():
        photo = Photo.objects.get(proposal=key)
    redactor.go(f"/desk/photos/{photo.pk}/")
    redactor.look_over()
    if redactor.scripts:
        page.locator("[data-add]").click()
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Shift+ArrowDown")
        page.locator(".cover__boxes rect").wait_for()
    else:
        for name, value in {"box_left": "10", "box_top": "20", "box_width": "30", "box_height": "25"}.items():
            page.locator(f"#cover [name={name}]").first.fill(value)
    redactor.press(page.locator("#cover button[value=show]"))
    with city.inside():
        assert Photo.objects.get(proposal=key).state == "shown"


def test_a_placard_needs_no_photo_and_a_broken_one_costs_no_message(phone, city, tmp_path):
    picture = tmp_path / "a.jpg"
    picture.write_bytes(b"no picture at all")
    with city.inside():
        code = village.placard(route="9")
    author = phone("ru")
    page = author.go(code)
    page.set_input_files("#photo", picture)
    author.write("В девятом автобусе сломан поручень у задней двери, люди падают")
    author.send()
    assert page.locator(".notice, [role=status]").first.is_visible()
    author.look_over()
