"""What every test shares: a cache of its own for the rules, so that no test reads or writes the user's, and no deadline."""

from collections.abc import Iterator

import pytest
from hypothesis import settings

# how long an example takes says nothing: the first that needs an engine or a pattern makes it
settings.register_profile("quoth", deadline=None)
settings.load_profile("quoth")


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        folder = str(tmp_path_factory.mktemp("cache"))
        patch.setenv("XDG_CACHE_HOME", folder)
        patch.setenv("LOCALAPPDATA", folder)
        yield
