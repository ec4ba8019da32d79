#pragma once

#include <string>
#include <string_view>

#include "storage/release/release.h"

namespace rapport::release {

/// A file on its way to a sink, in larger pieces.
class Stream {
public:
    [[nodiscard]] static Result<Stream> open(Sink& sink, std::string name)
    {
        if (Status opened = sink.open(name); !opened) return opened.error();
        Stream stream(sink);
        stream.file_.name = std::move(name);
        return stream;
    }
    Status put(std::string_view text)
    {
        waiting_ += text;
        return waiting_.size() < (1U << 16) ? Status{} : flush();
    }
    [[nodiscard]] Result<WrittenFile> close()
    {
        if (Status written = flush(); !written) return written.error();
        auto digest = sink_->close();
        if (!digest) return digest.error();
        file_.sha256 = std::move(*digest);
        return file_;
    }

private:
    explicit Stream(Sink& sink) : sink_(&sink) {}
    Status flush()
    {
        file_.bytes += waiting_.size();
        Status written = sink_->write(waiting_);
        waiting_.clear();
        return written;
    }

    Sink* sink_;
    WrittenFile file_;
    std::string waiting_;
};

} // namespace rapport::release
