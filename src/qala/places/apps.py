from django.apps import AppConfig

from qala.kernel.cards import Card, MenuLine
from qala.kernel.translated import Translated


class PlacesConfig(AppConfig):
    name = "qala.places"
    label = "places"
    card = Card(
        slug="places",
        title=Translated(kk="Көшелер мен орындар", ru="Улицы и места", en="Streets and places"),
        address="/places/",
        menu=(
            MenuLine(Translated(kk="Аудандар", ru="Районы", en="Districts"), "places:districts"),
            MenuLine(Translated(kk="Көшелер", ru="Улицы", en="Streets"), "places:streets"),
        ),
        objects=("places.street", "places.segment", "places.district", "places.landmark"),
        reference="qala.places.queries.reference",
        loaders={"places": "qala.places.loaders.load"},
        journal_sentences={
            "places.kato_units.registered": Translated(
                kk="Мемлекеттік аумақ жіктеуіші жүктелді.",
                ru="Загружен государственный классификатор территорий.",
                en="The state classifier of territories was loaded.",
            ),
            "places.populations.registered": Translated(
                kk="Халық саны дереккөзімен бірге жазылды.",
                ru="Численность населения записана с источником.",
                en="Population figures were written down with their source.",
            ),
            "places.districts.registered": Translated(
                kk="Аудандар тіркелді.",
                ru="Районы внесены в реестр.",
                en="Districts were registered.",
            ),
            "places.streets.registered": Translated(
                kk="Көшелер тіркелді.",
                ru="Улицы внесены в реестр.",
                en="Streets were registered.",
            ),
            "places.segments.registered": Translated(
                kk="Көше бөліктері тіркелді.",
                ru="Участки улиц внесены в реестр.",
                en="Street segments were registered.",
            ),
            "places.segments.succeeded": Translated(
                kk="Көше бөліктері жаңаларымен алмасты.",
                ru="Участки улиц сменились новыми.",
                en="Street segments were succeeded by new ones.",
            ),
            "places.segment.split": Translated(
                kk="Көше бөлігі бірнешеге бөлінді.",
                ru="Участок улицы разделён.",
                en="A street segment was split.",
            ),
            "places.segment.merged": Translated(
                kk="Көше бөліктері біріктірілді.",
                ru="Участки улицы объединены.",
                en="Street segments were merged.",
            ),
            "places.segment.measured": Translated(
                kk="Көше бөлігінің ұзындығы өлшенді.",
                ru="Измерена длина участка улицы.",
                en="The length of a street segment was measured.",
            ),
            "places.street.renamed": Translated(
                kk="Көшеге жаңа атау берілді.",
                ru="Улица переименована.",
                en="A street was given a new name.",
            ),
            "places.landmarks.registered": Translated(
                kk="Аялдамалар, мектептер мен басқа орындар тіркелді.",
                ru="Остановки, школы и другие места внесены в реестр.",
                en="Stops, schools and other places were registered.",
            ),
            "places.landmarks.closed": Translated(
                kk="Дереккөзде жоқ орындар жабылды.",
                ru="Закрыты места, которых больше нет в источнике.",
                en="Places no longer in the source were closed.",
            ),
            "places.addresses.registered": Translated(
                kk="Мекенжайлар тіркелді.",
                ru="Адреса внесены в реестр.",
                en="Addresses were registered.",
            ),
            "places.extract.loaded": Translated(
                kk="Карта файлы жүктелді.",
                ru="Загружен файл карты.",
                en="A map file was loaded.",
            ),
        },
    )
