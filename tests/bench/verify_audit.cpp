// How many audit lines a second verification checks, and what an act costs: bench_verify_audit [lines].
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "storage/sealed/secret.h"
#include "storage/vault/audit.h"
#include "storage/vault/vault.h"
#include "storage/vault/vault_of.h"

using namespace rapport;

namespace {

double seconds_of(const std::function<void()>& work)
{
    const auto from = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - from).count();
}

template <class T>
T must(Result<T> result)
{
    if (!result) {
        std::fprintf(stderr, "%s %s\n", std::string(result.error().fault.name).c_str(), result.error().detail.c_str());
        std::exit(1);
    }
    return std::move(result).value();
}

} // namespace

int main(int count, char** words)
{
    const int lines = count > 1 ? std::atoi(words[1]) : 50'000;
    if (!sealed::prepare_process().ok()) return 1;
    std::string folder = "/tmp/rapport-bench-XXXXXX";
    if (::mkdtemp(folder.data()) == nullptr) return 1;
    vault::NewVault wishes;
    wishes.first_user = "A. Staff";
    wishes.passphrase = sealed::Secret::copy_of("lantern over quiet water");
    wishes.cost = vault::KdfCost::floor();
    const auto made = must(vault::create_vault(folder + "/v", wishes, vault::system_clock()));
    if (!vault::confirm_recovery(folder + "/v", made.printed).ok()) return 1;
    {
        vault::Vault vault =
            must(vault::Vault::open(folder + "/v", "A. Staff", wishes.passphrase, vault::system_clock()));
        const double written = seconds_of([&] {
            const Status all = vault.together([&] {
                for (int i = 0; i < lines; ++i)
                    if (Status noted = vault.note("view_person", "00112233445566778899aabbccddeeff"); !noted)
                        return noted;
                return Status();
            });
            if (!all) std::exit(1);
        });
        std::printf("%d lines written, %.1f us each, in one commit\n", lines, written / lines * 1e6);
        vault::Core& core = vault::VaultOf::core(vault);
        for (int round = 0; round < 3; ++round) {
            const double chain = seconds_of([&] { static_cast<void>(must(vault::check_chain(core, 1))); });
            std::printf("chain: %.0f lines a second\n", lines / chain);
        }
        const double recent = seconds_of([&] { static_cast<void>(must(vault::check_chain(core, lines - 999))); });
        std::printf("the last 1,000, as at each unlock: %.1f ms\n", recent * 1e3);
        const double whole = seconds_of([&] { static_cast<void>(must(vault.verify())); });
        std::printf("verify, every page and row among it: %.0f lines a second\n", lines / whole);
    }
    std::error_code ignored;
    std::filesystem::remove_all(folder, ignored);
    return 0;
}
