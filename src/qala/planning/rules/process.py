"""The life of a plan."""

from qala.kernel.translated import Translated
from qala.kernel.workflow import Workflow

WORDS = {
    "asked": Translated(kk="сұралды", ru="запрошен", en="asked for"),
    "failed": Translated(kk="мүмкін емес", ru="невозможен", en="not possible"),
    "solved": Translated(kk="дайын", ru="готов", en="ready"),
    "adopted": Translated(kk="бекітілді", ru="утверждён", en="adopted"),
    "superseded": Translated(kk="ауыстырылды", ru="заменён", en="replaced"),
    "set_aside": Translated(kk="алынып қойылды", ru="отложен", en="set aside"),
    "solve": Translated(kk="Есептеу", ru="Рассчитать", en="Solve"),
    "fail": Translated(kk="Неге болмайтынын айту", ru="Сказать, почему нельзя", en="Say why not"),
    "adopt": Translated(kk="Бекіту", ru="Утвердить", en="Adopt"),
    "replace": Translated(kk="Ауыстыру", ru="Заменить", en="Replace"),
}

WORKFLOW = Workflow(
    "plan",
    [
        ("asked", "solve", "solved"),
        ("asked", "fail", "failed"),
        ("asked", "set_aside", "set_aside"),
        ("solved", "adopt", "adopted"),
        ("solved", "set_aside", "set_aside"),
        ("failed", "set_aside", "set_aside"),
        ("adopted", "replace", "superseded"),
    ],
    start="asked",
    words=WORDS,
)
