"""What is answered is what openapi.yaml promises."""

import pytest
import yaml
from jsonschema import Draft202012Validator, FormatChecker

from jupyter_hybrid.api.bodies import CONTRACT

COURSE = ("hybrid", "api", "courses", "statistics")


@pytest.fixture(scope="module")
def assert_is():
    """Return a function that fails unless a value is what a schema of the contract says."""
    schemas = yaml.safe_load(CONTRACT.read_text(encoding="utf-8"))["components"]["schemas"]

    def assert_is(value, schema):
        root = {"$ref": f"#/components/schemas/{schema}", "components": {"schemas": schemas}}
        Draft202012Validator(root, format_checker=FormatChecker()).validate(value)

    return assert_is


async def test_records_are_what_the_contract_promises(api, step, attempts, a_submission, assert_is):
    exercise = attempts[:-1]
    _, made = await api("POST", *attempts, body=await a_submission())
    answered = {
        "Attempt": made,
        "StepProgress": (await api("PUT", *step, "mark", body={"cell": "mean"}))[1],
        "Progress": (await api("GET", *COURSE, "progress"))[1],
        "Courses": (await api("GET", *COURSE[:-1]))[1],
        "Course": (await api("GET", *COURSE))[1],
        "Attempts": (await api("GET", *attempts))[1],
        "Answers": (await api("GET", *attempts, made["id"], "answers"))[1],
        "Solution": (await api("GET", *exercise, "solution"))[1],
        "Error": (await api("GET", *step[:-1], "nothing", "attempts", made["id"]))[1],
    }

    for schema, value in answered.items():
        assert_is(value, schema)
