#pragma once

namespace rapport::desk::test {

/// Counts this program's calls of libpq by thread: those of the thread that made it, which is the one that draws, and
/// those of all others.
class LibpqWatch {
public:
    LibpqWatch();
    [[nodiscard]] int drawing() const; ///< calls since then
    [[nodiscard]] int others() const;
    /// Connections that were begun by this program and not let go of.
    [[nodiscard]] static int open_connections();

private:
    int drawing_;
    int others_;
};

} // namespace rapport::desk::test
