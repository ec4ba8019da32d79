#pragma once

#include <functional>
#include <string>
#include <vector>

#include "storage/sealed/session_log.h"
#include "tests/desk/clinic.h"
#include "tests/hub/cluster.h"

namespace rapport::desk::test {

/// One vault on two devices, at a real server. Its clock is the machine's: the server has one of its own.
class TwoDesks {
public:
    TwoDesks();
    ~TwoDesks();
    TwoDesks(const TwoDesks&) = delete;
    TwoDesks& operator=(const TwoDesks&) = delete;

    [[nodiscard]] std::string one() const { return root_ + "/one"; }
    [[nodiscard]] std::string two() const { return root_ + "/two"; }
    [[nodiscard]] const std::string& url() const { return url_; }
    [[nodiscard]] static DeskSettings settings(const std::string& folder);
    /// Both at the hub, as "Desk 1" and "Desk 2"; or the first alone.
    void join_first() const;
    void join_both() const;
    /// A session that both know is answered on the tablet of this folder, and goes to the hub from there. Of `Heron
    /// 214` and of `Linden 083`.
    void answer(std::size_t number, const std::string& folder) const;
    void push(const std::string& folder) const;
    /// The password file of the account that runs the desk: with the database's password, or none.
    void keep_password(bool kept) const;
    /// With the vault in that folder open, and the hub's means.
    void with_home(const std::string& folder,
                   const std::function<void(const hub::Home&, const hub::Signer&, const hub::Means&)>& work) const;

private:
    std::string root_;
    std::string url_;
};

} // namespace rapport::desk::test
