#include "app/cli/backup_check.h"

#include <unistd.h>

#include "app/cli/child.h"
#include "app/cli/exit_code.h"
#include "app/cli/files.h"
#include "storage/sealed/faults.h"
#include "storage/vault/faults.h"
#include "storage/vault/restore.h"

namespace rapport::cli {

namespace {

constexpr std::size_t most_keys = 4096; // far below what a pipe holds, so writing never waits for a reader

Status run_check(const std::string& file, const sealed::Secret& keys)
{
    auto pipe = make_pipe();
    if (!pipe) return pipe.error();
    if (keys.size() > most_keys ||
        ::write(pipe->second.get(), keys.data(), keys.size()) != static_cast<ssize_t>(keys.size()))
        return Error{fault::cannot_start, "pipe"};
    pipe->second.close();
    const auto child =
        start(program_folder() + "/rapport", {"vault", "check-backup", file, "--keys-fd", "3"}, {pipe->first.get()});
    if (!child) return child.error();
    const Ending ending = wait_for(*child);
    if (ending.by_signal || ending.code != code(Exit::done)) return Error{vault::fault::backup_damaged, "check"};
    return {};
}

Result<sealed::Secret> read_keys(int descriptor)
{
    sealed::Secret keys(most_keys);
    std::size_t size = 0;
    while (size < most_keys) {
        const ssize_t got = ::read(descriptor, keys.data() + size, most_keys - size);
        if (got < 0) return Error{sealed::fault::cannot_read, "keys"};
        if (got == 0) break;
        size += static_cast<std::size_t>(got);
    }
    return sealed::Secret::copy_of(keys.view().substr(0, size));
}

} // namespace

vault::BackupCheck check_in_another_process()
{
    return run_check;
}

int check_backup_here(const std::string& file, int keys)
{
    const auto read = read_keys(keys);
    if (!read) return fail(read.error());
    if (const Status checked = vault::check_backup(file, *read); !checked) return fail(checked.error());
    return code(Exit::done);
}

} // namespace rapport::cli
