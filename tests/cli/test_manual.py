"""The manual: every command in it, and nothing in it that its reader would obey by mistake."""

from __future__ import annotations

import re
import shutil
import subprocess

import pytest

from crm_tui.cli import manual, reference

_MACROS = {".TH", ".SH", ".SS", ".TP", ".PP", ".RS", ".RE", ".nf", ".fi"}


def test_every_command_has_its_place() -> None:
    import typer

    from crm_tui.cli.app import app

    heads = {
        line.removeprefix(".SS ").replace("\\-", "-") for line in manual.page().splitlines() if line.startswith(".SS")
    }
    for path, _ in reference.walk(typer.main.get_command(app), "crm"):
        assert any(head == path or head.startswith(f"{path} ") for head in heads), path


def test_only_known_macros_and_ascii() -> None:
    page = manual.page()
    assert page.isascii()
    assert {line.split(" ")[0] for line in page.splitlines() if line.startswith((".", "'"))} == _MACROS
    assert set(re.findall(r"\\(.)", page)) <= set("fe-&[")


@pytest.mark.parametrize("text", [".SH NAME", "'quoted", "a \\fB b", "tür", "x-y"])
def test_text_is_shown_and_not_obeyed(text: str) -> None:
    if shutil.which("groff") is None:
        pytest.skip("groff is not here to show it")
    shown = subprocess.run(
        ["groff", "-man", "-Tutf8", "-P-cbou"],
        input=f".TH X 1\n.SH TEXT\n{manual._plain(text)}\n",
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    assert text in shown.stdout.replace("‐", "-")
    assert not shown.stderr
