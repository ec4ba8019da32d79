#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <thread>

#include "app/shell/assistant.h"

namespace rapport::access {

/// The semantic tree over AT-SPI. One thread answers whoever asks, from a copy of what is on the screen: a reader that
/// walks the whole tree wakes neither the program nor the drawing. Only what a person asks for comes back, as a wish.
class ScreenReader final : public shell::Assistant {
public:
    /// Empty when no assistive technology is in use: then there is no thread and no connection.
    [[nodiscard]] static std::unique_ptr<ScreenReader> if_wanted(std::string title);
    ~ScreenReader() override;

    void begin(std::function<void()> wake) override;
    void shown(const shell::SemanticTree& tree, const shell::WindowPlace& place) override;
    [[nodiscard]] std::vector<shell::Wish> take_wishes() override;
    [[nodiscard]] bool takes(const shell::KeyStroke& stroke) override;

private:
    struct Picture {
        std::vector<shell::Node> nodes;
        shell::WindowPlace place;
    };

    explicit ScreenReader(std::string title) : title_(std::move(title)) {}
    void serve();
    void show_newest();

    std::string title_;
    std::function<void()> wake_;
    Picture last_; ///< the window's thread: what was handed over last

    std::mutex guard_;
    std::optional<Picture> newest_;
    std::vector<shell::Wish> wishes_;

    class Mirror* mirror_ = nullptr; ///< the bridge's thread
    std::thread thread_;
};

} // namespace rapport::access
