#pragma once

#include <algorithm>
#include <array>
#include <string_view>

namespace rapport::vault {

/// A questionnaire that comes beside the program, not in it (`instruments/packs`). Its words are not here: only what
/// its file must hash to for its key to count as the program's own.
struct KnownPack {
    std::string_view id;
    std::string_view hash; ///< BLAKE2b-256 of definition.json, hex
};

inline constexpr std::array known_packs{
    KnownPack{"audit", "52b051f67a5915d1624bedcdd17f66f476006b1f4ecf68c68bf69d3ab04fc08b"},
    KnownPack{"collaborate", "3119b60b3f2e2bde3816087ef17f6eb8aad9107304279467af705495f03bdaae"},
    KnownPack{"dass-21", "95be24118009ce6784f4530151069ced978a876b334b3f7c6dc0393625848706"},
    KnownPack{"who-5", "c570e3c8c93d5ac77d5bd766afe8344152a4b4a933bb70f36c6cc3aa5aae01a9"},
};

[[nodiscard]] inline bool is_known_pack(std::string_view id, std::string_view hash)
{
    return std::ranges::any_of(known_packs, [&](const KnownPack& each) { return each.id == id && each.hash == hash; });
}

} // namespace rapport::vault
