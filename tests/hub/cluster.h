#pragma once

#include <string>

#include "storage/hub/engine.h"

namespace rapport::hub::test {

/// A real PostgreSQL of the test program's own: on loopback, in a folder that goes with the program, run by a user
/// without rights, since PostgreSQL refuses root.
class Cluster {
public:
    /// Made when first asked for. Ends the program with a sentence where PostgreSQL is not installed.
    static Cluster& get();
    Cluster(const Cluster&) = delete;
    Cluster& operator=(const Cluster&) = delete;
    ~Cluster();

    static constexpr const char* account = "clinic";
    static constexpr const char* password = "the-database-password-of-tests";

    /// For the clinic's account, in plain on loopback. `port` 0 is the server's own.
    [[nodiscard]] std::string url(const std::string& database = "hub", int port = 0) const;
    /// The same by TLS, against the certificate in that file.
    [[nodiscard]] std::string url_by_tls(const std::string& certificate) const;
    [[nodiscard]] const std::string& certificate() const { return certificate_; }
    [[nodiscard]] int port() const { return port_; }

    /// What somebody who owns the server can do: SQL as its superuser, behind everybody's back.
    void run(const std::string& statement, const std::vector<Value>& values = {}, const std::string& database = "hub");
    [[nodiscard]] Rows ask(const std::string& statement, const std::vector<Value>& values = {},
                           const std::string& database = "hub");
    /// A database of its own for a test that does something to the whole of it.
    [[nodiscard]] std::string new_database();

    void restart();      ///< in a hurry: connections are cut off
    void freeze() const; ///< every process of it stands still, as of a machine that was cut off
    void thaw() const;
    [[nodiscard]] const std::string& folder() const { return folder_; } ///< data, log and all

private:
    Cluster();
    void take_away() const;
    [[noreturn]] void fail(const std::string& why) const;
    void shell(const std::string& command) const;
    void as_server(const std::string& command) const;
    void signal_all(int signal) const;
    std::string folder_;
    std::string programs_;
    std::string prefix_;
    std::string certificate_;
    int port_ = 0;
    int databases_ = 0;
};

} // namespace rapport::hub::test
