#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "instruments/base/result.h"

namespace rapport::sealed {

using Bytes = std::string; ///< raw bytes; std::string for cheap moves and views
using ByteView = std::string_view;

/// A fixed or grown run of secret bytes in guarded, locked memory (sodium_malloc), wiped when it goes.
/// Move-only. Never printed, never compared with ==.
class Secret {
public:
    Secret() = default;
    /// `size` zero bytes. Fails loudly (terminates) when guarded memory cannot be had: see SECURITY notes in README.
    explicit Secret(std::size_t size);
    Secret(Secret&& other) noexcept;
    Secret& operator=(Secret&& other) noexcept;
    Secret(const Secret&) = delete;
    Secret& operator=(const Secret&) = delete;
    ~Secret();

    [[nodiscard]] static Secret random(std::size_t size);
    /// Copies, then the caller still owns (and should wipe) the original.
    [[nodiscard]] static Secret copy_of(ByteView bytes);
    [[nodiscard]] Secret copy() const;

    [[nodiscard]] std::size_t size() const { return size_; }
    [[nodiscard]] bool empty() const { return size_ == 0; }
    [[nodiscard]] unsigned char* data() { return data_; }
    [[nodiscard]] const unsigned char* data() const { return data_; }
    [[nodiscard]] ByteView view() const { return {reinterpret_cast<const char*>(data_), size_}; }

    /// For passphrase fields: append and drop the last code point. Grows by reallocation inside guarded memory.
    void append(ByteView bytes);
    void drop_last_code_point();
    void clear();

private:
    unsigned char* data_ = nullptr;
    std::size_t size_ = 0;
    std::size_t capacity_ = 0;
};

/// sodium_init, RLIMIT_CORE 0, PR_SET_DUMPABLE 0. Call first in every program. Idempotent.
[[nodiscard]] Status prepare_process();

/// 128 random bits: the name of a session, a person, a row. Printed as 32 hex digits.
using Id = std::array<std::uint8_t, 16>;
[[nodiscard]] Id random_id();
[[nodiscard]] std::string hex(std::span<const std::uint8_t> bytes);
[[nodiscard]] Result<Id> id_from_hex(std::string_view text);

} // namespace rapport::sealed
