#include "instruments/expression_tokens.h"

#include <algorithm>
#include <array>

namespace rapport::instruments {

namespace {

constexpr std::array<std::string_view, 14> signs = {"<>", "<=", ">=", "<", ">", "=", "+",
                                                    "-",  "*",  "/",  "(", ")", ",", "."};

bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

bool is_word(char c)
{
    return (c >= 'a' && c <= 'z') || c == '_';
}

bool is_name(char c)
{
    return is_digit(c) || is_word(c) || (c >= 'A' && c <= 'Z') || c == '-';
}

template <class Test>
std::size_t run_of(std::string_view text, Test test)
{
    return static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), test) - text.begin());
}

} // namespace

void Tokens::skip_blanks()
{
    while (byte_ < source_.size() && source_[byte_] == ' ') {
        ++byte_;
        ++characters_;
    }
}

void Tokens::read(std::size_t length, Token::Kind kind)
{
    next_ = {kind, source_.substr(byte_, length), characters_ + 1};
    byte_ += length;
    // A strange character may be several bytes, and is one character.
    characters_ += kind == Token::Kind::strange ? 1 : length;
}

Token Tokens::take()
{
    const Token taken = next_;
    skip_blanks();
    const std::string_view rest = source_.substr(byte_);
    if (rest.empty()) {
        read(0, Token::Kind::end);
    } else if (is_digit(rest.front())) {
        std::size_t length = run_of(rest, is_digit);
        if (length + 1 < rest.size() && rest[length] == '.' && is_digit(rest[length + 1]))
            length += 1 + run_of(rest.substr(length + 1), is_digit);
        read(length, Token::Kind::number);
    } else if (is_word(rest.front())) {
        read(run_of(rest, is_word), Token::Kind::word);
    } else {
        const auto sign = std::ranges::find_if(signs, [&](std::string_view each) { return rest.starts_with(each); });
        if (sign != signs.end()) {
            read(sign->size(), Token::Kind::sign);
        } else {
            std::size_t length = 1;
            while (length < rest.size() && (static_cast<unsigned char>(rest[length]) & 0xC0U) == 0x80U)
                ++length;
            read(length, Token::Kind::strange);
        }
    }
    return taken;
}

Token Tokens::take_name()
{
    // `next_` was cut as if it were arithmetic: go back to where it begins and cut it as a name.
    byte_ -= next_.text.size();
    characters_ = next_.at - 1;
    const std::size_t length = run_of(source_.substr(byte_), is_name);
    if (length == 0) return take();
    read(length, Token::Kind::word);
    return take();
}

} // namespace rapport::instruments
