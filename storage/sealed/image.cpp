#include "storage/sealed/image.h"

#include <algorithm>

#include "storage/sealed/act_code.h"
#include "storage/sealed/faults.h"

namespace rapport::sealed {

namespace {

bool all_zero(ByteView bytes)
{
    return sodium_is_zero(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size()) == 1;
}

/// Wipes the opened words when they go: they are a person's answer.
struct Opened {
    frames::Plain plain{};
    ~Opened() { sodium_memzero(plain.data(), plain.size()); }
};

void step_past(Image& image, ByteView frame)
{
    const frames::Tag tag = frames::tag_of(frame);
    image.digest.add(tag);
    image.next.previous = tag;
    ++image.next.sequence;
    image.last_at = image.end;
    image.end += frames::frame_size;
}

Status take(Image& image, const frames::Plain& plain)
{
    if (is_final(plain)) {
        const auto final = read_final(plain);
        if (!final) return final.error();
        if (final->acts != image.acts.size() || final->digest != image.digest.value())
            return Error{fault::damaged_session, "final does not match"};
        image.finished = true;
        return {};
    }
    auto act = read_act(plain);
    if (!act) return act.error();
    image.acts.push_back(std::move(*act));
    return {};
}

} // namespace

Result<Image> read_image(ByteView bytes, const Secret& key)
{
    if (bytes.size() > frames::capacity) return Error{fault::damaged_session, "too long"};
    const auto session = frames::read_header(bytes);
    if (!session) return session.error();
    if (bytes.size() < frames::offset_of(1)) return Error{fault::damaged_session, "no first frame"};

    Image image;
    image.next.session = *session;
    image.end = frames::header_size;
    const ByteView first = bytes.substr(image.end, frames::frame_size);
    if (!frames::key_frame_holds(first, key, *session)) return Error{fault::wrong_key, "first frame"};
    step_past(image, first);

    const std::size_t last_end = std::min(bytes.size(), frames::offset_of(frames::most_frames));
    while (!image.finished && image.end + frames::frame_size <= last_end) {
        const ByteView frame = bytes.substr(image.end, frames::frame_size);
        Opened opened;
        if (!frames::open(frame, key, image.next, opened.plain)) break;
        const Status taken = take(image, opened.plain);
        if (!taken) return taken.error();
        step_past(image, frame);
    }

    const ByteView rest = bytes.substr(image.end);
    if (all_zero(rest)) return image;
    if (image.finished) return Error{fault::damaged_session, "bytes after the end"};
    if (rest.size() > frames::frame_size && !all_zero(rest.substr(frames::frame_size)))
        return Error{fault::damaged_session, "frame " + std::to_string(image.next.sequence)};
    image.torn = image.end;
    return image;
}

} // namespace rapport::sealed
