"""Property tests look at the same cases in every run, unless new ones are asked for.

``EXPLORE=1 pytest`` draws other cases, for a person who is looking for faults; what it finds
becomes a case of its own.
"""

import os

from hypothesis import settings

settings.register_profile("fixed", derandomize=True, deadline=None)
settings.register_profile("explore", deadline=None, print_blob=True)
settings.load_profile("explore" if os.environ.get("EXPLORE") else "fixed")
