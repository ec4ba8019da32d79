#include <array>

#include "storage/vault/crypto.h"
#include "storage/vault/people.h"

namespace rapport::vault {

namespace {

constexpr std::array<std::string_view, 48> birds = {
    "Avocet",    "Bittern",   "Brambling",  "Bunting",   "Bustard",  "Chough", "Coot",   "Crane",
    "Crossbill", "Curlew",    "Dipper",     "Dotterel",  "Dunlin",   "Eider",  "Fulmar", "Gannet",
    "Godwit",    "Goldcrest", "Grebe",      "Harrier",   "Heron",    "Hobby",  "Hoopoe", "Ibis",
    "Jackdaw",   "Kestrel",   "Kingfisher", "Kittiwake", "Lapwing",  "Linnet", "Magpie", "Merlin",
    "Nuthatch",  "Oriole",    "Osprey",     "Ouzel",     "Petrel",   "Pipit",  "Plover", "Puffin",
    "Redstart",  "Sandpiper", "Siskin",     "Skylark",   "Starling", "Swift",  "Tern",   "Wagtail",
};

} // namespace

std::string random_pseudonym()
{
    constexpr std::uint32_t lowest = 100;
    constexpr std::uint32_t numbers = 9900;
    const std::string_view bird = birds.at(crypto::random_below(birds.size()));
    return std::string(bird) + " " + std::to_string(lowest + crypto::random_below(numbers));
}

} // namespace rapport::vault
