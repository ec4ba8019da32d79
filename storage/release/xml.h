#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "storage/release/release.h"

namespace rapport::release {

/// An XML document on its way to a sink. Characters that XML cannot hold are left to the caller to have cleaned.
class Xml {
public:
    /// Into a file of that name. Errors: the sink's.
    [[nodiscard]] static Result<std::unique_ptr<Xml>> open(Sink& sink, std::string name);
    ~Xml();
    Xml(const Xml&) = delete;
    Xml& operator=(const Xml&) = delete;

    void begin(const char* element);
    void attribute(const char* name, std::string_view value);
    void text(std::string_view words);
    void end();
    /// An element with nothing but text in it.
    void leaf(const char* element, std::string_view words);

    /// Whether everything so far reached the sink.
    [[nodiscard]] Status so_far() const;
    [[nodiscard]] Result<WrittenFile> close();

private:
    struct Parts;
    explicit Xml(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> parts_;
};

} // namespace rapport::release
