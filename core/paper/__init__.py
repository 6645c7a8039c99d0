"""Finished tables and what they become: workbooks, reports, folders and files that are whole or not there."""
