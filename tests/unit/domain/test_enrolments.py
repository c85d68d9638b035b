from datetime import UTC, datetime

from jupyter_hybrid.domain.enrolments import ChangeKind, Enrolment, ListedPerson, changes_for

NOW = datetime(2026, 11, 2, tzinfo=UTC)
EARLIER = datetime(2026, 10, 2, tzinfo=UTC)


def changes(*listed, stored=()):
    return changes_for(listed, course="statistics", stored=stored, at=NOW)


def test_somebody_new_is_enrolled_now():
    (change,) = changes(ListedPerson("ada", "north", "Ada"))

    assert change.kind is ChangeKind.ENROL
    assert change.enrolment == Enrolment("ada", "statistics", NOW, "north", "Ada")


def test_a_move_keeps_the_day_of_the_enrolment():
    stored = Enrolment("ada", "statistics", EARLIER, "north", "Ada")

    (change,) = changes(ListedPerson("ada", "south"), stored=[stored])

    assert change.kind is ChangeKind.MOVE
    assert change.former == stored
    assert change.enrolment == Enrolment("ada", "statistics", EARLIER, "south", "Ada")


def test_a_new_display_name_moves_nobody():
    stored = Enrolment("ada", "statistics", EARLIER, "north", "Ada")

    (change,) = changes(ListedPerson("ada", None, "Ada L."), stored=[stored])

    assert change.kind is ChangeKind.RENAME
    assert change.enrolment.cohort == "north"


def test_a_list_that_was_applied_changes_nothing():
    stored = [change.enrolment for change in changes(ListedPerson("ada"), ListedPerson("bob", "x"))]

    assert changes(ListedPerson("ada"), ListedPerson("bob", "x"), stored=stored) == []


def test_who_is_not_listed_stays():
    assert changes(stored=[Enrolment("ada", "statistics", EARLIER)]) == []
