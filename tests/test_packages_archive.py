"""Archives are opened with suspicion; nothing of a bad one reaches the disk."""

from __future__ import annotations

import stat
import zipfile
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from packages_kit import package_files, write_archive

from pipeline.errors import PackageError
from pipeline.packages import archive

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def build(path: Path, change: Callable[[zipfile.ZipFile], None]) -> Path:
    """Write a good archive, then let ``change`` add to it."""
    write_archive(path, package_files())
    with zipfile.ZipFile(path, "a") as opened:
        change(opened)
    return path


def member(
    name: str, content: bytes = b"x", mode: int = 0, **fields: int
) -> Callable[[zipfile.ZipFile], None]:
    """Return what adds a member to an archive."""

    def add(opened: zipfile.ZipFile) -> None:
        info = zipfile.ZipInfo(name)
        info.filename = info.orig_filename = name  # as written, also with NUL
        info.external_attr = mode << 16
        opened.writestr(info, content, **fields)

    return add


HOSTILE = {
    "climbs out": (member("en_ko/../../evil"), "would leave"),
    "climbs at the top": (member("../evil"), "would leave"),
    "absolute": (member("/etc/evil"), "would leave"),
    "dot": (member("en_ko/./evil"), "would leave"),
    "drive": (member("C:/evil"), "not a portable name"),
    "backslash": (member("en_ko\\..\\evil"), "not a portable name"),
    "control character": (member("en_ko/a\nb"), "not a portable name"),
    "link": (member("en_ko/link", b"/etc/passwd", stat.S_IFLNK | 0o777), "link"),
    "device": (member("en_ko/null", b"", stat.S_IFCHR | 0o666), "special file"),
    "case twin": (member("en_ko/MODEL/Model.bin"), "two members named"),
    "second top folder": (member("other/file"), "one top folder"),
    "file at the top": (member("file"), "one top folder"),
    "bzip2": (member("en_ko/x", compress_type=zipfile.ZIP_BZIP2), "compressed in another way"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_member_refuses_the_archive(name: str, tmp_path: Path) -> None:
    """A member that climbs out, is a link, comes twice … refuses the whole archive in one line."""
    change, reason = HOSTILE[name]
    path = build(tmp_path / "a.argosmodel", change)
    with pytest.raises(PackageError, match=reason) as caught, archive.opened(path):
        pass
    assert str(caught.value).startswith(f"{path}: ")
    assert "\n" not in str(caught.value)
    assert [path] == list(tmp_path.iterdir())


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_duplicate_member(tmp_path: Path) -> None:
    """The same name twice could show one file to the check and another to the reader."""
    path = build(tmp_path / "a.argosmodel", member("en_ko/metadata.json"))
    with pytest.raises(PackageError, match="two members named"), archive.opened(path):
        pass


def test_too_many_members(tmp_path: Path) -> None:
    """More than 1,000 members are refused."""

    def add(opened: zipfile.ZipFile) -> None:
        for number in range(archive.MOST_FILES):
            opened.writestr(f"en_ko/{number}", b"")

    path = build(tmp_path / "a.argosmodel", add)
    with pytest.raises(PackageError, match="more than 1000"), archive.opened(path):
        pass


def test_bomb(tmp_path: Path) -> None:
    """An archive that would grow 200-fold is refused before it is unpacked."""
    bomb = member("en_ko/bomb", b"\0" * 20_000_000, compress_type=zipfile.ZIP_DEFLATED)
    path = build(tmp_path / "a.argosmodel", bomb)
    with pytest.raises(PackageError, match="more than 200 times"), archive.opened(path):
        pass


def test_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The stated sizes may not pass the limit (made smaller here, not to write 4 GiB)."""
    path = write_archive(tmp_path / "a.argosmodel", package_files())
    monkeypatch.setattr(archive, "MOST_BYTES", 1_000)
    with pytest.raises(PackageError, match="more than 1000"), archive.opened(path):
        pass


def test_encrypted(tmp_path: Path) -> None:
    """A member with the encryption flag is refused."""
    path = write_archive(tmp_path / "a.argosmodel", package_files())
    content = path.read_bytes()
    at = content.index(b"PK\1\2") + 8
    path.write_bytes(content[:at] + bytes([content[at] | 1]) + content[at + 1 :])
    with pytest.raises(PackageError, match="encrypted"), archive.opened(path):
        pass


@pytest.mark.parametrize("lost", ["metadata.json", "model/model.bin", "sentencepiece.model"])
def test_incomplete_package(lost: str, tmp_path: Path) -> None:
    """An archive without metadata, model or tokenizer is no package."""
    files = package_files()
    del files[lost]
    path = write_archive(tmp_path / "a.argosmodel", files)
    with pytest.raises(PackageError, match=f"it has no .*{lost}"), archive.opened(path):
        pass


@pytest.mark.parametrize(
    ("there", "lost"), [("words.json", "pairs.bin"), ("pairs.bin", "words.json")]
)
def test_half_of_what_it_knows(there: str, lost: str, tmp_path: Path) -> None:
    """An archive says all of what the package knows, or nothing."""
    files = {**package_files(), f"knowledge/{there}": b"{}"}
    path = write_archive(tmp_path / "a.argosmodel", files)
    with pytest.raises(PackageError, match=f"it has no knowledge/{lost}"), archive.opened(path):
        pass


@pytest.mark.parametrize(
    ("metadata", "reason"),
    [
        (b"{", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b"[]", "not a package's metadata"),
        (b"{}", '"from_code" is missing'),
        (b'{"from_code": "../e", "to_code": "ko", "package_version": "1"}', '"from_code"'),
        (b'{"from_code": "en", "to_code": "ko", "package_version": "../1"}', '"package_version"'),
        (b'{"from_code": "en", "to_code": "ko", "package_version": "1..2"}', '"package_version"'),
        (b'{"type": "sbd"}', "does not translate"),
        (b'{"from_code":"en","to_code":"ko","package_version":"1","target_prefix":1}', "prefix"),
        (b" " * 1_000_001, "metadata"),
    ],
)
def test_metadata_is_checked(metadata: bytes, reason: str, tmp_path: Path) -> None:
    """Codes and version become parts of a path, so they must be what they should be."""
    files = {**package_files(size=20_000), "metadata.json": metadata}
    path = write_archive(tmp_path / "a.argosmodel", files)
    with pytest.raises(PackageError, match=reason), archive.opened(path):
        pass


def test_unpack_gives_the_files_without_the_top_folder(tmp_path: Path) -> None:
    """What is unpacked is what was packed, whatever the top folder is called."""
    files = package_files()
    path = write_archive(tmp_path / "a.argosmodel", files, top="Any Name 1.0")
    with archive.opened(path) as opened:
        archive.unpack(opened, tmp_path / "new")
        assert archive.is_intact(opened, tmp_path / "new")
    new = tmp_path / "new"
    found = {p.relative_to(new).as_posix(): p.read_bytes() for p in new.rglob("*") if p.is_file()}
    assert files == found
    assert 0 == (new / "model" / "model.bin").stat().st_mode & 0o111


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_damage_is_one_clear_error(data: st.DataObject, tmp_path_factory) -> None:
    """An archive cut short or with a changed byte unpacks as it was, or is one PackageError."""
    folder = tmp_path_factory.mktemp("damage")
    files = package_files(size=300)
    content = write_archive(folder / "a", files).read_bytes()
    if data.draw(st.booleans()):
        damaged = content[: data.draw(st.integers(0, len(content) - 1))]
    else:
        at = data.draw(st.integers(0, len(content) - 1))
        damaged = content[:at] + bytes([data.draw(st.integers(0, 255))]) + content[at + 1 :]
    (folder / "b").write_bytes(damaged)
    try:
        with archive.opened(folder / "b") as opened:
            archive.unpack(opened, folder / "new")
            names = set(opened.files)
    except PackageError as error:
        reason, names = str(error), set()
    else:
        reason = str(folder)
    assert reason.startswith(str(folder))
    assert "\n" not in reason
    for name in names & set(files):
        assert files[name] == (folder / "new" / name).read_bytes()
