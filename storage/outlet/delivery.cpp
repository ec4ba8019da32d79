#include "storage/outlet/delivery.h"

namespace rapport::outlet {

Error refuse(vault::Vault& vault, const release::Policy& policy, Error error)
{
    if (const Status noted = vault.note("release_refused", policy.project, error.fault.name); !noted)
        return noted.error();
    return error;
}

Result<Done> deliver(vault::Vault& vault, FolderSink& sink, const vault::ReleaseNote& note, release::Written written,
                     const std::string& out)
{
    const auto number = vault::note_release(vault, note);
    if (!number) return number.error();
    if (const Status delivered = sink.deliver(); !delivered) {
        if (const Status noted =
                vault.note("release_not_delivered", std::to_string(*number), delivered.error().fault.name);
            !noted)
            return noted.error();
        return delivered.error();
    }
    return Done{std::move(written), *number, out};
}

} // namespace rapport::outlet
