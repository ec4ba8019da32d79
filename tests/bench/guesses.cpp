// How long the door takes to say no: bench_guesses [TRIES]. A name nobody has beside a wrong passphrase of somebody who
// is there, turn about. SECURITY.md, test 17: medians within 5 % over 1,000 tries.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "storage/sealed/secret.h"
#include "storage/vault/throttle.h"
#include "storage/vault/vault.h"

using namespace rapport;

int main(int count, char** words)
{
    if (!sealed::prepare_process().ok()) return 3;
    const int tries = count > 1 ? std::atoi(words[1]) : 1000;
    std::string top = "/tmp/rapport-guesses-XXXXXX";
    if (::mkdtemp(top.data()) == nullptr) return 3;
    const std::string folder = top + "/vault";
    vault::NewVault make;
    make.clinic = "Northgate clinic";
    make.device = "Tablet 3";
    make.first_user = "Dr Ines Okafor";
    make.passphrase = sealed::Secret::copy_of("lantern over quiet water");
    make.cost = vault::KdfCost::floor();
    const auto made = vault::create_vault(folder, make, vault::system_clock());
    if (!made || !vault::confirm_recovery(folder, made->printed)) return 1;

    const auto wrong = sealed::Secret::copy_of("not the passphrase of anybody");
    const char* const names[] = {"Dr Ines Okafor", "nobody of that name"};
    std::vector<double> took[2];
    for (int i = 0; i < 2 * tries; ++i) {
        const int which = i % 4 == 0 || i % 4 == 3 ? 0 : 1; // neither is always the second
        if (!vault::write_auth_state(folder, {})) return 1; // the throttle is not what this is about
        const auto from = std::chrono::steady_clock::now();
        const auto opened = vault::Vault::open(folder, names[which], wrong, vault::system_clock());
        took[which].push_back(
            std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - from).count());
        if (opened || opened.error().fault != vault::fault::wrong_passphrase) return 1;
    }
    for (auto& one : took)
        std::ranges::sort(one);
    const std::size_t middle = took[0].size() / 2;
    std::printf("%d tries of each, median: a wrong passphrase %.3f ms, an unknown name %.3f ms, %+.2f %%\n", tries,
                took[0][middle], took[1][middle], 100 * (took[1][middle] / took[0][middle] - 1));
    return std::system(("rm -rf '" + top + "'").c_str()) == 0 ? 0 : 3;
}
