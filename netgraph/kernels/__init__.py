"""Compiled measures of graphs as sparse matrices; they know no people.

A graph is a scipy `csr_array` in canonical form: columns sorted, no pair twice, no negative weight. What is said of
*contact* takes a symmetric one without loops, what is said of *ties* a directed one, row = source. What walks over
triangles takes `forward.Forward`, each pair once, made from a table of ties or from a matrix. In lengths a 0 is a tie
of no length; in all else it is none.

The modules here import numpy and scipy only, those of the networkx backend networkx too. Their compiled halves, in
`compiled/`, are imported by the first call, compiled by the first call ever, and then read from the disk
(`compiled/__init__.py`). Threads are an argument; no result depends on their number, to the last bit.
"""
