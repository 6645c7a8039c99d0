from typing import Any

from PyQt6.QtCore import *

NULL: Any
QVariant: Any
