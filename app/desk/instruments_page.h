#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/desk/intents.h"
#include "app/shell/ui.h"
#include "instruments/use.h"
#include "storage/vault/model.h"

namespace rapport::desk {

struct InstrumentLine {
    std::string id;
    std::string title; ///< "PCL-5, 20 questions"
    std::string version;
    std::string wording;    ///< "Wording installed: licensor, date", "Comes with its wording", "Wording not installed"
    std::string key;        ///< "Key verified", "Signed off by ...", "Key not held against its form"
    bool ready = false;     ///< may be asked in this clinic
    bool installed = false; ///< its wording can be taken out again
    bool by_sign_off = false; ///< a sign-off is what it needs or has
};
struct InstrumentsView {
    std::vector<InstrumentLine> lines; ///< what is ready first
    bool demo = false;
};
struct InstrumentsState {
    std::size_t chosen = 0;
    shell::TextEdit wording_file;
    shell::TextEdit definition_file;
    shell::TextEdit by;
    shell::TextEdit date;
    shell::TextEdit reference;
    std::string trouble;
    std::string done;
    float height = 0;
    float list_height = 0;
    float content_height = 0;
};

[[nodiscard]] InstrumentsView make_instruments_view(const std::vector<instruments::Definition>& definitions,
                                                    const std::vector<vault::InstalledWording>& wordings,
                                                    const std::vector<vault::SignOff>& sign_offs,
                                                    const std::vector<std::string>& not_ready, bool demo);

/// Node ids "instrument.<n>"; "instrument.wording", ".install", ".remove", ".by", ".date", ".reference", ".sign",
/// ".definition", ".add".
[[nodiscard]] std::optional<Intent> draw_instruments(shell::Ui& ui, const InstrumentsView& view,
                                                     InstrumentsState& state);

} // namespace rapport::desk
