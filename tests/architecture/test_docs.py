"""Every part has its page, every decision stands in the index, every link inside the docs leads somewhere."""

import re
from pathlib import Path

import yaml

from tests.architecture.tree import House, expect_none

LINK = re.compile(r"(?<!\\)\[[^\]\n]*\]\(([^)\s]+)\)")
ENOUGH = 600  # characters: a page that says less says nothing yet


def without_a_page(house: House) -> list[str]:
    said = []
    for part in house.parts():
        page = house.root / "docs" / "parts" / f"{part.name}.md"
        if part.name != "config" and not page.exists():
            said.append(f"docs/parts/{part.name}.md is missing")
        elif page.exists() and len(page.read_text("utf-8")) < ENOUGH:
            said.append(f"docs/parts/{part.name}.md says almost nothing")
    return said


def unlisted(house: House) -> list[str]:
    """Pages that their index does not name; a part's first page is found by its folder."""
    said, found = [], {"README.md", *(f"{part.name}.md" for part in house.parts())}
    indexes = (("decisions", "decisions/README.md"), ("how-to", "README.md"), ("parts", "parts/README.md"))
    for folder, index in indexes:
        text = (house.root / "docs" / index).read_text("utf-8")
        pages = (page.name for page in sorted((house.root / "docs" / folder).glob("*.md")))
        missing = (name for name in pages if name not in found and f"{name})" not in text)
        said += [f"docs/{index} does not name {folder}/{name}" for name in missing]
    return said


def broken_links(house: House) -> list[str]:
    said = []
    for page in (path for path in house.files() if path.suffix == ".md"):
        targets = (target for target in LINK.findall(page.read_text("utf-8")) if not re.match(r"[a-z]+:|#", target))
        said += [f"{house.where(page)} leads nowhere: {target}" for target in targets if not is_there(page, target)]
    return said


def is_there(page: Path, target: str) -> bool:
    return (page.parent / target.split("#", maxsplit=1)[0]).exists()


def test_every_part_has_its_page(house: House):
    expect_none(without_a_page(house))


def test_every_page_stands_in_its_index(house: House):
    expect_none(unlisted(house))


def test_links_in_the_docs_lead_somewhere(house: House):
    expect_none(broken_links(house))


def test_a_missing_page_an_unlisted_one_and_a_broken_link_are_heard(toy):
    house = toy(
        {
            "src/qala/waste/rules.py": "",
            "src/qala/roads/rules.py": "",
            "docs/parts/roads.md": "Roads.",
            "docs/parts/roads-in-winter.md": "Snow.",
            "docs/parts/README.md": "[Rivers](rivers.md)",
            "docs/README.md": "[Roads](parts/roads.md) [Lost](lost.md) [Out](https://example.org)",
            "docs/decisions/README.md": "",
            "docs/decisions/0001-one-database.md": "",
        }
    )
    assert without_a_page(house) == [
        "docs/parts/roads.md says almost nothing",
        "docs/parts/waste.md is missing",
    ]
    assert unlisted(house) == [
        "docs/decisions/README.md does not name decisions/0001-one-database.md",
        "docs/parts/README.md does not name parts/roads-in-winter.md",
    ]
    assert broken_links(house) == [
        "docs/README.md leads nowhere: lost.md",
        "docs/parts/README.md leads nowhere: rivers.md",
    ]


MANDATORY = {"publiccodeYmlVersion", "name", "url", "platforms", "developmentStatus", "softwareType", "description"}
MANDATORY |= {"legal", "maintenance", "localisation"}


def catalogue_faults(house: House) -> list[str]:
    """What the publiccode.yml standard demands of its core keys and of the lengths of texts."""
    page = yaml.safe_load((house.root / "publiccode.yml").read_text("utf-8"))
    said = [f"{key} is missing" for key in sorted(MANDATORY - set(page))]
    for language, texts in page.get("description", {}).items():
        if len(texts.get("shortDescription", "")) not in range(1, 151):
            said.append(f"{language}: a short description has 1 to 150 characters")
        if len(texts.get("longDescription", "")) not in range(150, 10_001):
            said.append(f"{language}: a long description has 150 to 10,000 characters")
    if page.get("maintenance", {}).get("type") == "community" and not page["maintenance"].get("contacts"):
        said.append("a community names a contact")
    return said


def test_the_catalogue_entry_is_valid(house: House):
    expect_none(catalogue_faults(house))


def test_a_poor_catalogue_entry_is_heard(toy):
    text = "name: Waste\ndescription:\n  kk:\n    shortDescription: Қоқыс\nmaintenance:\n  type: community\n"
    said = catalogue_faults(toy({"publiccode.yml": text}))
    assert "url is missing" in said
    assert "kk: a long description has 150 to 10,000 characters" in said
    assert "a community names a contact" in said
