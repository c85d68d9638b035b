"""openapi.yaml, the routes and the TypeScript types say the same."""

import inspect
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml
from openapi_spec_validator import validate

from jupyter_hybrid.api.bodies import CONTRACT
from jupyter_hybrid.api.routes import REST, tornado_routes

PROJECT = Path(__file__).parents[2]
VERBS = ("get", "post", "put", "patch", "delete", "head", "options")


@pytest.fixture(scope="module")
def contract():
    return yaml.safe_load(CONTRACT.read_text(encoding="utf-8"))


def verbs_of(handler):
    return {verb for verb in VERBS if verb in vars(handler)}


def test_the_contract_is_valid_openapi(contract):
    validate(contract)


def test_every_address_and_verb_is_in_the_contract_and_the_other_way_round(contract):
    promised = {
        (path, verb) for path, verbs in contract["paths"].items() for verb in verbs if verb in VERBS
    }

    routed = {(path, verb) for path, handler in REST.items() for verb in verbs_of(handler)}

    assert routed == promised


def test_every_operation_has_a_name_of_its_own_and_every_object_is_closed(contract):
    names = [
        operation["operationId"]
        for verbs in contract["paths"].values()
        for verb, operation in verbs.items()
        if verb in VERBS
    ]
    schemas = contract["components"]["schemas"]
    open_objects = {
        name
        for name, schema in schemas.items()
        if schema.get("type") == "object" and "additionalProperties" not in schema
    }

    assert len(set(names)) == len(names)
    assert open_objects == {"Error"}


@pytest.mark.parametrize(
    "handler", {handler for _, handler in tornado_routes()}, ids=lambda one: one.__name__
)
def test_every_verb_is_authenticated_and_authorized_for_a_resource_of_its_own(handler):
    verbs = verbs_of(handler)
    assert verbs, f"{handler.__name__} answers nothing"

    for verb in verbs:
        source = inspect.getsource(vars(handler)[verb])
        decorators = source[: source.index("def ")]
        if "@allow_unauthenticated" in decorators:
            assert handler.__name__ == "LiveSocket"
            continue
        assert decorators.strip().startswith("@web.authenticated")
        action = "read" if verb == "get" else "write"
        assert re.search(rf'@authorized\("{action}", resource="hybrid:[a-z]+"\)', decorators)


def test_no_verb_is_inherited_from_a_base_class_of_ours():
    for _, handler in tornado_routes():
        for base in handler.__mro__[1:]:
            if base.__module__.startswith("jupyter_hybrid"):
                assert verbs_of(base) == set(), f"{base.__name__} has a verb"


def test_the_types_of_the_front_end_are_those_of_the_contract(tmp_path):
    labextension = PROJECT / "labextension"
    generator = labextension / "node_modules" / ".bin" / "openapi-typescript"
    node = shutil.which("node")
    assert generator.exists(), "run `jlpm install` in labextension"
    assert node, "there is no node on PATH"

    made = tmp_path / "schema.d.ts"
    contract = PROJECT / "jupyter_hybrid" / "api" / "openapi.yaml"
    subprocess.run([node, generator, contract, "-o", made], check=True, capture_output=True)

    committed = labextension / "src" / "api" / "schema.d.ts"
    assert made.read_text() == committed.read_text(), "run `jlpm api:types` and commit"
