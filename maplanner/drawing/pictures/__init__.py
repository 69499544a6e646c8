"""All that can be had as a picture. One file each, with a constant ``SOURCE``; nothing else names it.

A new picture is one module: something with the shape of :class:`~maplanner.drawing.picture.Picture` (a title,
bounds, a legend, and ``paint``), and a :class:`~maplanner.drawing.pictures.sources.PictureSource` that offers
it. Export dialog, printing, command line and reports find it by themselves.
"""
