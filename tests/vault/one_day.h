#pragma once

#include <memory>

#include "tests/vault/clinic.h"

namespace rapport::vault::test {

/// A vault with one person and a finished session that waits, and the things that are done to it while something
/// fails: a person added (a commit of two files) and the session taken in.
class OneDay {
public:
    OneDay();
    [[nodiscard]] std::unique_ptr<Clinic> morning() const { return Clinic::copy_of(start_); }
    [[nodiscard]] static Vault vault_of(const Clinic& clinic);

    /// What was said to be done.
    struct Said {
        bool added = false;
        bool taken = false;
    };
    /// `said` is told of each thing as it is done, so that it is right even where this does not come back.
    static void live(Vault& vault, Said& said);

    /// What stands in the vault is whole, has all that was said to be done, and can go on.
    void expect_nothing_lost(const Clinic& clinic, const Said& said) const;

private:
    Clinic start_;
    Id person_{};
};

} // namespace rapport::vault::test
