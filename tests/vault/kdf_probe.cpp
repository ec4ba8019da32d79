#include "tests/vault/kdf_probe.h"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <string>
#include <tuple>

#include <dlfcn.h>
#include <sodium.h>

namespace rapport::vault::test {

namespace {

using Asked = std::tuple<std::string, std::string, unsigned long long, std::size_t>;

int remembering = std::getenv("RAPPORT_DERIVE_ONCE") == nullptr ? 0 : 1;

std::map<Asked, std::string>& derived()
{
    static std::map<Asked, std::string> all;
    return all;
}

} // namespace

KdfMemory::KdfMemory()
{
    ++remembering;
}

KdfMemory::~KdfMemory()
{
    --remembering;
}

namespace {

/// The key derived before for the very same question, if we are to remember.
const std::string* remembered(const Asked& asked)
{
    const auto found = derived().find(asked);
    return remembering == 0 || found == derived().end() ? nullptr : &found->second;
}

void remember(const Asked& asked, const unsigned char* key, std::size_t size)
{
    if (remembering > 0) derived()[asked] = std::string(reinterpret_cast<const char*>(key), size);
}

} // namespace

std::vector<KdfRun>& kdf_runs()
{
    static std::vector<KdfRun> runs;
    return runs;
}

} // namespace rapport::vault::test

extern "C" int crypto_pwhash(unsigned char* const out, unsigned long long outlen, const char* const passwd,
                             unsigned long long passwdlen, const unsigned char* const salt, unsigned long long opslimit,
                             std::size_t memlimit, int alg)
{
    using Real = int (*)(unsigned char*, unsigned long long, const char*, unsigned long long, const unsigned char*,
                         unsigned long long, std::size_t, int);
    static const Real real = reinterpret_cast<Real>(::dlsym(RTLD_NEXT, "crypto_pwhash"));
    if (real == nullptr) std::abort();
    using namespace rapport::vault::test;
    kdf_runs().push_back({opslimit, memlimit, passwdlen});
    const Asked asked{std::string(passwd, passwdlen),
                      std::string(reinterpret_cast<const char*>(salt), crypto_pwhash_SALTBYTES), opslimit, memlimit};
    if (const std::string* const key = remembered(asked); key != nullptr && key->size() == outlen) {
        std::copy(key->begin(), key->end(), out);
        return 0;
    }
    const int done = real(out, outlen, passwd, passwdlen, salt, opslimit, memlimit, alg);
    if (done == 0) remember(asked, out, outlen);
    return done;
}
