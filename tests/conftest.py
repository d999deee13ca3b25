"""What every test stands on: the same examples on every run, on every machine."""

import os

from hypothesis import HealthCheck, settings

# Derandomized: a run says the same today and tomorrow. Where two runs share a
# machine, a slow example is no fault.
settings.register_profile(
    "steady",
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("steady")

# They make rich colour what is piped, which no test asks for.
for name in ("FORCE_COLOR", "PY_COLORS", "CLICOLOR_FORCE", "GITHUB_ACTIONS"):
    os.environ.pop(name, None)
