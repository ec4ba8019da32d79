#pragma once

#include <string>
#include <vector>

namespace rapport::vault::test {

/// Counts what SQLite's machine does, in every connection that this program opens from here on, and breaks it off where
/// it is told to.
class Breaker {
public:
    struct Start {
        long at = 0; ///< steps of the machine before it
        std::string sql{};
    };
    static Breaker& instance();
    /// In every connection opened while this lives.
    class Watch {
    public:
        Watch();
        ~Watch();
        Watch(const Watch&) = delete;
        Watch& operator=(const Watch&) = delete;
    };

    void start(long at);                      ///< 0: never breaks
    void start_before(std::size_t statement); ///< breaks at the first step in or after that statement, from 1 on
    void stop() { counting_ = false; }
    [[nodiscard]] bool broke() const { return broke_; }
    /// Each statement since `start`, triggers' own among them.
    [[nodiscard]] const std::vector<Start>& statements() const { return statements_; }
    /// Where to break so that each different statement goes wrong the first time and the last time it comes.
    [[nodiscard]] std::vector<long> first_and_last() const;

    // For SQLite's callbacks.
    [[nodiscard]] bool step();
    void statement(const char* sql);

private:
    bool counting_ = false;
    long steps_ = 0;
    long break_at_ = 0;
    std::size_t break_before_ = 0;
    bool broke_ = false;
    std::vector<Start> statements_;
};

} // namespace rapport::vault::test
