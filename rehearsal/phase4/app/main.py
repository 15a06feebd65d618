"""The instance that `python -m uvicorn app.main:app` serves, configured by the process's environment."""

import logging
import os

from app.application import create_app
from app.settings import settings_from

console = logging.StreamHandler()
console.setFormatter(logging.Formatter("%(levelname)s:     %(message)s"))
logging.getLogger("phase4").addHandler(console)
logging.getLogger("phase4").setLevel(logging.INFO)

app = create_app(settings_from(os.environ))
