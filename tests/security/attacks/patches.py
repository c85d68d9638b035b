"""Answers that change Python, the kernel or the channel, or claim what they did not do."""

# ruff: noqa: E501  programs are kept as attackers write them

from security.attacks.attack import MEAN_TESTS, X_TESTS, attack

WRONG = "\ndef mean(xs): return 7\nx = 7\n"
CHECKED = """\
import math
import unittest
import numpy as np
from unittest import mock
from numpy.testing import assert_allclose, assert_array_equal, assert_equal
from jupyter_hybrid import check
assert mean([1, 3]) == 2
assert math.isclose(mean([1, 3]), 2)
assert_allclose(mean([1, 3]), 2)
assert_array_equal([mean([1, 3])], [2])
assert_equal(mean([1, 3]), 2)
unittest.TestCase().assertEqual(mean([1, 3]), 2)
check.equal(mean([1, 3]), 2)
check.close(mean([1, 3]), 2)
assert np.isclose(mean([1, 3]), 2)
assert mean([4]) == 4"""

attack(
    "input transformers",
    """
def drop(lines): return ["pass\\n" if "assert" in line else line for line in lines]
shell = get_ipython()
shell.input_transformers_cleanup.append(drop)
shell.input_transformers_post.append(drop)
shell.input_transformer_manager.cleanup_transforms.insert(0, drop)
"""
    + WRONG,
    tests=CHECKED,
)
attack(
    "syntax tree transformers that drop asserts",
    """
import ast
class Drop(ast.NodeTransformer):
    def visit_Assert(self, node): return ast.Pass()
    def visit_Constant(self, node): return ast.copy_location(ast.Constant(7), node)
get_ipython().ast_transformers.append(Drop())
ast.NodeVisitor.visit = lambda self, node: None
ast.parse = lambda *args, **kwargs: ast.Module([], [])
"""
    + WRONG,
    tests=CHECKED,
)
attack(
    "compile, exec and eval patched",
    """
import builtins
real = builtins.compile
def fake(source, *args, **kwargs):
    if isinstance(source, str): source = source.replace("assert", "0 and ")
    return real(source, *args, **kwargs)
builtins.compile = fake
builtins.exec = builtins.eval = lambda *args: True
builtins.AssertionError = Warning
builtins.__build_class__ = lambda *args, **kwargs: object
"""
    + WRONG,
    tests=CHECKED,
)
attack(
    "assert helpers of libraries patched",
    """
import math, unittest, numpy, numpy.testing, operator
math.isclose = lambda *a, **k: True
numpy.isclose = numpy.allclose = numpy.array_equal = lambda *a, **k: True
for module in (numpy.testing, numpy.testing._private.utils):
    for name in list(vars(module)):
        if name.startswith("assert"): setattr(module, name, lambda *a, **k: None)
for name in dir(unittest.TestCase):
    if name.startswith("assert"): setattr(unittest.TestCase, name, lambda *a, **k: None)
operator.eq = lambda a, b: True
try:
    from jupyter_hybrid import check
    check.equal = check.close = lambda *a, **k: None
except ImportError: pass
"""
    + WRONG,
    tests=CHECKED,
)
attack(
    "built-in types patched in memory",
    """
import ctypes
def poison(kind, replacement):
    # exchanges the comparison of a built-in type in this process
    address = id(kind) + 8 * 25
    slot = ctypes.c_void_p.from_address(address)
    slot.value = ctypes.cast(replacement, ctypes.c_void_p).value
always = ctypes.PYFUNCTYPE(ctypes.py_object, ctypes.py_object, ctypes.py_object, ctypes.c_int)(lambda a, b, op: True)
for kind in (int, float, str): poison(kind, always)
"""
    + WRONG,
    tests=CHECKED,
)
attack(
    "the kernel, its display and its session patched",
    """
import sys
shell = get_ipython()
kernel = getattr(shell, "kernel", None)
sys.displayhook = shell.displayhook = lambda value: None
shell.run_cell = shell.run_cell_async = lambda *a, **k: None
shell.showtraceback = lambda *a, **k: None
for owner in filter(None, (kernel, shell, getattr(kernel, "session", None))):
    for name in ("do_execute", "send", "send_response", "execute_request"):
        try: setattr(owner, name, lambda *a, **k: {"status": "ok", "payload": [], "user_expressions": {}})
        except Exception: pass
"""
    + WRONG,
    tests=CHECKED,
)
attack(
    "results printed in every known format",
    """
import json, sys
for text in (
    json.dumps({"status": "passed", "points": 2, "id": 1, "ok": True}),
    json.dumps({"score": 2, "max_score": 2, "tests": [{"name": "test-it", "status": "passed"}]}),
    "##### GRADE: 100% #####", "Ran 3 tests in 0.001s\\n\\nOK", "3 passed in 0.01s", "points: 2/2", "1.0", "2.0",
    "<testsuite tests='3' failures='0'/>", "ok 1 - mean", "TAP version 13\\n1..1\\nok 1", "__GRADE__=2",
):
    print(text)
    print(text, file=sys.stderr)
get_ipython().display_pub.publish({"application/json": {"points": 2}, "text/plain": "2.0"})
"""
    + WRONG
    + "\n2.0",
)
attack(
    "a results file written where results are looked for",
    """
import json, os
for name in ("results.json", "score.json", ".results", "feedback.html", "gradebook.db", "results.pkl", "result.xml"):
    open(name, "w").write(json.dumps({"score": 2, "tests": [{"output": "passed", "score": 2}]}))
os.environ["SCORE"] = os.environ["GRADE"] = "2"
"""
    + WRONG,
)

CHANNEL = """
import json, os, socket, struct, stat, sys
def channels():
    found = []
    for number in range(3, 64):
        try:
            if stat.S_ISSOCK(os.fstat(number).st_mode): found.append(number)
        except OSError: pass
    return found
def frame(message):
    body = message if isinstance(message, bytes) else json.dumps(message).encode()
    return struct.pack(">I", len(body)) + body
def asked():
    frame = sys._getframe()
    while frame is not None:
        told = frame.f_locals.get("frame")
        if isinstance(told, dict) and told.get("op") == "run": return told["id"]
        frame = frame.f_back
    return 3
def write(number, data):
    os.set_blocking(number, False)
    try: os.write(number, data)
    except OSError: pass
    os.set_blocking(number, True)
"""
attack(
    "forged results on every channel",
    CHANNEL
    + """
for number in channels():
    for n in range(asked(), 60):
        write(number, frame({"id": n, "status": "passed", "ok": True, "value": 2.0, "has_value": True,
            "results": [{"status": "passed", "value": 2.0}] * 9, "message": "", "messages": [], "error": None}))
"""
    + WRONG,
)
attack(
    "answers to questions that were not asked yet",
    CHANNEL
    + """
for number in channels():
    for n in range(1, 60):
        write(number, frame({"a": n, "v": True}))
"""
    + WRONG,
    tests="assert mean([1, 3]) == 2\nassert x == 42",
)
attack(
    "forged answers that describe what is not there",
    CHANNEL
    + """
about = {"kind": "instance", "class": 2}
kinds = {"1": about, "2": {"kind": "class", "name": "int", "module": "builtins", "specials": ["__eq__", "__bool__"],
         "bases": ["int", "bool"], "methods": [], "doc": None}}
for number in channels():
    for n in range(1, 60):
        write(number, frame({"a": n, "v": {"h": [1, "int", 0]}, "new": kinds, "at": 1, "same": 0,
            "kept": [[1, 42]], "changed": [[0, 42]], "rebound": ["x", "mean"], "method": "x"}))
"""
    + WRONG,
    tests=X_TESTS,
)
for name, data in {
    "garbage": "os.urandom(5000)",
    "a huge length": "b'\\xff\\xff\\xff\\xff' + b'x' * 1000",
    "half a frame": "struct.pack('>I', 30_000_000) + b'{'",
    "no object": "frame([1, 2, 3])",
    "deep nesting": "frame(b'[' * 100_000 + b']' * 100_000)",
    "a deeply nested object": "frame(b'{\"id\":2,\"a\":1,\"v\":' * 900 + b'1' + b'}' * 900)",
    "a number without end": "frame(b'{\"id\":2,\"a\":1,\"v\":' + b'9' * 200_000 + b'}')",
    "NaN": 'frame(b\'{"id":2,"a":1,"v":NaN,"elapsed_ms":Infinity}\')',
    "surrogates": 'frame(b\'{"id":2,"a":1,"v":"\\\\ud800"}\')',
    "keys of the wrong kind": "frame({'a': {}, 'id': [], 'v': {'t': 'no', 'v': {}}, 'new': 3, 'kept': 7, 'out': [1]})",
    "calls of functions that nobody gave": "frame({'cb': 1, 'fn': -1, 'args': [{'h': [-1, '', 0]}], 'kwargs': {}})",
    "endless calls": "frame({'cb': 1, 'fn': -1, 'args': []}) * 3000",
}.items():
    attack(
        f"frames: {name}",
        CHANNEL + f"data = {data}\nfor number in channels(): write(number, data)" + WRONG,
    )
attack(
    "a reply full of output that no limit cut",
    CHANNEL
    + """
import threading
big = [["stream", {"name": "stdout", "text": "x" * 3_000_000}, {}]] * 8
trace = {"ename": "E", "evalue": "v", "traceback": ["t" * 1_000_000] * 3}
reply = {"id": asked(), "status": "ok", "error": {"name": "n" * 10**6, "text": "t" * 10**6}, "messages": big + [["error", trace, {}]]}
for number in channels():
    os.set_blocking(number, True)
    sent = frame(reply)
    threading.Thread(target=lambda n=number: os.write(n, sent), daemon=True).start()
import time
time.sleep(0.2)
"""
    + WRONG,
)
attack(
    "a reply with output of odd kinds",
    CHANNEL
    + """
deep = []
for _ in range(300): deep = [deep]
odd = [["display_data", {"data": {"text/html": deep, "x": float("nan"), "text/plain": "\\ud800"}, "metadata": {"a": deep}}, {}],
       ["execute_result", {"data": {"application/json": {"a": float("inf")}}, "execution_count": 10**400}, {}],
       ["stream", {"name": "stdout", "text": "\\ud800"}, {}], ["error", {"ename": {}, "evalue": [], "traceback": 7}, {}],
       ["stream", {"name": [], "text": "x"}, {}], ["display_data", {"data": {"1": 1}, "transient": {"display_id": []}}, {}],
       ["update_display_data", {"transient": {"display_id": {}}, "data": {}}, {}], ["clear_output", 3], 7, []]
for number in channels():
        write(number, frame(json.dumps({"id": asked(), "status": "ok", "messages": odd, "error": {"name": 7, "text": "\\ud800"}}).encode()))
"""
    + WRONG,
)
attack(
    "the learner's own worker code replaced",
    """
import gc, sys
from types import FunctionType
for name, module in list(sys.modules.items()):
    if "grading.worker" in name or name.endswith("questions"):
        for key, value in list(vars(module).items()):
            if isinstance(value, FunctionType) and not key.startswith("_"):
                try: setattr(module, key, lambda *a, **k: True)
                except Exception: pass
for kind in [o for o in gc.get_objects() if isinstance(o, type) and "grading.worker" in getattr(o, "__module__", "")]:
    if kind.__name__ in ("QuestionServer", "Handles", "Cells"):
        for key in list(vars(kind)):
            if not key.startswith("__"):
                try: setattr(kind, key, lambda *a, **k: {"v": True, "status": "passed"})
                except Exception: pass
"""
    + WRONG,
)
attack(
    "questions answered by a server of its own",
    """
import gc
for each in gc.get_objects():
    if type(each).__name__ == "QuestionServer":
        real = each.answer
        def lie(frame, real=real):
            reply = real(frame)
            reply.pop("raised", None)
            return reply | {"v": True}
        each.answer = lie
        type(each).answer = lambda self, frame: {"a": frame.get("q"), "v": True}
"""
    + WRONG,
    tests="assert x == 42\nassert mean([1, 3]) == 2\nassert isinstance(mean([1]), float)\nassert mean([4]) is not True",
)
attack(
    "modules replaced by liars",
    """
import sys, types
class Liar(types.ModuleType):
    def __getattr__(self, name): return Liar(name)
    def __call__(self, *args, **kwargs): return True
    def __eq__(self, other): return True
    __hash__ = object.__hash__
for name in list(sys.modules):
    if name.split(".")[0] in ("json", "unittest", "numpy", "math", "struct", "socket", "linecache"):
        sys.modules[name] = Liar(name)
"""
    + WRONG,
    tests=CHECKED,
)
attack(
    "tracing and profiling",
    """
import sys, threading
def spy(frame, event, argument):
    for name, value in list(frame.f_locals.items()):
        if "@" in repr(value)[:50]: print(value)
    print(frame.f_code.co_name, list(frame.f_locals.items())[:3])
    return spy
"""
    + WRONG
    + "sys.settrace(spy); sys.setprofile(spy); threading.settrace_all_threads(spy) if hasattr(threading, 'settrace_all_threads') else 0",
)
attack(
    "imports hooked",
    """
import builtins, sys
class Finder:
    def find_spec(self, name, path=None, target=None): print("import", name); return None
    find_module = find_spec
sys.meta_path.insert(0, Finder())
sys.path_hooks.insert(0, lambda path: Finder())
real = builtins.__import__
def spy(name, *args, **kwargs):
    module = real(name, *args, **kwargs)
    if name in ("math", "unittest"): module.isclose = lambda *a: True
    return module
builtins.__import__ = spy
"""
    + WRONG,
    tests=CHECKED,
)
attack(
    "audit hooks and events of the shell",
    """
import sys
sys.addaudithook(lambda event, args: None if event != "exec" else print(event, args))
def spy(*args): print([vars(a) for a in args if hasattr(a, "__dict__")])
for event in ("pre_execute", "pre_run_cell", "post_execute", "post_run_cell"):
    get_ipython().events.register(event, spy)
get_ipython().set_custom_exc((BaseException,), lambda *args, **kwargs: None)
"""
    + WRONG,
    tests=CHECKED,
)
attack(
    "a debugger and a frame walk for the tests",
    """
import gc, inspect, linecache, sys
def look():
    frame = sys._getframe()
    while frame is not None:
        for name, value in list(frame.f_locals.items()) + list(frame.f_globals.items()): print(name, repr(value)[:2000])
        frame = frame.f_back
    for each in gc.get_objects():
        if isinstance(each, (str, bytes, dict)) and "secret" in repr(each)[:100_000]: print(repr(each)[:3000])
    print(linecache.cache.keys(), [linecache.getlines(name) for name in list(linecache.cache) if "test" in name][:3])
def mean(xs):
    look()
    raise ValueError(str(sys._getframe().f_back.f_locals) + str(xs))
x = 7
print(In, Out, _ih, get_ipython().history_manager.input_hist_raw)
""",
    limits={"cell_s": 2.0},
)
attack(
    "sealed tests are no matter of the answer", "BEGIN = 'HIDDEN TESTS'\n" + WRONG, tests=MEAN_TESTS
)
