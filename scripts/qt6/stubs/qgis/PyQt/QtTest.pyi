from PyQt6.QtTest import *
