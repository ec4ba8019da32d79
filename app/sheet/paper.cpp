#include "app/sheet/paper.h"

#include <cmath>
#include <cstdlib>

#include <cairo-pdf.h>
#include <cairo.h>
#include <fontconfig/fontconfig.h>
#include <pango/pangocairo.h>

namespace rapport::person_sheet {

namespace {

/// Inter as on the screen; fontconfig takes what the machine has for scripts it lacks.
constexpr const char* family = "Inter, Noto Sans, Droid Sans Fallback, sans-serif";

struct FreeLayout {
    void operator()(PangoLayout* layout) const { g_object_unref(layout); }
};
struct FreeFont {
    void operator()(PangoFontDescription* font) const { pango_font_description_free(font); }
};
using Layout = std::unique_ptr<PangoLayout, FreeLayout>;

cairo_status_t keep(void* into, const unsigned char* bytes, unsigned int count)
{
    static_cast<std::string*>(into)->append(reinterpret_cast<const char*>(bytes), count);
    return CAIRO_STATUS_SUCCESS;
}

constexpr double pi = 3.14159265358979323846;

} // namespace

struct Paper::State {
    struct FreeSurface {
        void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
    };
    struct FreeContext {
        void operator()(cairo_t* context) const { cairo_destroy(context); }
    };
    struct FreeFonts {
        void operator()(PangoFontMap* fonts) const { g_object_unref(fonts); }
    };
    struct FreeSetting {
        void operator()(PangoContext* setting) const { g_object_unref(setting); }
    };

    // In this order: the surface writes its last bytes when it goes.
    std::string bytes;
    double width = 0;
    double height = 0;
    std::unique_ptr<cairo_surface_t, FreeSurface> surface;
    std::unique_ptr<cairo_t, FreeContext> context;
    // The page's own: Pango's common map of fonts stays until the program ends.
    std::unique_ptr<PangoFontMap, FreeFonts> fonts;
    std::unique_ptr<PangoContext, FreeSetting> setting;

    [[nodiscard]] Layout layout(double room, std::string_view words, const Print& print) const
    {
        Layout made(pango_layout_new(setting.get()));
        const std::unique_ptr<PangoFontDescription, FreeFont> font(pango_font_description_new());
        pango_font_description_set_family(font.get(), family);
        pango_font_description_set_absolute_size(font.get(), print.size * PANGO_SCALE);
        pango_font_description_set_weight(font.get(), print.strong ? PANGO_WEIGHT_SEMIBOLD : PANGO_WEIGHT_NORMAL);
        pango_layout_set_font_description(made.get(), font.get());
        if (room > 0) {
            pango_layout_set_width(made.get(), static_cast<int>(std::lround(room * PANGO_SCALE)));
            pango_layout_set_wrap(made.get(), PANGO_WRAP_WORD_CHAR);
        }
        if (print.most_lines > 0) {
            pango_layout_set_height(made.get(), -print.most_lines);
            pango_layout_set_ellipsize(made.get(), PANGO_ELLIPSIZE_END);
        }
        pango_layout_set_alignment(made.get(), print.side == Side::left    ? PANGO_ALIGN_LEFT
                                               : print.side == Side::right ? PANGO_ALIGN_RIGHT
                                                                           : PANGO_ALIGN_CENTER);
        pango_layout_set_text(made.get(), words.data(), static_cast<int>(words.size()));
        return made;
    }

    void ink(Tone tone) const { cairo_set_source_rgb(context.get(), tone.grey, tone.grey, tone.grey); }
};

Paper::Paper(std::unique_ptr<State> state) : state_(std::move(state)) {}
Paper::Paper(Paper&&) noexcept = default;
Paper& Paper::operator=(Paper&&) noexcept = default;
Paper::~Paper() = default;

Result<Paper> Paper::make(PaperSize size, const std::string& title, const std::string& created)
{
    // What fontconfig read of this machine's settings goes with the program.
    [[maybe_unused]] static const int at_the_end = std::atexit(FcFini);
    auto state = std::make_unique<State>();
    state->width = size == PaperSize::a4 ? 595.28 : 612;
    state->height = size == PaperSize::a4 ? 841.89 : 792;
    state->surface.reset(cairo_pdf_surface_create_for_stream(keep, &state->bytes, state->width, state->height));
    cairo_pdf_surface_set_metadata(state->surface.get(), CAIRO_PDF_METADATA_TITLE, title.c_str());
    cairo_pdf_surface_set_metadata(state->surface.get(), CAIRO_PDF_METADATA_CREATE_DATE, created.c_str());
    state->context.reset(cairo_create(state->surface.get()));
    if (const auto status = cairo_status(state->context.get()); status != CAIRO_STATUS_SUCCESS)
        return Error{no_paper, cairo_status_to_string(status)};
    state->fonts.reset(pango_cairo_font_map_new());
    state->setting.reset(pango_font_map_create_context(state->fonts.get()));
    pango_cairo_update_context(state->context.get(), state->setting.get());
    cairo_set_line_cap(state->context.get(), CAIRO_LINE_CAP_ROUND);
    cairo_set_line_join(state->context.get(), CAIRO_LINE_JOIN_ROUND);
    return Paper(std::move(state));
}

double Paper::width() const
{
    return state_->width;
}

double Paper::height() const
{
    return state_->height;
}

double Paper::write(Spot at, double width, std::string_view words, const Print& print)
{
    const Layout layout = state_->layout(width, words, print);
    state_->ink(print.tone);
    cairo_move_to(state_->context.get(), at.x, at.y);
    pango_cairo_show_layout(state_->context.get(), layout.get());
    cairo_new_path(state_->context.get());
    int height = 0;
    pango_layout_get_size(layout.get(), nullptr, &height);
    return static_cast<double>(height) / PANGO_SCALE;
}

double Paper::height_of(double width, std::string_view words, const Print& print) const
{
    int height = 0;
    pango_layout_get_size(state_->layout(width, words, print).get(), nullptr, &height);
    return static_cast<double>(height) / PANGO_SCALE;
}

double Paper::width_of(std::string_view words, const Print& print) const
{
    int width = 0;
    pango_layout_get_size(state_->layout(0, words, print).get(), &width, nullptr);
    return static_cast<double>(width) / PANGO_SCALE;
}

void Paper::fill(Box box, Tone tone)
{
    state_->ink(tone);
    cairo_rectangle(state_->context.get(), box.x, box.y, box.w, box.h);
    cairo_fill(state_->context.get());
}

void Paper::stroke(Spot from, Spot to, Tone tone, double thick, double dash)
{
    cairo_t* const context = state_->context.get();
    state_->ink(tone);
    cairo_set_line_width(context, thick);
    if (dash > 0) cairo_set_dash(context, &dash, 1, 0);
    cairo_move_to(context, from.x, from.y);
    cairo_line_to(context, to.x, to.y);
    cairo_stroke(context);
    cairo_set_dash(context, nullptr, 0, 0);
}

void Paper::polyline(std::span<const Spot> points, Tone tone, double thick)
{
    cairo_t* const context = state_->context.get();
    state_->ink(tone);
    cairo_set_line_width(context, thick);
    // Words leave the pen where they began; a line drawn from there would be a course nobody had.
    cairo_new_path(context);
    for (const Spot& point : points)
        cairo_line_to(context, point.x, point.y);
    cairo_stroke(context);
}

void Paper::dot(Spot centre, double radius, Tone tone)
{
    state_->ink(tone);
    cairo_new_path(state_->context.get());
    cairo_arc(state_->context.get(), centre.x, centre.y, radius, 0, 2 * pi);
    cairo_fill(state_->context.get());
}

void Paper::ring(Spot centre, double radius, Tone tone, double thick)
{
    dot(centre, radius, {1});
    state_->ink(tone);
    cairo_set_line_width(state_->context.get(), thick);
    cairo_new_path(state_->context.get());
    cairo_arc(state_->context.get(), centre.x, centre.y, radius, 0, 2 * pi);
    cairo_stroke(state_->context.get());
}

Result<std::string> Paper::finish()
{
    cairo_show_page(state_->context.get());
    const auto drawn = cairo_status(state_->context.get());
    state_->context.reset();
    cairo_surface_finish(state_->surface.get());
    const auto written = cairo_surface_status(state_->surface.get());
    for (const auto status : {drawn, written})
        if (status != CAIRO_STATUS_SUCCESS) return Error{no_paper, cairo_status_to_string(status)};
    return std::move(state_->bytes);
}

std::vector<Library> paper_libraries()
{
    constexpr int hundred = 100;
    const int fonts = FcGetVersion();
    return {{"cairo", CAIRO_VERSION_STRING, cairo_version_string()},
            {"Pango", PANGO_VERSION_STRING, pango_version_string()},
            {"Fontconfig", dotted(FC_MAJOR, FC_MINOR, FC_REVISION),
             dotted(fonts / hundred / hundred, fonts / hundred % hundred, fonts % hundred)}};
}

} // namespace rapport::person_sheet
