"""What a page holds where no reader looks: sections, marks, event handlers, pages and files written into it."""

import base64
from urllib.parse import quote

import pytest

from scanner.extraction.html import text_and_files, text_of

MAILBOX = "fenna@zonnebloem.example"
INNER = base64.b64encode(f"<p>{MAILBOX}</p>".encode()).decode()


@pytest.mark.parametrize(
    "source",
    [
        f"<p>x</p><![CDATA[ {MAILBOX} ]]>",
        f"<p>x</p><![CDATA[<{MAILBOX}> en <b>meer</b>]]>y",
        f"<p>x</p><![CDATA[{MAILBOX}",
        f"<p>x</p><!{MAILBOX}>",
        f"<p>x</p><?mail {MAILBOX}?>",
        f"<iframe srcdoc='&lt;p&gt;{MAILBOX}&lt;/p&gt;'></iframe>",
        f"<a onclick=\"location='mailto:{MAILBOX}'\">x</a>",
        f'<blockquote cite="mailto:{MAILBOX}">x</blockquote>',
        f"x<template>{MAILBOX}</template>y<noscript>z</noscript>",
    ],
)
def test_text_out_of_sight_is_read(source):
    assert MAILBOX in text_of(source).split() or MAILBOX in text_of(source)


def test_a_template_stands_apart():
    assert text_of(f"x<template>{MAILBOX}</template>y").split("\n") == ["x", MAILBOX, "y"]


@pytest.mark.parametrize("mark", ['<!DOCTYPE html PUBLIC "x@y">', '<?xml version="1.0"?>', "<![if !vml]>", "<![endif]>"])
def test_marks_of_the_page_are_no_text(mark):
    assert text_of(f"{mark}hallo") == "hallo"


@pytest.mark.parametrize(
    "source",
    [
        f'<iframe src="data:text/html;base64,{INNER}"></iframe>',
        f'<a href="DATA:text/html;charset=utf-8;base64,{INNER}">x</a>',
        f"<object data='data:text/html,{quote(f'<p>{MAILBOX}</p>')}'></object>",
        f'<a href="data:,{quote(MAILBOX)}">x</a>',
        f'<p style="background: url(data:text/html;base64,{INNER})">x</p>',
        f"<style>p {{ background: url('data:text/html;base64,{INNER}') }}</style>",
    ],
)
@pytest.mark.parametrize("wrapped", ["{}", "From: a@x.example\nTo: b@x.example\nSubject: s\nContent-Type: text/html\n\n{}"])
def test_files_written_into_a_page_are_files(read, source, wrapped):
    found = read(wrapped.format(f"<html><p>x</p>{source}").encode(), "a.html")
    assert MAILBOX in found.text
    assert not found.gaps


def test_a_picture_written_into_a_page_is_read_or_a_gap(read_blind):
    picture = base64.b64encode(b"\x89PNG\r\n\x1a\n" + bytes(9000)).decode()
    found = read_blind(f'<html><p>x</p><img src="data:image/png;base64,{picture}">'.encode(), "a.html")
    assert len(found.gaps) == 1


def test_more_files_than_are_read_are_a_gap(read):
    page = "".join(f'<img src="data:,{number}">' for number in range(1_200))
    assert [kind for _, kind in read(f"<html>{page}".encode(), "a.html").gap_kinds] == ["TOO_LARGE"]


@pytest.mark.parametrize(
    "part", ["<![CDATA[", "<!x", "<img src=data:", "<p style='url(data:", "<style>url(data:;base64,", "<?x>"]
)
def test_takes_linear_time_whatever_the_page(cost, part):
    few, many = (part * count for count in (20_000, 80_000))
    assert cost(text_and_files, many) < 8 * cost(text_and_files, few) + 0.1
