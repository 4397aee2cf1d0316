"""What other programs do to a document of ours, and what `review` then says: the table in docs/word/other-programs.md.

    python tools/other_programs.py [--programs FOLDER] [--only NAME]

It builds a document of the examples, puts a tracked change, a form field and a tick box into a copy, sends both through
every program that is found, one at a time, and writes the table again. FOLDER may hold a virtual environment `v`
(pypandoc_binary, docxcompose, docx-scalpel, python-docx) and a folder `n` with the npm packages docx, docxmlater,
html-to-docx and mammoth; LibreOffice and AbiWord are looked for on the path. A program that is not there keeps its row.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from specgen.assembly.document_type import read_document_types
from specgen.cli.tracked.redline import counted_changes
from specgen.library.read import read_library
from specgen.review.comparison.review import review_document
from specgen.review.findings import Review
from specgen.word.document.lines import Line
from specgen.word.document.revisions import read_revisions
from specgen.word.document.stories import read_sides
from specgen.word.package.ooxml import w
from specgen.word.package.package import Package, read_package, record_part, write_package
from specgen.word.redline.redline import redline

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "word" / "other-programs.md"
EXAMPLE = ROOT / "examples" / "community-respiratory" / "contract.yaml"
BEGIN, END = "<!-- table -->", "<!-- end of the table -->"
HEADINGS = (
    "Program",
    "Controls",
    "Bookmarks",
    "Record",
    "List numbers",
    "Tracked changes",
    "Form field and tick box",
    "Header",
    "`review` of an untouched file",
    "Changes of words in its `redline`",
)
SECONDS = 600
TAGS = re.compile(r"specgen:")
BOOKMARK = re.compile(r"sg_\w+")


@dataclass(frozen=True, slots=True)
class Road:
    """A way through a program: its name, the file formats, and what is run; {in}, {out}, {folder} are filled in."""

    name: str
    steps: tuple[tuple[str, ...], ...]
    version: tuple[str, ...]


def roads(programs: Path) -> list[Road]:
    python, node = str(programs / "v" / "bin" / "python"), "node"
    pandoc = next(iter(sorted(programs.glob("v/lib/*/site-packages/pypandoc/files/pandoc"))), Path("pandoc"))
    found = [_through_office(ending) for ending in ("docx", "odt", "doc", "rtf")]
    found.append(Road("pandoc, docx to docx", ((str(pandoc), "{in}", "-o", "{out}"),), (str(pandoc), "--version")))
    found.append(
        Road(
            "pandoc, with tracked changes kept",
            ((str(pandoc), "--track-changes=all", "{in}", "-o", "{out}"),),
            (str(pandoc), "--version"),
        )
    )
    found.append(
        Road("AbiWord, .docx", (("abiword", "--to=docx", "--to-name={out}", "{in}"),), ("abiword", "--version"))
    )
    for name, code in PYTHON.items():
        distribution = name.partition(",")[0]
        version = f"import importlib.metadata as m;print(m.version({distribution!r}))"
        found.append(Road(name, ((python, "-c", code, "{in}", "{out}"),), (python, "-c", version)))
    for name, code in NODE.items():
        package = name.partition(",")[0]
        version = f"console.log(require('{programs}/n/node_modules/{package}/package.json').version)"
        start = f"const N='{programs}/n/node_modules/';"
        found.append(Road(name, ((node, "-e", start + code, "{in}", "{out}"),), (node, "-e", version)))
    return found


def _through_office(ending: str) -> Road:
    def step(kind: str, out: str, source: str) -> tuple[str, ...]:
        profile = "-env:UserInstallation=file://{folder}/profile"
        return ("soffice", profile, "--headless", "--convert-to", kind, "--outdir", out, source)

    back = "docx:MS Word 2007 XML"
    first = {"odt": "odt", "doc": "doc:MS Word 97", "rtf": "rtf"}.get(ending)
    steps = [step(back, "{folder}/out", "{in}")]
    if first is not None:
        steps = [step(first, "{folder}/mid", "{in}"), step(back, "{folder}/out", "{folder}/mid/{stem}." + ending)]
    return Road(f"LibreOffice, by .{ending}", tuple(steps), ("soffice", "--version"))


PYTHON: Mapping[str, str] = {
    "python-docx, opened and saved": "import sys,docx;docx.Document(sys.argv[1]).save(sys.argv[2])",
    "docxcompose, put after another": (
        "import sys,docx;from docxcompose.composer import Composer;d=docx.Document();d.add_paragraph('Cover');"
        "c=Composer(d);c.append(docx.Document(sys.argv[1]));c.save(sys.argv[2])"
    ),
    "docx-scalpel, opened and saved": (
        "import sys;from docx_scalpel import open_session\n"
        "with open_session(open(sys.argv[1],'rb').read()) as s:\n open(sys.argv[2],'wb').write(s.save())"
    ),
}
NODE: Mapping[str, str] = {
    "docxmlater, opened and saved": (
        "const {Document}=require(N+'docxmlater');(async()=>{const d=await Document.load(process.argv[1]);"
        "await d.save(process.argv[2]);})()"
    ),
    "docx, patched with nothing": (
        "const {patchDocument}=require(N+'docx'),f=require('fs');patchDocument({outputType:'nodebuffer',"
        "data:f.readFileSync(process.argv[1]),patches:{}}).then(b=>f.writeFileSync(process.argv[2],b))"
    ),
    "html-to-docx, from the HTML of mammoth": (
        "const m=require(N+'mammoth'),h=require(N+'html-to-docx'),f=require('fs');"
        "m.convertToHtml({path:process.argv[1]}).then(r=>h(r.value)).then(b=>f.writeFileSync(process.argv[2],b))"
    ),
}


# The document that is sent.


def issued(folder: Path) -> Path:
    """The specification insert of the example, as it is issued."""
    run = [sys.executable, "-m", "specgen", "build", str(EXAMPLE), "-o", str(folder), "--draft"]
    subprocess.run(run, check=True, capture_output=True, cwd=ROOT)
    return next(folder.rglob("*Schedule 2A*.docx"))


def marked(data: bytes) -> bytes:
    """The same with a tracked change in a control, a form field and a tick box, as Word writes them."""
    package = opened(data)
    root = package.root(package.main)
    by = 'w:author="Ann Bell" w:date="2026-05-04T09:30:00Z"'
    run = next(each for each in root.iter(w("r")) if _in_control(each) and len(each.findtext(w("t")) or "") > 40)
    text = run.find(w("t"))
    assert text is not None and text.text
    words, text.text = text.text[:20], text.text[20:]
    text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    run.addprevious(
        _xml(f'<w:del w:id="9001" {by}><w:r><w:delText xml:space="preserve">{words}</w:delText></w:r></w:del>')
    )
    run.addprevious(
        _xml(f'<w:ins w:id="9002" {by}><w:r><w:t xml:space="preserve">Other words here now </w:t></w:r></w:ins>')
    )
    body = root.find(w("body"))
    assert body is not None
    box = (
        '<w:ffData><w:name w:val="Agreed"/><w:enabled/><w:checkBox><w:sizeAuto/><w:default w:val="0"/><w:checked/>'
        "</w:checkBox></w:ffData>"
    )
    field = (
        f'<w:r><w:fldChar w:fldCharType="begin">{box}</w:fldChar></w:r>'
        "<w:r><w:instrText> FORMCHECKBOX </w:instrText></w:r>"
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    tick = (
        '<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val="1"/></w14:checkbox></w:sdtPr><w:sdtContent><w:r>'
        "<w:t>☒</w:t></w:r></w:sdtContent></w:sdt>"
    )
    body[-1].addprevious(_xml(f"<w:p>{field}<w:r><w:t>Form field</w:t></w:r>{tick}</w:p>"))
    return write_package(package, {package.main: etree.tostring(root, xml_declaration=True, encoding="UTF-8")})


def _in_control(run: etree._Element) -> bool:
    return next(run.iterancestors(w("sdt")), None) is not None


def _xml(inner: str) -> etree._Element:
    spaces = (
        f'xmlns:w="{w("x")[1:].partition("}")[0]}" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
    )
    return etree.fromstring(f"<a {spaces}>{inner}</a>")[0]


def opened(data: bytes) -> Package:
    package, problems = read_package(data, "document.docx", macros=True)
    if package is None:
        raise SystemExit(problems[0].message)
    return package


# What became of it.


def sent_through(road: Road, source: Path, folder: Path) -> Path | None:
    """The file as the program writes it; None where it writes none. Raises TimeoutError where it does not come to an
    end, so that nothing is said of it."""
    for name in ("out", "mid"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    out = folder / "out" / source.name
    filled = {"in": str(source), "out": str(out), "folder": str(folder), "stem": source.stem}
    for step in road.steps:
        command = [
            "nice",
            "-n",
            "5",
            *(part if part.startswith(("const", "import")) else _filled(part, filled) for part in step),
        ]
        try:
            done = subprocess.run(command, capture_output=True, timeout=SECONDS)
        except OSError:
            return None
        except subprocess.TimeoutExpired:
            raise TimeoutError(f"{road.name}: not done in {SECONDS} seconds") from None
        if done.returncode != 0 and not out.exists() and step is road.steps[-1]:
            print(done.stderr.decode("utf-8", "replace")[-400:], file=sys.stderr)
    return out if out.exists() else None


def _filled(part: str, values: Mapping[str, str]) -> str:
    for name, value in values.items():
        part = part.replace("{" + name + "}", value)
    return part


def version_of(road: Road) -> str:
    try:
        said = subprocess.run(road.version, capture_output=True, text=True, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    found = re.search(r"\d+(?:\.\d+)+", said.stdout)
    return found.group() if found and said.returncode == 0 else ""


def lines_of(package: Package) -> Sequence[Line]:
    sides, _ = read_sides(package)
    return sides.before.main.lines if sides is not None else ()


def became(before: Package, plain: Package, marks: Package | None) -> list[str]:
    """The cells from controls to header."""
    counts = [_marks_of(each) for each in (before, plain)]
    labels = [
        [line.label.strip() for line in lines_of(each) if any(letter.isdigit() for letter in line.label)]
        for each in (before, plain)
    ]
    headers = [_headers(each) for each in (before, plain)]
    return [
        _kept(counts[0][0], counts[1][0]),
        _kept(counts[0][1], counts[1][1]),
        "kept" if record_part(plain) is not None else "lost",
        "the same" if labels[0] == labels[1] else f"{len(labels[1])} of {len(labels[0])}" + _others(labels),
        _tracked(marks) if marks is not None else "no file",
        _form(marks) if marks is not None else "no file",
        "kept" if headers[0] <= headers[1] else "changed" if headers[1] else "lost",
    ]


def _marks_of(package: Package) -> tuple[int, int]:
    root = package.tree(package.main)
    tags = {each.get(w("val"), "") for each in root.iter(w("tag")) if TAGS.match(each.get(w("val"), ""))}
    names = {each.get(w("name"), "") for each in root.iter(w("bookmarkStart"))}
    return len(tags), sum(bool(BOOKMARK.fullmatch(name)) for name in names)


def _kept(old: int, new: int) -> str:
    return "kept" if old == new else "lost" if not new else f"{new} of {old} kept"


def _others(labels: Sequence[Sequence[str]]) -> str:
    return ", others" if len(labels[0]) == len(labels[1]) else ""


def _headers(package: Package) -> set[str]:
    sides, _ = read_sides(package)
    others = sides.before.others if sides is not None else ()
    return {line.text for story in others if "header" in story.part for line in story.lines if line.text.strip()}


def _tracked(package: Package) -> str:
    found = [each for each in read_revisions(package)[0] if each.kind in ("insertion", "deletion")]
    said = {each.words.strip() for each in found}
    if {"Other words here now"} & said and len(found) >= 2:
        return "kept" if all(each.author for each in found) else "kept, without their author"
    text = "\n".join(line.text for line in lines_of(package))
    return "taken as accepted" if "Other words here now" in text else "some kept" if found else "taken as rejected"


def _form(package: Package) -> str:
    root = package.tree(package.main)
    field = any("FORMCHECKBOX" in (each.text or "") for each in root.iter(w("instrText")))
    checked = next((each for each in root.iter(w("checked"))), None)
    state = (
        " with its tick" if checked is not None and checked.get(w("val"), "1") not in ("0", "false") else ", tick lost"
    )
    control = next(root.iter("{http://schemas.microsoft.com/office/word/2010/wordml}checkbox"), None) is not None
    sign = "☒" in "".join(line.text for line in lines_of(package))
    return (
        f"field {'kept' + state if field else 'lost'}; box {'kept' if control else 'its sign only' if sign else 'lost'}"
    )


def reviewed(data: bytes, original: Path) -> str:
    """What review says of the file, without and with the issued one."""
    library, types = read_library(ROOT / "clauses")[0], read_document_types(ROOT / "templates")[0]
    said: list[str] = []
    for against in (None, original):
        found, problems = review_document(data, "returned.docx", library, types, against)
        said.append(problems[0].message if found is None and problems else _verdict(found))
    return f"alone: {said[0]}; with `--issued`: {said[1]}"


def _verdict(found: Review | None) -> str:
    if found is None:
        return "not read"
    counts = found.counts()
    how = dict.fromkeys(each.recognised.how for each in found.clauses if each.recognised is not None)
    differing = counts["clauses"] - counts["untouched"]
    classes = ", ".join(f"{count} {sort}" for sort, count in found.by_class().items())
    return (
        f"{counts['clauses']} clauses by {' and '.join(how) or 'nothing'}, {differing} differ"
        + (f" ({classes})" if classes else "")
        + (", as issued" if found.as_issued else "")
    )


def words_in_redline(data: bytes, original: Path) -> str:
    """How many changes of words a redline counts from the issued file to this one, and what they are."""
    made, problems = redline(
        original.read_bytes(), data, "A", "2026-05-04", old_name="issued.docx", new_name="saved.docx", existing="accept"
    )
    if made is None:
        return problems[0].message
    words, _, _, brought = counted_changes(made, "redline.docx")
    return ". ".join([str(words), *(line.rstrip(".") for line in brought)])


# The page.


def rows_there() -> dict[str, str]:
    text = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    table = text.partition(BEGIN)[2].partition(END)[0]
    return {
        line.split("|")[1].strip(): line
        for line in table.splitlines()
        if line.startswith("| ") and not line.startswith(("| ---", "| Program |"))
    }


def in_its_place(rows: Mapping[str, str], name: str, how: str, key: str, row: str) -> dict[str, str]:
    """The rows with that of the program, in the place of the one that an earlier version had."""
    at = next((old for old in rows if old.startswith(f"{name} ") and old.endswith(f", {how}")), key)
    return {key if old == at else old: row if old == at else held for old, held in {**rows, at: row}.items()}


def main() -> None:
    given = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    given.add_argument("--programs", type=Path, default=Path("other-programs"))
    given.add_argument("--only", default="")
    arguments = given.parse_args()
    rows = rows_there()
    with tempfile.TemporaryDirectory() as held:
        folder = Path(held)
        original = issued(folder / "issued")
        plain, form = folder / "plain.docx", folder / "marked.docx"
        plain.write_bytes(original.read_bytes())
        form.write_bytes(marked(original.read_bytes()))
        before = opened(plain.read_bytes())
        for number, road in enumerate(roads(arguments.programs.absolute())):
            if arguments.only not in road.name:
                continue
            version = version_of(road)
            name, _, how = road.name.partition(", ")
            if not version:
                print(f"{road.name}: not found")
                continue
            try:
                made = [sent_through(road, each, folder / f"{number}") for each in (plain, form)]
            except TimeoutError as late:
                print(f"{late}; its row is kept", file=sys.stderr)
                continue
            key = f"{name} {version}, {how}"
            if made[0] is None:
                row = f"| {key} | " + " | ".join(["no file"] * (len(HEADINGS) - 1)) + " |"
            else:
                data = made[0].read_bytes()
                marks = opened(made[1].read_bytes()) if made[1] is not None else None
                cells = [
                    *became(before, opened(data), marks),
                    reviewed(data, original),
                    words_in_redline(data, original),
                ]
                row = f"| {key} | {' | '.join(cells)} |"
            rows = in_its_place(rows, name, how, key, row)
            print(row)
    text = PAGE.read_text(encoding="utf-8")
    head, rest = text.partition(BEGIN)[0], text.partition(END)[2]
    table = "\n".join(
        [f"| {' | '.join(HEADINGS)} |", "| " + " | ".join(["---"] * len(HEADINGS)) + " |", *rows.values()]
    )
    PAGE.write_text(f"{head}{BEGIN}\n{table}\n{END}{rest}", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
