"""Seconds that pandas takes to write a table it holds in memory as CSV: export_pandas.py DATABASE FILE."""
import sqlite3
import sys
import time

import pandas

frame = pandas.read_sql("SELECT * FROM answer", sqlite3.connect(sys.argv[1]))
begun = time.perf_counter()
frame.to_csv(sys.argv[2], index=False)
print(time.perf_counter() - begun)
