#pragma once

#include "app/shell/access/mirror.h"
#include "app/shell/assistant.h"

/// What ATK asks of a program as a whole: its root, its name, and to be told of keys.
namespace rapport::access::toolkit {

/// From now on ATK's questions are answered from this mirror. One a process.
void install(const Mirror& mirror);
void uninstall();

/// True when somebody wants to hear of keys. From any thread.
[[nodiscard]] bool wants_keys();
/// True when one of them took the key. On the thread of the bridge.
[[nodiscard]] bool offer_key(const shell::KeyStroke& stroke);

} // namespace rapport::access::toolkit
