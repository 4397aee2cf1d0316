"""The styles of a document, the default ones, and what each is based on."""

from lxml import etree

from specgen.word.ooxml import W, w
from specgen.word.page_hiding import ParagraphHiding
from specgen.word.style_chain import StyleChains


def styles(*written: str) -> etree._Element:
    return etree.fromstring(f'<w:styles xmlns:w="{W}">{"".join(written)}</w:styles>')


def style(identity: str, based_on: str = "", inside: str = "", **attributes: str) -> str:
    base = f'<w:basedOn w:val="{based_on}"/>' if based_on else ""
    return f'<w:style w:type="paragraph" w:styleId="{identity}"{"".join(f" w:{name}={value!r}" for name, value in attributes.items())}>{base}{inside}</w:style>'


def names(chains: StyleChains, identity: str) -> list[str]:
    return [each.get(w("styleId"), "") for each in chains.of(identity)]


def test_a_chain_goes_from_the_style_to_what_it_is_based_on() -> None:
    assert names(StyleChains(styles(style("A", "B"), style("B", "C"), style("C"))), "A") == ["A", "B", "C"]


def test_styles_based_on_one_another_in_a_circle_end() -> None:
    assert names(StyleChains(styles(style("A", "B"), style("B", "A"))), "A") == ["A", "B"]


def test_a_style_that_is_not_there_is_the_default_one() -> None:
    chains = StyleChains(styles(style("A"), style("Normal", default="1"), style("B", default="off")))
    assert [chains.known(name) for name in ("A", "gone", None)] == ["A", "Normal", "Normal"]
    assert chains.known("gone", "table") == ""


def test_a_document_without_styles_has_none() -> None:
    chains = StyleChains(None)
    assert (chains.known("A"), chains.of("A"), "A" in chains) == ("", (), False)


def test_a_paragraph_whose_style_is_not_there_hides_its_words_as_the_default_style_does() -> None:
    low = '<w:pPr><w:spacing w:line="20" w:lineRule="exact"/></w:pPr>'
    properties = etree.fromstring(f'<w:pPr xmlns:w="{W}"><w:pStyle w:val="gone"/></w:pPr>')
    assert ParagraphHiding(styles(style("Normal", inside=low, default="1")), {}).of(properties)[0] == "lines too low to read"
