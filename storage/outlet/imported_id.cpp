#include "storage/outlet/imported_id.h"

#include <sodium.h>

namespace rapport::outlet {

vault::Id imported_id(std::initializer_list<std::string> parts)
{
    std::string all;
    for (const std::string& part : parts)
        all += std::to_string(part.size()) + ":" + part;
    vault::Id id{};
    crypto_generichash(reinterpret_cast<unsigned char*>(id.data()), id.size(),
                       reinterpret_cast<const unsigned char*>(all.data()), all.size(), nullptr, 0);
    return id;
}

} // namespace rapport::outlet
