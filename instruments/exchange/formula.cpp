#include "instruments/exchange/formula.h"

#include <algorithm>

namespace rapport::instruments::formula {

namespace {

using Kind = Formula::Kind;

/// Of "all", a part that never holds decides and one that always holds says nothing; of "any", the other way round.
Formula combine(Kind kind, std::vector<Formula> parts, Kind decisive, Kind silent)
{
    std::vector<Formula> kept;
    for (Formula& part : parts) {
        if (part.kind == decisive) return std::move(part);
        if (part.kind == silent) continue;
        if (part.kind == kind)
            std::move(part.parts.begin(), part.parts.end(), std::back_inserter(kept));
        else
            kept.push_back(std::move(part));
    }
    Formula out;
    out.kind = kept.empty() ? silent : kind;
    if (kept.size() == 1) return std::move(kept.front());
    out.parts = std::move(kept);
    return out;
}

Formula plain(Kind kind)
{
    Formula out;
    out.kind = kind;
    return out;
}

} // namespace

Formula always()
{
    return plain(Kind::always);
}

Formula never()
{
    return plain(Kind::never);
}

Formula blank()
{
    return plain(Kind::blank);
}

Formula number(double value)
{
    Formula out = plain(Kind::number);
    out.number = value;
    return out;
}

Formula of(Kind kind, std::size_t index)
{
    Formula out = plain(kind);
    out.index = index;
    return out;
}

Formula item_is(std::size_t item, std::vector<int> values)
{
    if (values.empty()) return never();
    Formula out = of(Kind::item_is, item);
    out.values = std::move(values);
    return out;
}

Formula all(std::vector<Formula> parts)
{
    return combine(Kind::all, std::move(parts), Kind::never, Kind::always);
}

Formula any(std::vector<Formula> parts)
{
    return combine(Kind::any, std::move(parts), Kind::always, Kind::never);
}

Formula negate(Formula test)
{
    if (test.kind == Kind::always) return never();
    if (test.kind == Kind::never) return always();
    Formula out = plain(Kind::negate);
    out.parts.push_back(std::move(test));
    return out;
}

Formula add(std::vector<Formula> parts)
{
    if (parts.size() == 1) return std::move(parts.front());
    Formula out = plain(Kind::add);
    out.parts = std::move(parts);
    return out;
}

Formula pair(Kind kind, Formula left, Formula right)
{
    Formula out = plain(kind);
    out.parts.push_back(std::move(left));
    out.parts.push_back(std::move(right));
    return out;
}

Formula compare(Kind kind, Formula left, double right)
{
    Formula out = plain(kind);
    out.parts.push_back(std::move(left));
    out.number = right;
    return out;
}

Formula choose(Formula test, Formula then, Formula otherwise)
{
    if (test.kind == Kind::always) return then;
    if (test.kind == Kind::never) return otherwise;
    Formula out = plain(Kind::choose);
    out.parts.push_back(std::move(test));
    out.parts.push_back(std::move(then));
    out.parts.push_back(std::move(otherwise));
    return out;
}

Formula named(std::string name, std::size_t index, Formula what)
{
    if (what.kind == Kind::always || what.kind == Kind::never) return what;
    Formula out = of(Kind::named, index);
    out.name = std::move(name);
    out.parts.push_back(std::move(what));
    return out;
}

} // namespace rapport::instruments::formula
