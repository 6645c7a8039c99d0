"""Parcels out of what others deliver: coordinate tables, points of CASS, drawings; and the way back.

The parts: ``cells`` (text to rows of cells), ``headings`` (which column is what), ``tables`` (rows to parcels),
``drawing`` (outlines and texts to parcels), ``arcs`` (bulges), ``dxf`` and ``cass`` (files that are written).
"""
