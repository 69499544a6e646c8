"""Steps, links and results as pictures, without a window; canvas and exports share every function here.

What a thing is and where its parts lie (``card``, ``links``, ``routing``) is plain Python; only
the ``*_paint`` modules, ``text`` and ``icons`` need Qt. Lengths are drawing units, one
pixel at 100 %; y grows downwards.
"""
