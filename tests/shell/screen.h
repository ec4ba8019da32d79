#pragma once

#include <functional>
#include <string>

#include "app/shell/program.h"

namespace rapport::shell::test {

/// A program that is one function.
class Screen final : public Program {
public:
    explicit Screen(std::function<void(Ui&)> draw) : draw_(std::move(draw)) {}
    void frame(Ui& ui) override
    {
        ++frames;
        draw_(ui);
    }
    [[nodiscard]] bool done() const override { return false; }
    int frames = 0;

private:
    std::function<void(Ui&)> draw_;
};

/// Keeps what is typed, as a secret store would.
class Sink final : public SecretSink {
public:
    void append(std::string_view utf8) override
    {
        for (const char byte : utf8)
            bytes_[size_++] = byte;
    }
    void drop_last() override
    {
        while (size_ > 0 && (static_cast<unsigned char>(bytes_[--size_]) & 0xC0U) == 0x80U) {
        }
    }
    [[nodiscard]] std::size_t code_points() const override
    {
        std::size_t count = 0;
        for (std::size_t at = 0; at < size_; ++at)
            count += (static_cast<unsigned char>(bytes_[at]) & 0xC0U) != 0x80U ? 1 : 0;
        return count;
    }
    [[nodiscard]] std::string_view reveal() const override { return {bytes_, size_}; }

private:
    char bytes_[256] = {};
    std::size_t size_ = 0;
};

} // namespace rapport::shell::test
