"""The invented city: the same every time, complete, lawful in its shapes and names."""

import itertools
from collections import Counter

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from qala.demo.city.departments import CATEGORIES, OUTSIDE, TOPICS, owner_of, topic_of
from qala.demo.city.lexicon import rows
from qala.demo.city.names import at_street, of_street, ordinal
from qala.demo.city.plan import SCALES, city_plan, digest
from qala.demo.city.shapes import CityPlan
from qala.demo.city.spelling import KAZAKH_LETTERS, chat_latin, mistyped, without_special_letters
from qala.demo.city.staff import ROLES
from qala.demo.city.streets import LIT_SHARE
from qala.people.rules import numbers
from qala.people.rules.roles import ROLES as OFFICES

SCHOOL_ROLES = {
    "school_director", "social_pedagogue", "class_teacher", "canteen_worker", "supplier", "education_department",
}  # fmt: skip


@pytest.fixture(scope="module")
def city() -> CityPlan:
    return city_plan("small")


def test_two_runs_give_the_same_bytes(city):
    city_plan.cache_clear()
    assert digest(city_plan("small")) == digest(city)


def test_another_seed_gives_another_city(city):
    assert digest(city_plan("small", 7).segments) != digest(city.segments)


def test_an_unknown_scale_is_refused():
    with pytest.raises(ValueError, match="SCALE"):
        city_plan("galaxy")


def test_the_small_city_is_small(city):
    assert 330 <= len(city.streets) <= 400
    assert 2300 <= len(city.segments) <= 2900
    assert 200 <= len(city.placards) <= 240
    assert sum(place.kind == "school" for place in city.landmarks) == 40
    assert {"stop", "school", "park", "clinic", "building"} <= {place.kind for place in city.landmarks}


def test_the_five_districts_tile_the_city_without_gaps_or_slivers(city):
    shapes = [shapely.Polygon(district.ring) for district in city.districts]
    outline = shapely.Polygon(city.outline)
    assert len(shapes) == 5
    assert all(shape.is_valid for shape in shapes)
    whole = shapely.unary_union(shapes)
    assert whole.geom_type == "Polygon"
    assert not whole.interiors
    assert whole.symmetric_difference(outline).area < 1e-12
    assert sum(shape.area for shape in shapes) == pytest.approx(outline.area, rel=1e-9)
    assert min(shape.area for shape in shapes) > 0.1 * outline.area


def test_populations_are_published_figures_with_their_page(city):
    figures = {district.slug: district.population for district in city.districts}
    assert figures == {
        "karatau": 223000, "turan": 232700, "abai": 257234, "al_farabi": 262526, "enbekshi": 228830,
    }  # fmt: skip
    assert all(district.source_url.startswith("https://www.gov.kz/") for district in city.districts)
    assert next(d for d in city.districts if d.slug == "karatau").population_precision == "lower_bound"


def test_every_junction_can_be_reached_from_every_other(city):
    near = {}
    for segment in city.segments:
        near.setdefault(segment.node_from, set()).add(segment.node_to)
        near.setdefault(segment.node_to, set()).add(segment.node_from)
    seen, edge = {1}, [1]
    while edge:
        for node in near[edge.pop()] - seen:
            seen.add(node)
            edge.append(node)
    assert seen == set(near)


def test_segments_of_a_street_join_end_to_end(city):
    by_street = {}
    for segment in city.segments:
        by_street.setdefault(segment.street, []).append(segment)
    assert set(by_street) == {street.key for street in city.streets}
    for segments in by_street.values():
        assert [segment.seq for segment in segments] == list(range(1, len(segments) + 1))
        for one, two in itertools.pairwise(segments):
            assert one.node_to == two.node_from
            assert one.line[-1] == two.line[0]


def test_a_node_lies_in_one_place(city):
    where = {}
    for segment in city.segments:
        for node, point in ((segment.node_from, segment.line[0]), (segment.node_to, segment.line[-1])):
            assert where.setdefault(node, point) == point


def test_segments_lie_in_the_city_and_are_long_enough(city):
    outline = shapely.Polygon(city.outline).buffer(0.0005)
    for segment in city.segments:
        line = shapely.LineString(segment.line)
        assert line.is_valid
        assert outline.contains(line)
        assert segment.length_m > 10
    assert sum(segment.bridge for segment in city.segments) >= 3


def test_streets_are_lit_in_the_published_share(city):
    lit = sum(street.lit for street in city.streets)
    assert lit == round(len(city.streets) * LIT_SHARE)
    assert all(street.lit for street in city.streets if street.road_class in ("primary", "secondary"))


def test_every_street_has_its_own_name_in_three_languages(city):
    for language in ("kk", "ru", "en"):
        names = [street.name.get(language) for street in city.streets]
        assert all(names)
        assert len(set(names)) == len(names)
    assert all(not set(street.name.ru) & KAZAKH_LETTERS for street in city.streets)
    assert all(street.name.en.isascii() for street in city.streets)
    assert all(street.name.kk.endswith(("көшесі", "даңғылы", "тұйығы", "-көше")) for street in city.streets)


def test_there_are_enough_names_and_kazakh_ones_use_kazakh_letters():
    stems = rows("streets")
    assert len({kk for kk, _, _ in stems}) == len(stems) >= 260
    assert sum(bool(set(kk) & KAZAKH_LETTERS) for kk, _, _ in stems) > 130
    for name in ("given_male", "given_female"):
        assert len({kk for kk, _ in rows(name)}) >= 119
    assert len(rows("families")) >= 200
    for name in ("streets", "given_male", "given_female", "families"):
        assert not [row for row in rows(name) if set(row[1]) & KAZAKH_LETTERS], name


def test_names_take_the_case_a_sentence_needs(city):
    for street in city.streets:
        assert at_street(street.name, "kk").endswith(("сінде", "ында", "ығында", "көшеде"))
        assert at_street(street.name, "ru").startswith(("на ", "в "))
        assert of_street(street.name, "kk").endswith(("ның", "нің"))
    assert [ordinal(n) for n in (1, 2, 3, 4, 11, 12, 13, 21, 112)] == [
        "1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "112th",
    ]  # fmt: skip


def test_house_numbers_are_odd_on_the_left_and_even_on_the_right(city):
    segments = {segment.key: segment for segment in city.segments}
    for house in city.addresses:
        assert int(house.number.partition("/")[0]) % 2 == (house.side == "left")
        assert 0 <= house.at_m <= segments[house.segment].length_m
    assert len({(house.street, house.number) for house in city.addresses}) == len(city.addresses)


def test_nobody_living_has_one_of_the_numbers(city):
    for person in city.people:
        assert numbers.is_valid(person.iin)
        assert person.iin[6] == ("2" if person.female else "1"), "the century digit says 18xx"
        assert person.iin[:6] == f"{person.born_on:%y%m%d}"
    assert len({person.iin for person in city.people}) == len(city.people)
    assert all(person.email.endswith(".example") for person in city.people if person.email)


def test_a_patronymic_has_the_ending_of_its_bearer(city):
    for person in city.people:
        assert person.patronymic.kk.endswith("қызы" if person.female else "ұлы")
        assert person.patronymic.ru.endswith("вна" if person.female else "вич")


def test_every_category_has_one_owner_and_one_topic(city):
    slugs = {body.slug for body in city.departments}
    assert len(CATEGORIES) == 25
    for category in CATEGORIES:
        assert owner_of(category, "abai") in slugs
        assert topic_of(category) in TOPICS
        assert sum(category in body.categories for body in city.departments) == 1
    assert set(OUTSIDE.values()) <= slugs
    assert all(not body.parent or body.parent in slugs for body in city.departments)


def test_everybody_in_office_holds_one_post_so_nobody_confirms_their_own_work(city):
    held = Counter(post.person for post in city.staff)
    assert set(held.values()) == {1}
    roles = {post.role for post in city.staff}
    assert roles == set(ROLES)
    assert set(OFFICES) - roles == SCHOOL_ROLES  # held in the schools, filled with them
    assert {"operator", "triage_officer", "dispatcher", "executor", "inspector", "signer", "auditor"} <= roles
    assert {role.slug for role in city.demo_roles} >= {"resident_aigerim", "operator_109", "journalist", "akim"}
    assert city.people[city.demo_roles[0].person].given.kk == "Айгерім"


def test_a_bus_placard_has_no_point_and_all_others_have_a_place(city):
    places = {place.key for place in city.landmarks}
    for placard in city.placards:
        assert (placard.landmark in places) != (placard.kind == "bus")
        assert bool(placard.route and placard.vehicle) == (placard.kind == "bus")
        assert placard.removed_on is None or placard.removed_on > placard.installed_on


@given(st.text(max_size=200), st.randoms(use_true_random=False))
def test_slips_never_break_a_text(text, random):
    assert len(mistyped(text, random)) >= len(text) - 6
    assert not set(without_special_letters(text)) & KAZAKH_LETTERS


def test_kazakh_in_other_letters_reads_as_people_write_it():
    assert chat_latin("жарық жоқ") == "jaryq joq"
    assert without_special_letters("қар күрелмеген") == "кар курелмеген"


@pytest.mark.slow
def test_the_full_size_city_has_as_many_streets_as_published():
    city = city_plan("city")
    assert "city" in SCALES
    assert len(city.streets) == 6882
    assert sum(street.lit for street in city.streets) == 6714
    assert 15000 <= len(city.segments) <= 25000
    assert len({street.name.kk for street in city.streets}) == 6882
    assert sum(place.kind == "school" for place in city.landmarks) == 300
