import pytest

from jupyter_hybrid.domain.courses import Course
from jupyter_hybrid.domain.enrolments import Enrolment, EnrolmentRule, ListedPerson
from jupyter_hybrid.domain.errors import NotAllowed, NotFound, TooMany
from jupyter_hybrid.domain.policies import EnrolmentPolicy
from jupyter_hybrid.services.enrolments import MAX_WRONG_CODES, WRONG_CODES_FOR, EnrolmentService


@pytest.fixture
def enrolments(storage, clock):
    return EnrolmentService(storage=storage, clock=clock)


def course(policy, code=None):
    rule = EnrolmentRule(policy, code)
    return Course("statistics", "Statistics", "About numbers.", "en", (), enrolment=rule)


OPEN = course(EnrolmentPolicy.OPEN)
WITH_CODE = course(EnrolmentPolicy.CODE, "Owl-2026")
LISTED = course(EnrolmentPolicy.LIST)


def test_whoever_opens_an_open_course_takes_it(enrolments, ada, clock):
    enrolments.admit(ada, OPEN)

    assert enrolments.is_enrolled(ada, "statistics")
    assert enrolments.people("statistics") == [Enrolment("ada", "statistics", clock.now())]


def test_enrolling_twice_is_enrolling_once(enrolments, ada, clock):
    first = enrolments.enrol(ada, OPEN)
    clock.advance(days=1)

    assert enrolments.enrol(ada, OPEN) == first


@pytest.mark.parametrize("code", ["Owl-2026", " owl-2026 "])
def test_the_right_code_opens_the_course_however_it_is_typed(enrolments, ada, code):
    enrolments.enrol(ada, WITH_CODE, code=code)

    enrolments.admit(ada, WITH_CODE)


@pytest.mark.parametrize("code", [None, "", "owl", "owl-2026x", "owl-2026\ud800"])
def test_without_the_code_the_course_stays_shut(enrolments, ada, code):
    with pytest.raises(NotAllowed, match="code"):
        enrolments.enrol(ada, WITH_CODE, code=code)

    with pytest.raises(NotAllowed, match="needs a code"):
        enrolments.admit(ada, WITH_CODE)
    assert not enrolments.is_enrolled(ada, "statistics")


def test_guessing_codes_ends_soon_and_may_go_on_later(enrolments, ada, clock):
    for number in range(MAX_WRONG_CODES):
        with pytest.raises(NotAllowed):
            enrolments.enrol(ada, WITH_CODE, code=f"guess {number}")

    with pytest.raises(TooMany):
        enrolments.enrol(ada, WITH_CODE, code="Owl-2026")

    clock.moment += WRONG_CODES_FOR
    enrolments.enrol(ada, WITH_CODE, code="Owl-2026")


def test_a_course_with_a_list_takes_those_on_it_only(enrolments, ada):
    with pytest.raises(NotAllowed, match="ask your trainer"):
        enrolments.enrol(ada, LISTED)

    enrolments.put_on_list("statistics", [ListedPerson("ada", "north")], is_dry_run=False)

    assert enrolments.enrol(ada, LISTED).cohort == "north"


def test_a_trainer_enters_every_course(enrolments, trainer):
    enrolments.admit(trainer, LISTED)
    enrolments.admit(trainer, WITH_CODE)

    assert not enrolments.is_enrolled(trainer, "statistics")


def test_a_dry_run_says_the_same_and_changes_nothing(enrolments):
    listed = [ListedPerson("ada", "north"), ListedPerson("bob")]

    planned = enrolments.put_on_list("statistics", listed, is_dry_run=True)

    assert enrolments.people("statistics") == []
    assert enrolments.put_on_list("statistics", listed, is_dry_run=False) == planned
    assert [one.person for one in enrolments.people("statistics")] == ["bob", "ada"]


def test_moves_and_removals_are_of_those_who_are_there(enrolments, ada):
    enrolments.enrol(ada, OPEN)

    assert enrolments.move("ada", course="statistics", cohort="south").cohort == "south"
    enrolments.remove("ada", course="statistics")

    assert not enrolments.is_enrolled(ada, "statistics")
    with pytest.raises(NotFound, match="ada"):
        enrolments.move("ada", course="statistics", cohort=None)
    with pytest.raises(NotFound, match="ada"):
        enrolments.remove("ada", course="statistics")
