"""Is every text in a JSON value proper Unicode?"""

import json
from typing import Any


def is_unicode(value: Any) -> bool:
    """False where a text holds half of a surrogate pair, which JSON can write and UTF-8 can't."""
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return True
