#pragma once

#include "app/shell/ui.h"
#include "storage/sealed/secret.h"

namespace rapport::desk {

/// Typed characters go straight into guarded memory; nothing else ever holds the passphrase.
class PassphraseSink final : public shell::SecretSink {
public:
    /// NIST 63B wants 64 characters at least; four bytes each, four times over, is plenty and still bounded.
    static constexpr std::size_t most_bytes = 1024;

    void append(std::string_view utf8) override;
    void drop_last() override { secret_.drop_last_code_point(); }
    [[nodiscard]] std::size_t code_points() const override;
    [[nodiscard]] std::string_view reveal() const override { return secret_.view(); }

    [[nodiscard]] bool empty() const { return secret_.empty(); }
    [[nodiscard]] sealed::Secret copy() const { return secret_.copy(); }
    void clear() { secret_.clear(); }

private:
    sealed::Secret secret_;
};

} // namespace rapport::desk
