"""PCL-5 by numpy, as a statistician would write it: rows of int8, sums over slices, the pattern by comparison."""
import sys
import time

try:
    import numpy
except ImportError:
    print("absent")
    sys.exit(0)

rows = int(sys.argv[1])
answers = numpy.random.default_rng(1).integers(0, 5, size=(rows, 20), dtype=numpy.int8)
clusters = ((0, 5, 1), (5, 7, 1), (7, 14, 2), (14, 20, 2))
rates = []
for _ in range(5):
    begin = time.perf_counter()
    sums = [answers[:, first:last].sum(axis=1, dtype=numpy.int16) for first, last, _ in clusters]
    total = answers.sum(axis=1, dtype=numpy.int16)
    pattern = numpy.ones(rows, dtype=bool)
    for first, last, need in clusters:
        pattern &= (answers[:, first:last] >= 2).sum(axis=1) >= need
    rates.append(rows / (time.perf_counter() - begin))
print(f"{sorted(rates)[2]:.0f}")
