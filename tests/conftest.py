"""What all tests share: how many examples hypothesis draws, the sample data, and where real data lies."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "data" / "samples"

# A slow machine must not turn a right answer into a failure: no deadline, no check of the pace.
settings.register_profile(
    "default", max_examples=25, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile(
    "nightly", max_examples=500, deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
)
# For `make mutants`, which runs the tests thousands of times: what five examples do not catch counts as not caught, and
# nobody reads the smallest example that fails.
settings.register_profile(
    "mutants", settings.get_profile("default"), max_examples=5, phases=[Phase.explicit, Phase.generate]
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder `shared` beside the checkout, with public data that the project does not hold itself."""
    folder = (ROOT / ".." / "shared").resolve()
    if not (folder / "data").is_dir():
        pytest.skip("the public data is not here; tests marked real need a folder `shared/data` beside the checkout")
    return folder


@pytest.fixture(autouse=True)
def _real_data_or_skip(request):
    if request.node.get_closest_marker("real"):
        request.getfixturevalue("shared")


@pytest.fixture(scope="module")
def chrome():
    """One Chromium for all tests of a file; skips them where there is none."""
    from browser import launched

    with launched() as browser:
        yield browser


@pytest.fixture(scope="session")
def ada():
    """The sample person's network, from every source."""
    import netgraph

    return netgraph.network(netgraph.read(SAMPLES / "ada", me=["ada@example.org"]))


@pytest.fixture(scope="session")
def firm():
    """The sample organisation's network, its people with their departments."""
    import netgraph

    return netgraph.network(SAMPLES / "firm" / "log.csv.gz", people=SAMPLES / "firm" / "people.csv")
