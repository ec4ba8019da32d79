#pragma once

#include <cstddef>
#include <string_view>

namespace rapport::instruments {

/// One piece of an expression. `at` counts characters from 1.
struct Token {
    enum class Kind : std::uint8_t { end, number, word, sign, strange };
    Kind kind = Kind::end;
    std::string_view text;
    std::size_t at = 1;

    [[nodiscard]] bool is(std::string_view what) const { return kind != Kind::end && text == what; }
};

/// Cuts an expression into pieces, one ahead of the reader.
class Tokens {
public:
    explicit Tokens(std::string_view source) : source_(source) { take(); }

    [[nodiscard]] const Token& next() const { return next_; }
    Token take();
    /// The name that stands next, up to a blank, a comma or a bracket: ids hold what is a sign elsewhere.
    Token take_name();

private:
    void skip_blanks();
    void read(std::size_t length, Token::Kind kind);
    void read_name();

    std::string_view source_;
    std::size_t byte_ = 0;
    std::size_t characters_ = 0; ///< before `byte_`
    Token next_;
};

} // namespace rapport::instruments
