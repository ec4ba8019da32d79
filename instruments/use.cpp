#include "instruments/use.h"

#include <algorithm>

namespace rapport::instruments {

namespace {

bool names(const Definition& one, const Definition& other)
{
    return std::find(one.comparable_with.begin(), one.comparable_with.end(), other.version) !=
           one.comparable_with.end();
}

} // namespace

Status may_be_used(const Definition& definition, const KeyCheck* check)
{
    if (definition.key_verified) return {};
    if (check == nullptr) return Error{key_not_verified, "no check of the key is recorded"};
    if (check->instrument != definition.id || check->version != definition.version)
        return Error{key_not_verified, "the recorded check is of another instrument or version"};
    if (check->by.empty() || check->date.empty() || check->reference.empty())
        return Error{key_not_verified, "the recorded check does not say who, when and against what"};
    return {};
}

bool comparable(const Definition& one, const Definition& other)
{
    if (one.id != other.id) return false;
    return one.version == other.version || names(one, other) || names(other, one);
}

} // namespace rapport::instruments
