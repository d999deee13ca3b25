"""Whom a document means by a name."""

import pytest

from evidence.documents.person_names import may_mean


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("Una", "Una Feld"), ("Feld", "Una Feld"), ("Ms. Feld", "Una Feld"), ("U. Feld", "Una Feld"),
        ("Una F.", "Una Feld"), ("UF", "Una Feld"), ("U.F.", "Una Feld"), ("Bill Tarn", "William Tarn"),
        ("Dr. Una Feld", "Una Feld"), ("Una M. Feld", "Una Feld"), ("Uña Feld", "Una Feld"),
        ("Una Feld-Tarn", "Una Feld Tarn"), ("Una van der Feld", "Una Van Der Feld"), ("Feld, Una", "Una Feld"),
        ("UNA FELD", "Una Feld"), ("Una O'Feld", "Una OFeld"),
    ],
)  # fmt: skip
def test_names_that_may_mean_one(said, name):
    assert may_mean(said, name)


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("Ada Feld", "Una Feld"), ("Una Tarn", "Una Feld"), ("Bill Tarn", "Robert Tarn"), ("A. Feld", "Una Feld"),
        ("Mr. Tarn", "Una Feld"), ("Owen", "Una Feld"), ("XY", "Una Feld"), ("", "Una Feld"),
    ],
)  # fmt: skip
def test_names_of_two(said, name):
    assert not may_mean(said, name)


def test_half_of_a_double_surname_is_the_same_person_with_the_same_first_name_only():
    assert may_mean("Tamsin Okereke", "Tamsin Okereke-Hale")
    assert may_mean("Tamsin Hale", "Tamsin Okereke-Hale")
    assert not may_mean("Tania Okereke", "Tamsin Okereke-Hale")
    assert not may_mean("Tamsin Okere", "Tamsin Okereke-Hale")
