"""Which names people take for the same."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import BadName
from core.names import likeness_key, name_key

ALIKE = [
    ("Zoë", "zoe"),
    ("ZOË", "Zoe\u0308"),
    ("Łukasz Żółć", "lukasz zolc"),
    ("Ann Straße", "ANN STRASSE"),
    ("Ægir Øre", "aegir ore"),
    ("Đorđe Þór", "dorde thor"),
    ("İlker Işık", "ilker isik"),
    ("\uff21nn", "ann"),  # fullwidth
    ("Ёлка", "елка"),
    ("Ἀθηνᾶ", "αθηνα"),
    ("مُحَمَّد", "محمد"),
    ("أحمد", "احمد"),
    ("محـمد", "محمد"),
    ("שָׁלוֹם", "שלום"),
    ("O\u2019Brien", "o'brien"),
    ("Jean\u2011Luc", "jean-luc"),
    ("Ann ❤\ufe0f", "ann ❤"),
]


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_people_take_these_for_one_name(one: str, other: str) -> None:
    assert likeness_key(one) == likeness_key(other)


DIFFERENT = [
    ("Ann", "Anna"),
    ("कि", "की"),  # vowel signs are letters
    ("नमस्ते", "नमसत"),
    ("กี", "กิ"),
    ("か", "が"),
    ("김", "긴"),
    ("אב", "אג"),
    ("李", "季"),
]


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_these_are_different_names(one: str, other: str) -> None:
    assert likeness_key(one) != likeness_key(other)


@pytest.mark.parametrize("name", ["", " ", "\u200b", "\u3164", "x" * 65])
def test_what_is_no_name_is_like_nobodys(name: str) -> None:
    with pytest.raises(BadName):
        likeness_key(name)


def is_name(text: str) -> bool:
    try:
        name_key(text)
    except BadName:
        return False
    return True


names = st.text(max_size=30).filter(is_name)


@given(names)
def test_one_name_in_another_spelling_of_unicode_is_like_itself(name: str) -> None:
    for form in ("NFC", "NFD", "NFKC", "NFKD"):
        assert likeness_key(unicodedata.normalize(form, name)) == likeness_key(name)


@given(names, names)
def test_what_is_the_same_name_is_always_alike(one: str, other: str) -> None:
    if name_key(one) == name_key(other):
        assert likeness_key(one) == likeness_key(other)


@given(st.text("abcxyz", min_size=1, max_size=20), st.sampled_from("\u0301\u0308\u030c\u0327"))
def test_accents_and_capitals_make_no_difference_in_latin(name: str, accent: str) -> None:
    assert likeness_key("".join(c.upper() + accent for c in name)) == likeness_key(name)
