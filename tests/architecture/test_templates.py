"""Pages carry no script or style inside and fetch nothing from elsewhere: the content security policy holds."""

import re
import subprocess
import sys

import pytest

from tests.architecture.tree import House, expect_none

COMMENT = re.compile(r"\{#.*?#\}|\{% comment.*?endcomment %\}|<!--.*?-->", re.DOTALL)
RULES = {
    "a script inside": re.compile(
        r"<script(?![^>]*\bsrc=)(?![^>]*type=[\"']application/(?:ld\+)?json)[^>]*>", re.IGNORECASE
    ),
    "a style inside": re.compile(r"<style\b|\sstyle\s*=", re.IGNORECASE),
    "an event attribute": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "a javascript address": re.compile(r"javascript:", re.IGNORECASE),
    "something fetched from elsewhere": re.compile(
        r"<(?:script|img|iframe|source|video|audio|embed|object)\b[^>]*\b(?:src|data)\s*=\s*[\"'](?:https?:)?//"
        r"|<link\b[^>]*\brel=[\"'](?:stylesheet|preload|icon|modulepreload)[\"'][^>]*href=[\"'](?:https?:)?//",
        re.IGNORECASE,
    ),
}


def complaints(house: House) -> list[str]:
    said = []
    for path in house.files():
        if path.suffix == ".html" and "templates" in path.parts:
            # Comments go, their lines stay, so that the number told is the number seen.
            text = COMMENT.sub(lambda found: "\n" * found.group().count("\n"), path.read_text("utf-8"))
            for why, rule in RULES.items():
                for found in rule.finditer(text):
                    line = text.count("\n", 0, found.start()) + 1
                    said.append(f"{house.where(path, line)} holds {why}")
    return said


def test_pages_keep_the_content_security_policy(house: House):
    expect_none(complaints(house))


@pytest.mark.parametrize(
    ("markup", "why"),
    [
        ("<script>go()</script>", "a script inside"),
        ("<p\n style='color: red'>", "a style inside"),
        ("<style>p {}</style>", "a style inside"),
        ('<button class="x" onclick="go()">', "an event attribute"),
        ('<a href="javascript:go()">', "a javascript address"),
        ('<img src="https://elsewhere.example/x.png">', "something fetched from elsewhere"),
        ('<link rel="stylesheet" href="//elsewhere.example/x.css">', "something fetched from elsewhere"),
    ],
)
def test_markup_that_breaks_the_policy_is_heard(toy, markup, why):
    house = toy({"src/qala/waste/templates/waste/bin.html": f"{{# a\n comment #}}\n{markup}\n"})
    assert [line.split(" holds ")[1] for line in complaints(house)] == [why]


def test_lawful_markup_passes(toy):
    lawful = (
        '<script type="module" src="{% static \'ui/x.js\' %}"></script>\n<!-- <style> -->\n'
        '<script type="application/json" id="x">{}</script>\n<a href="https://elsewhere.example/">Out</a>\n'
    )
    assert complaints(toy({"src/qala/waste/templates/waste/bin.html": lawful})) == []


def test_djlint_finds_nothing(house: House):
    """Lint of templates is a test like any other, so that nobody learns of it a month later."""
    command = [sys.executable, "-m", "djlint", "--lint", "--quiet", "src"]
    done = subprocess.run(command, cwd=house.root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
