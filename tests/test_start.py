"""What a process of the product loads when it starts: a web server that died is back in two seconds or in five."""

import subprocess
import sys

HEAVY = ("weasyprint", "scipy.optimize", "scipy.sparse", "scipy.stats")
"""Half a second and tens of megabytes each; only who prints, matches or compares needs them."""
LOADED = f"""
import sys

import mentorship.wsgi
from django.urls import get_resolver

assert get_resolver().reverse_dict
print(*[name for name in {HEAVY} if name in sys.modules])
"""


def test_a_web_process_starts_without_the_heavy_libraries():
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", LOADED], capture_output=True, text=True, check=True)

    assert done.stdout.split() == []
