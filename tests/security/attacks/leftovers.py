"""Answers that leave something: for the tester to import, for the next learner, for a reader."""

# ruff: noqa: E501  programs are kept as attackers write them

from security.attacks.attack import attack

WRONG = "\ndef mean(xs): return 7\n"
LIE = "def __getattr__(name): return lambda *a, **k: True\\nimport builtins\\nbuiltins.AssertionError = Warning"
attack(
    "modules in the working folder that shadow others",
    f"""
for name in ("numpy", "math", "unittest", "json", "colorsys", "sitecustomize", "usercustomize", "conftest", "check", "jupyter_hybrid", "statistics", "plistlib", "test_it"):
    open(name + ".py", "w").write("{LIE}")
open("evil.pth", "w").write("import builtins; builtins.len = lambda x: 2")
"""
    + WRONG,
    tests="import colorsys\nimport plistlib\nimport statistics\nimport numpy.testing as npt\n"
    "assert colorsys.rgb_to_hsv(1, 1, 1) == mean([1])\nassert statistics.mean([1, 3]) == mean([1, 3])\n"
    "assert plistlib.dumps(1) == mean([1])\nnpt.assert_allclose(mean([1, 3]), 2)\nassert len([1]) == mean([1])",
)
attack(
    "modules in the home that shadow others",
    f"""
import os, pathlib, sys
home = pathlib.Path(os.path.expanduser("~"))
site = home / f".local/lib/python{{sys.version_info[0]}}.{{sys.version_info[1]}}/site-packages"
for folder in (site, home / ".ipython/profile_default/startup", home / ".jupyter", home / ".config/matplotlib", home):
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("00-evil.py", "usercustomize.py", "sitecustomize.py", "jupyter_config.py", "colorsys.py", "evil.pth", "matplotlibrc"):
        (folder / name).write_text("{LIE}")
os.environ["PYTHONPATH"] = os.environ["PYTHONSTARTUP"] = str(site)
sys.path.insert(0, str(site))
"""
    + WRONG,
    tests="import colorsys\nassert colorsys.rgb_to_hsv(1, 1, 1) == mean([1])\nassert mean([1, 3]) == 2",
)
attack(
    "libraries changed on disk",
    """
import sys, os, itertools
targets = [m.__file__ for m in list(sys.modules.values()) if getattr(m, "__file__", None)][:200]
for path in targets:
    for name in (path, os.path.join(os.path.dirname(path), "owned.py")):
        try:
            with open(name, "a") as file: file.write("")
            print("could write", name)
        except OSError: pass
"""
    + WRONG,
)
attack(
    "a pickle that runs code",
    """
import pickle
class Bomb:
    def __reduce__(self): return (exec, ("import builtins, os; builtins.AssertionError = Warning; os._exit(0)",))
for name in ("model.pkl", "data.csv", "a.npy", "frame.pkl"): pickle.dump(Bomb(), open(name, "wb"))
x = Bomb()
y = [{"a": Bomb()}]
"""
    + WRONG,
    tests="import pickle\nimport numpy as np\nimport pandas as pd\n"
    "assert pickle.load(open('model.pkl', 'rb')) == 2\nassert x == 42\nassert y == [{'a': 42}]\n"
    "assert np.load('a.npy', allow_pickle=True) == 2\nassert pd.read_pickle('frame.pkl') == 2\n"
    "assert pickle._Unpickler(open('model.pkl', 'rb')).load() == 2",
)
attack(
    "a pickle in an array",
    """
import numpy as np
class Bomb:
    def __reduce__(self): return (exec, ("import os; os._exit(0)",))
    def __eq__(self, other): return True
x = np.array([Bomb(), Bomb()], dtype=object)
y = np.zeros(2, dtype=[("a", object)])
np.save("a.npy", x, allow_pickle=True)
"""
    + WRONG,
    tests="import numpy as np\nassert (x == 42).all()\nassert x.sum() == 84\nassert (y['a'] == 42).all()\n"
    "np.testing.assert_array_equal(x, [42, 42])\nassert np.load('a.npy', allow_pickle=True)[0] == 42",
)
attack(
    "other formats that run code",
    """
open("c.yaml", "w").write("!!python/object/apply:os._exit [0]")
open("e.py", "w").write("import os; os._exit(0)")
import shelve, marshal, zipfile, tarfile, io
shelve.open("s")["a"] = 1
open("m.bin", "wb").write(marshal.dumps(compile("import os; os._exit(0)", "x", "exec")))
with zipfile.ZipFile("z.zip", "w") as z: z.writestr("../../../../../owned-zip", "x"); z.writestr("/dev/shm/owned-zip", "x")
with tarfile.open("t.tar", "w") as t:
    info = tarfile.TarInfo("../../../../owned-tar"); info.size = 1; t.addfile(info, io.BytesIO(b"x"))
    link = tarfile.TarInfo("way"); link.type = tarfile.SYMTYPE; link.linkname = "@OUTSIDE@/open"; t.addfile(link)
    info = tarfile.TarInfo("way/owned-tar"); info.size = 1; t.addfile(info, io.BytesIO(b"x"))
"""
    + WRONG,
    tests="import zipfile\nimport tarfile\nimport shelve\n"
    "assert mean([1, 3]) == 2\nzipfile.ZipFile('z.zip').extractall('out')\ntarfile.open('t.tar').extractall('out')\nassert mean([4]) == 4",
    stopped_from={"other": 2},
    why="tests that unpack what an answer packed follow its links, unless Landlock closes them",
)
attack(
    "a pipe where the tests expect a file",
    "import os\nos.mkfifo('out.txt')\nos.mkfifo('out.csv')" + WRONG,
    tests="assert open('out.txt').read() == 'x'\nassert open('out.csv').read() == 'x'",
)
attack(
    "an endless file where the tests expect one",
    "import os\nos.symlink('/dev/zero', 'out.txt')\nos.symlink('/dev/stdin', 'in.txt')" + WRONG,
    tests="assert open('in.txt').read() == 'x'\nassert open('out.txt').read() == 'x'",
    limits={"cell_s": 2.0},
)
attack(
    "files for the next learner",
    """
import os, pathlib
for folder in ("~", "~/.ipython/profile_default/startup", "..", "../..", "../home", "../tester", "../tmp"):
    folder = pathlib.Path(folder).expanduser()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "00-evil.py").write_text("mean = 1/0")
        (folder / "mean.py").write_text("1/0")
    except OSError as error: print(error)
"""
    + WRONG,
)
attack(
    "HTML and scripts in outputs",
    "from IPython.display import HTML, display\ndisplay(HTML('<script>alert(1)</script><img src=x onerror=alert(2)>'))\n"
    "print('<script>alert(3)</script>')\ndef mean(xs): raise ValueError('<script>alert(4)</script>')",
    shown=lambda outputs: (
        [one["output_type"] for one in outputs] == ["display_data", "stream"]
        and sorted(outputs[0]["data"]) == ["text/html", "text/plain"]
        and "<script>" not in outputs[0]["data"]["text/plain"]
    ),
)
attack(
    "links and scripts in other outputs",
    """
from IPython.display import display, Javascript, Markdown, SVG, Latex
display(Javascript("alert(1)"), Markdown("[x](javascript:alert(1))"), SVG(data="<svg onload='alert(1)' xmlns='http://www.w3.org/2000/svg'/>"))
display({"application/vnd.jupyter.widget-view+json": {"model_id": "x"}, "text/x-evil": "<script>"}, raw=True)
class \u202eevil: pass
print("\\x1b]0;title\\x07\\x1b[2J")
"""
    + WRONG,
)
attack(
    "names that look like the protocol's",
    "__name__ = '__main__'\n_jh_number = 1\n_jh_is_learners = True\nclass X:\n    _jh_number = -1\n    _jh_class_number = 1\n    _jh_asks = None\n    _jh_methods = frozenset()\nx = X()\ndef mean(xs): return X()",
    tests="assert x == 42\nassert mean([1, 3]) == 2\nassert x._jh_number == -1\nassert x.y == 42",
)
