#pragma once

namespace rapport::test {

/// From now on the `at`-th request for memory in this process, counted from 1, is refused, and with `for_ever` every
/// one after it: malloc and its family, which operator new and SQLite use, and mmap, from which guarded memory comes.
void refuse_memory(long at, bool for_ever);
/// Grants everything again. True when a request was refused.
bool grant_memory();
/// Requests counted since `refuse_memory`.
[[nodiscard]] long requests();

} // namespace rapport::test
