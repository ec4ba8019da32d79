#include "app/shell/picture.h"

#include <cstdio>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <png.h>

#include "app/shell/program.h"

namespace rapport::shell {
namespace {

/// libpng's simplified interface: no long jumps, failures come back as a word.
bool encode(std::FILE* file, int width, int height, std::span<const std::uint8_t> rgb)
{
    png_image image{};
    image.version = PNG_IMAGE_VERSION;
    image.width = static_cast<png_uint_32>(width);
    image.height = static_cast<png_uint_32>(height);
    image.format = PNG_FORMAT_RGB;
    image.flags = PNG_IMAGE_FLAG_FAST;
    return png_image_write_to_stdio(&image, file, 0, rgb.data(), width * 3, nullptr) != 0;
}

} // namespace

Status write_picture(const std::string& path, int width, int height, std::span<const std::uint8_t> rgb)
{
    const std::size_t needed = static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 3;
    if (width <= 0 || height <= 0 || rgb.size() < needed) return Error{fault::no_picture, "size"};

    const std::string part = path + ".part";
    const int descriptor = open(part.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (descriptor < 0) return Error{fault::no_picture, "open"};
    std::FILE* file = fdopen(descriptor, "wb");
    if (file == nullptr) {
        close(descriptor);
        unlink(part.c_str());
        return Error{fault::no_picture, "fdopen"};
    }
    const bool written = fchmod(descriptor, 0600) == 0 && encode(file, width, height, rgb);
    const bool closed = std::fclose(file) == 0;
    if (!written || !closed || std::rename(part.c_str(), path.c_str()) != 0) {
        unlink(part.c_str());
        return Error{fault::no_picture, "write"};
    }
    return {};
}

} // namespace rapport::shell
