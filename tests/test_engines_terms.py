"""Terms of the glossary in drafts: there in the given form, with the right particle, or refused."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from engines_kit import engine, starter

from pipeline import checks, glossary, marks
from pipeline.checks.base import Message, Pair
from pipeline.engines import batches, sentence, terms
from pipeline.engines.argos import Argos
from pipeline.engines.requests import Hypothesis
from pipeline.engines.texts import Texts
from pipeline.glossary import Finder, Term
from pipeline.model import Draft
from pipeline.translate import fault, refusal

if TYPE_CHECKING:
    from pipeline.engines.sentence import Sentence

CASES = Path(__file__).parent / "cases" / "engines"
SERVER = Term("server", "서버")
SECRETARY = Term("Secretary of Defense", "국방장관")


def words(language: str) -> glossary.Glossary:
    """Return the glossary of the hand-written sentences."""
    path = CASES / f"terms-{language}.csv"
    return glossary.parse(path.read_text("utf-8"), path.name)


def cases(language: str) -> dict[str, list[str]]:
    """Return the hand-written sentences with what their drafts must have."""
    text = (CASES / f"terms-{language}.txt").read_text("utf-8")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    pairs = zip(lines[::2], lines[1::2], strict=True)
    found = {}
    for source, wanted in pairs:
        assert ("en ", "has") == (source[:3], wanted[:3])
        found[source[3:].strip()] = [part.strip() for part in wanted[3:].split("|") if part.strip()]
    return found


@cache
def drafts(language: str) -> dict[str, Draft]:
    """Return the drafts of all sentences with the starter package."""
    sources = list(cases(language))
    made = Argos(starter(language), language, glossary=words(language), judge=fault)
    return {sources[index]: draft for index, draft in made.translate(sources)}


@pytest.mark.parametrize(
    ("language", "source"), [(tag, source) for tag in ("ko", "ja") for source in cases(tag)]
)
def test_terms_arrive(language: str, source: str) -> None:
    """The draft has what the case says, and the checks of terms and particles have nothing."""
    draft = drafts(language)[source]
    assert ((), "") == (draft.problems, refusal(source, draft.target, language))
    assert [] == [part for part in cases(language)[source] if part not in draft.target]
    nouns = tuple(term for term in words(language) if not glossary.inflects(term))
    problems = checks.check(
        [Message(source, draft.target)],
        Pair("en", language),
        only=("terms", "particle"),
        glossary=nouns,
    )
    assert [] == [problem.message for _, problem in problems]


def test_terms_matter() -> None:
    """Without the glossary, many of these sentences lack their terms."""
    for language in ("ko", "ja"):
        sources = list(cases(language))
        plain = {sources[i]: draft.target for i, draft in engine(language).translate(sources)}
        right = [s for s, parts in cases(language).items() if all(p in plain[s] for p in parts)]
        assert len(right) < 0.75 * len(sources)


def put(message: str, *words_: Term, standing: bool = False) -> Sentence:
    """Return a message with its terms, all of them with stand-ins or none."""
    labels = [f'the term "{term.source}"' for term in words_] if standing else []
    return terms.put(sentence.read(message, "x"), Finder(words_), "x", labels)


def shown(read: Sentence) -> list[str]:
    """Return the nodes of a sentence with the text that each has."""
    return [
        f"{node.opening or node.label}: {read.text[node.start : node.end]}" for node in read.nodes
    ]


@pytest.mark.parametrize(
    ("message", "wanted"),
    [
        ("The server's name.", ['the term "server": server']),
        ("<code1>server</code1> is a file.", ["<code1>server</code1>: x1"]),
        (
            "The <b1>Secretary</b1> of Defense left.",
            ["<b1>: Secretary of Defense", 'the term "Secretary of Defense": Secretary of Defense'],
        ),
        (
            "<a1>Ask the <b2>Secretary</b2></a1> of Defense.",
            [
                "<a1>: Ask the Secretary of Defense",
                "<b2>: Secretary of Defense",
                'the term "Secretary of Defense": Secretary of Defense',
            ],
        ),
        ("<b1>Secretary</b1> of <i2>Defense</i2>", ["<b1>: Secretary", "<i2>: Defense"]),
    ],
)
def test_marks_round_a_term(message: str, wanted: list[str]) -> None:
    """A mark that holds a part of a term gets all of it; two marks cannot share one."""
    assert wanted == shown(put(message, SERVER, SECRETARY))


def test_shared_by_two_marks() -> None:
    """A term that two marks share must be in the draft by itself."""
    read = put("<b1>Secretary</b1> of <i2>Defense</i2>", SECRETARY)
    assert ((SECRETARY,),) == read.unplaced
    assert read == terms.missing(read, "국방 장관")[0]
    with pytest.raises(terms.Lost, match="the term"):
        terms.missing(read, "장관")


def test_stand_ins() -> None:
    """Stand-ins of terms are counted on from those of code, and what follows moves along."""
    read = put("Run <code1>ls</code1> on the servers of <b2>the user</b2>.", SERVER, standing=True)
    assert "Run x1 on the x2 of the user." == read.text
    assert ["<code1>ls</code1>: x1", "<b2>: the user", "서버: x2"] == shown(read)


def test_as_often_as_the_source() -> None:
    """A term that is there is not put in again; one that is there too seldom may be."""
    read = put("Copy the server to the server.", SERVER)
    assert 2 == len(terms.missing(read, "서버에 복사합니다.")[0].nodes)
    assert 0 == len(terms.missing(read, "서버에 복사합니다.", once=True)[0].nodes)
    assert 0 == len(terms.missing(read, "서버를 서버에 복사합니다.")[0].nodes)
    rows = Term("workspace", "작업 공간"), Term("workspace", "작업공간")
    twice = put("From workspace to workspace.", *rows)
    assert 2 == len(terms.missing(twice, "작업 공간에서")[0].nodes)


@pytest.mark.parametrize(
    ("target", "text", "wanted"),
    [
        ("サーバー", "サーバを開く", "サーバーを開く"),
        ("サーバー", "サーバーを開く", "サーバーを開く"),
        ("ファイル", "プロファイル", "プロファイル"),
        ("ロイド・オースティン", "ロイドオースティン氏", "ロイド・オースティン氏"),
        ("번역 메모리", "번역메모리를", "번역 메모리를"),
        ("한국", "관한 국민", "관한 국민"),
        ("GNOME", "Gnome은", "GNOME은"),
        ("창", "창고와 창을", "창고와 창을"),
        ("Wi-Fi", "WiFi를", "Wi-Fi를"),
        ("-", "a-b", "a-b"),
    ],
)
def test_exact_form(target: str, text: str, wanted: str) -> None:
    """Another spelling of a term becomes the one of the glossary; other words stay."""
    assert wanted == terms.exact(text, (Term("x", target),))


def test_any_row_is_right() -> None:
    """What one row of a term says is not turned into what another one says."""
    rows = (Term("workspace", "작업 공간"), Term("workspace", "작업공간"))
    assert "작업공간을 엽니다." == terms.exact("작업공간을 엽니다.", rows)


@pytest.mark.parametrize(
    ("target", "text", "wanted"),
    [
        ("서버", "서버을 켠다.", "서버를 켠다."),
        ("서버", "<b1>서버</b1>은 크다.", "<b1>서버</b1>는 크다."),
        ("서버", "‘서버’이 크다.", "‘서버’가 크다."),
        ("서버", "서버(server)을 켠다.", "서버(server)를 켠다."),
        ("서버", "서버을(를) 켠다.", "서버를 켠다."),
        ("서버", "서버으로부터 받는다.", "서버로부터 받는다."),
        ("서버", "서버이라는 것.", "서버라는 것."),
        ("서버", "서버이다. 서버입니다.", "서버이다. 서버입니다."),
        ("파일", "파일으로 저장", "파일로 저장"),
        ("파일", "파일와 폴더", "파일과 폴더"),
        ("API", "API을 쓴다.", "API를 쓴다."),
        ("PDF", "PDF으로 저장", "PDF로 저장"),
        ("라이브러리 3", "라이브러리 3가 필요", "라이브러리 3이 필요"),
        ("GNOME", "GNOME는 좋다.", "GNOME은 좋다."),
        ("R", "R를 쓴다.", "R을(를) 쓴다."),
        ("서버", "서버 가 크다.", "서버가 크다."),
        ("서버", "서버가동 중", "서버가동 중"),
        ("표", "목표은 크다.", "목표은 크다."),
        ("n", "main은 크다.", "main은 크다."),
    ],
)
def test_particles(target: str, text: str, wanted: str) -> None:
    """After a term stands the particle that its sound asks for; both forms if it is not known."""
    read = put("x", Term("x", target))
    assert wanted == terms.fit(text, read, read, "ko")
    assert text == terms.fit(text, read, read, "ja")


def test_particles_after_code() -> None:
    """So it is after code, which the model has not seen."""
    read = put("Run <code1>git commit</code1>.")
    text = "<code1>git commit</code1>를 실행합니다."
    assert text.replace("를", "을", 1) == terms.fit(text, read, read, "ko")


@pytest.mark.parametrize(
    ("target", "text", "wanted"),
    [
        ("os.path", "os.path는 크다.", "os.path는 크다."),
        ("os.path", "os.path을 쓴다.", "os.path을 쓴다."),
        ("API", "API을 쓴다.", "API를 쓴다."),
    ],
)
def test_particles_of_the_model(target: str, text: str, wanted: str) -> None:
    """After a term that the model wrote itself only what is known for certain is put right."""
    read = put("x", Term("x", target))
    assert wanted == terms.fit(text, read, terms.missing(read, text)[0], "ko")


@pytest.mark.parametrize(
    ("source", "target", "wanted"),
    [
        ("open", "열다", True),
        ("save", "저장하다", True),
        ("Save", "저장하다", True),
        ("Canada", "캐나다", False),
        ("sea", "바다", False),
        ("file", "파일", False),
        ("open", "開く", True),
        ("save", "保存する", True),
        ("new", "新しい", True),
        ("screen", "画面", False),
        ("server", "サーバー", False),
    ],
)
def test_what_inflects(source: str, target: str, wanted: bool) -> None:
    """Verbs and adjectives are told from nouns."""
    assert wanted == glossary.inflects(Term(source, target))


def test_verbs_are_left_to_the_model() -> None:
    """A verb of the glossary changes no draft."""
    verbs = Argos(starter("ko"), "ko", glossary=(Term("open", "펼치다"),))
    text = "Open the file."
    assert dict(engine("ko").translate([text])) == dict(verbs.translate([text]))


def test_apostrophes_are_one() -> None:
    """A term is found whichever apostrophe the text or the glossary has."""
    for mine in "'’":
        for theirs in "'’":
            finder = Finder((Term(f"user{mine}s guide", "안내서"),))
            assert [(4, 16)] == [f[:2] for f in finder.find(f"The user{theirs}s guide.")]


def test_never_cut_inside_a_term() -> None:
    """A long sentence is not cut at a full stop that belongs to a term."""
    text = "We met the U.S. Secretary of State; he left."
    finder = Finder((Term("U.S. Secretary of State", "미국 국무장관"),))
    parts = batches.cut(text, len, 20, 100, lambda part: terms.inside(part, finder))
    assert ["We met the U.S. Secretary of State;", "he left."] == parts
    assert "We met the U.S." in (batches.cut(text, len, 20, 100) or [])


def test_lost_term_is_said() -> None:
    """A draft that cannot have its term is refused with its name, after all stand-ins."""
    texts = Texts(["Save the server."], engine("ko")._load(), "ko", finder=Finder((SERVER,)))
    outcome = next(texts.start())
    tried = []
    while isinstance(outcome, list):
        (request,) = outcome
        tried.append(request.sentence.text)
        nothing = [0.0] * len(request.tokens.pieces)
        outcome = texts.finish(
            request, [Hypothesis(["▁저장", "."], [nothing, nothing], -1.0, ended=True)]
        )
    assert ["Save the server.", "Save the x1.", "Save the Z1.", "Save the ID1."] == tried[:4]
    assert (0, Draft("", problems=('the term "server" is lost',))) == outcome


def test_key_has_the_terms_in_a_text() -> None:
    """What changes a draft is told apart by the terms that are in its text, and no others."""
    with_it, without = (
        Argos(starter("ko"), "ko", glossary=words_)
        for words_ in ((SERVER, SECRETARY), (SECRETARY,))
    )
    assert with_it.origin == without.origin
    assert with_it.settings("Save the file.") == without.settings("Save the file.")
    assert with_it.settings("The <b1>servers</b1>.") != without.settings("The <b1>servers</b1>.")


def test_marks_survive() -> None:
    """Every draft with terms has its source's marks."""
    for language in ("ko", "ja"):
        for source, draft in drafts(language).items():
            marks.compare(source, draft.target)
