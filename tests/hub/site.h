#pragma once

#include <memory>
#include <string>
#include <vector>

#include "cluster.h"
#include "storage/hub/hub.h"
#include "storage/sealed/session_log.h"

namespace rapport::hub::test {

/// A device of a clinic: the folders of a vault, and a place at the hub. Not a vault: what the hub does needs none.
struct TestDevice {
    std::string name;
    Home home;
    Means means;

    Exchanged push() const; ///< expects that it goes
    Exchanged pull() const;
    [[nodiscard]] Seat seat() const;
    /// Every session that is here, waiting or taken in, with a hash of its file.
    [[nodiscard]] std::vector<std::string> digest() const;
    [[nodiscard]] std::size_t sessions() const { return digest().size(); }
};

/// One clinic: a root key as its vault has one, and devices that have joined one site.
class Site {
public:
    explicit Site(int devices, const std::string& url = {}, bool begun = true);
    ~Site();
    Site(const Site&) = delete;
    Site& operator=(const Site&) = delete;

    [[nodiscard]] TestDevice& operator[](std::size_t number) { return *devices_.at(number); }
    [[nodiscard]] std::size_t size() const { return devices_.size(); }
    [[nodiscard]] Signer signer() const;
    /// A device that has not joined.
    TestDevice& add(const std::string& name);
    void join(TestDevice& device); ///< invited by the first, by a key in place of a code
    /// A finished session as the kiosk leaves it. Gives its id.
    Id answer(const TestDevice& device, int acts = 3) const;
    [[nodiscard]] const Id& site_id() const { return site_; }
    [[nodiscard]] const Id& vault() const { return vault_; }
    [[nodiscard]] const PublicKey& root() const { return root_.public_key; }

    std::string url;
    std::int64_t now = 1'790'000'000'000;

private:
    std::string folder_;
    KeyPair root_;
    Id vault_;
    Id site_{};
    sealed::InboxKeys inbox_;
    std::vector<std::unique_ptr<TestDevice>> devices_;
};

[[nodiscard]] bool has(const std::vector<Finding>& findings, Fault fault);
[[nodiscard]] std::string names(const std::vector<Finding>& findings); ///< for messages
[[nodiscard]] Secret secret(std::string_view text);

} // namespace rapport::hub::test
