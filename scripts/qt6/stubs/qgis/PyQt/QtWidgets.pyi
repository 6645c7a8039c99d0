from PyQt6.QtGui import QAction as QAction
from PyQt6.QtGui import QActionGroup as QActionGroup
from PyQt6.QtGui import QShortcut as QShortcut
from PyQt6.QtGui import QUndoCommand as QUndoCommand
from PyQt6.QtGui import QUndoStack as QUndoStack
from PyQt6.QtWidgets import *
