#include "app/desk/passphrase_sink.h"

namespace rapport::desk {

void PassphraseSink::append(std::string_view utf8)
{
    if (secret_.size() + utf8.size() <= most_bytes) secret_.append(utf8);
}

std::size_t PassphraseSink::code_points() const
{
    std::size_t count = 0;
    for (const char byte : secret_.view())
        if ((static_cast<unsigned char>(byte) & 0xC0U) != 0x80U) ++count;
    return count;
}

} // namespace rapport::desk
