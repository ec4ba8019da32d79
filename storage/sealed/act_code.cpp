#include "storage/sealed/act_code.h"

#include <algorithm>

#include "storage/sealed/faults.h"
#include "storage/sealed/wire.h"

namespace rapport::sealed {

namespace {

enum class FrameKind : std::uint8_t { act = 1, final = 2 };

bool known(ActKind kind)
{
    return kind >= ActKind::answered && kind <= ActKind::help_shown;
}

bool known(InputMethod input)
{
    return input >= InputMethod::touch && input <= InputMethod::program;
}

ByteView view_of(const frames::Plain& plain)
{
    return {reinterpret_cast<const char*>(plain.data()), plain.size()};
}

bool all_zero(ByteView bytes)
{
    return sodium_is_zero(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size()) == 1;
}

} // namespace

Result<frames::Plain> write_act(const Act& act)
{
    if (act.item.size() > longest_item) return Error{fault::bad_act, "item"};
    if (!known(act.kind) || !known(act.input)) return Error{fault::bad_act, "code"};
    frames::Plain plain{};
    wire::Writer out(plain);
    out.number(static_cast<std::uint8_t>(FrameKind::act));
    out.number(static_cast<std::uint8_t>(act.kind));
    out.number(static_cast<std::uint8_t>(act.input));
    out.number(act.part);
    out.number(act.value);
    out.number(act.utc_ms);
    out.number(act.boot_ms);
    out.text(act.item);
    static_assert(1 + 1 + 1 + 2 + 4 + 8 + 8 + 4 + longest_item <= frames::plain_size);
    return plain;
}

frames::Plain write_final(const Final& final)
{
    frames::Plain plain{};
    wire::Writer out(plain);
    out.number(static_cast<std::uint8_t>(FrameKind::final));
    out.number(final.acts);
    out.raw(final.digest);
    return plain;
}

bool is_final(const frames::Plain& plain)
{
    return plain.front() == static_cast<std::uint8_t>(FrameKind::final);
}

Result<Act> read_act(const frames::Plain& plain)
{
    wire::Reader in(view_of(plain));
    if (in.number<std::uint8_t>() != static_cast<std::uint8_t>(FrameKind::act))
        return Error{fault::damaged_session, "frame kind"};
    Act act;
    act.kind = static_cast<ActKind>(in.number<std::uint8_t>());
    act.input = static_cast<InputMethod>(in.number<std::uint8_t>());
    act.part = in.number<std::uint16_t>();
    act.value = in.number<std::int32_t>();
    act.utc_ms = in.number<std::int64_t>();
    act.boot_ms = in.number<std::int64_t>();
    act.item = in.text(longest_item);
    if (!in.ok() || !known(act.kind) || !known(act.input) || !all_zero(in.rest()))
        return Error{fault::damaged_session, "act"};
    return act;
}

Result<Final> read_final(const frames::Plain& plain)
{
    wire::Reader in(view_of(plain));
    if (in.number<std::uint8_t>() != static_cast<std::uint8_t>(FrameKind::final))
        return Error{fault::damaged_session, "frame kind"};
    Final final;
    final.acts = in.number<std::uint64_t>();
    in.into(final.digest);
    if (!in.ok() || !all_zero(in.rest())) return Error{fault::damaged_session, "final"};
    return final;
}

} // namespace rapport::sealed
