#include "app/shell/access/screen_reader.h"

#include <algorithm>
#include <chrono>
#include <future>

#include <atk-bridge.h>
#include <pthread.h>

#include "app/shell/access/mirror.h"
#include "app/shell/access/toolkit.h"
#include "app/shell/access/wanted.h"

namespace rapport::access {
namespace {

/// Longer than a reader needs to say whether a key is its own; a reader that hangs must not hang the program.
constexpr auto key_patience = std::chrono::milliseconds(300);

bool over = false; ///< the bridge's thread should end; its own

/// Carried out by the bridge's thread, whose context is GLib's default one: nothing else here uses GLib.
void on_bridge(std::function<void()> work)
{
    g_idle_add_full(
        G_PRIORITY_DEFAULT,
        [](gpointer data) -> gboolean {
            (*static_cast<std::function<void()>*>(data))();
            return G_SOURCE_REMOVE;
        },
        new std::function<void()>(std::move(work)),
        [](gpointer data) { delete static_cast<std::function<void()>*>(data); });
}

bool same(const shell::Node& a, const shell::Node& b)
{
    return a.id == b.id && a.role == b.role && a.name == b.name && a.value == b.value && a.group == b.group &&
           a.position == b.position && a.set_size == b.set_size && a.focusable == b.focusable &&
           a.focused == b.focused && a.checked == b.checked && a.enabled == b.enabled && a.rect.x == b.rect.x &&
           a.rect.y == b.rect.y && a.rect.w == b.rect.w && a.rect.h == b.rect.h;
}

} // namespace

std::unique_ptr<ScreenReader> ScreenReader::if_wanted(std::string title)
{
    if (!screen_reader_wanted()) return nullptr;
    return std::unique_ptr<ScreenReader>(new ScreenReader(std::move(title)));
}

ScreenReader::~ScreenReader()
{
    if (!thread_.joinable()) return;
    on_bridge([] { over = true; });
    thread_.join();
}

void ScreenReader::begin(std::function<void()> wake)
{
    wake_ = std::move(wake);
    thread_ = std::thread([this] { serve(); });
    pthread_setname_np(thread_.native_handle(), "screen-reader");
}

void ScreenReader::serve()
{
    Mirror mirror(title_, [this](shell::Wish wish) {
        {
            const std::lock_guard lock(guard_);
            wishes_.push_back(std::move(wish));
        }
        wake_();
    });
    mirror_ = &mirror;
    toolkit::install(mirror);
    atk_bridge_adaptor_init(nullptr, nullptr);
    while (!over)
        g_main_context_iteration(nullptr, TRUE);
    atk_bridge_adaptor_cleanup();
    toolkit::uninstall();
    mirror_ = nullptr;
}

void ScreenReader::shown(const shell::SemanticTree& tree, const shell::WindowPlace& place)
{
    if (place == last_.place && std::ranges::equal(tree.nodes(), last_.nodes, same)) return;
    last_ = {tree.nodes(), place};
    {
        const std::lock_guard lock(guard_);
        newest_ = last_;
    }
    on_bridge([this] { show_newest(); });
}

void ScreenReader::show_newest()
{
    std::optional<Picture> picture;
    {
        const std::lock_guard lock(guard_);
        picture = std::exchange(newest_, std::nullopt);
    }
    if (picture && mirror_ != nullptr) mirror_->show(picture->nodes, picture->place);
}

std::vector<shell::Wish> ScreenReader::take_wishes()
{
    const std::lock_guard lock(guard_);
    return std::exchange(wishes_, {});
}

bool ScreenReader::takes(const shell::KeyStroke& stroke)
{
    if (!toolkit::wants_keys()) return false;
    const auto answer = std::make_shared<std::promise<bool>>();
    std::future<bool> taken = answer->get_future();
    on_bridge([answer, stroke] { answer->set_value(toolkit::offer_key(stroke)); });
    return taken.wait_for(key_patience) == std::future_status::ready && taken.get();
}

} // namespace rapport::access
