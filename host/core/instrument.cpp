#include "core/instrument.hpp"

#include "core/check.hpp"
#include "core/limits.hpp"

#include <tradelab/abi/plugin.h>

#include <algorithm>
#include <cstddef>

namespace tradelab {
namespace {

static_assert(int{TL_INST_SPOT} == static_cast<int>(InstrumentKind::spot));
static_assert(int{TL_INST_PERP} == static_cast<int>(InstrumentKind::perp));
static_assert(int{TL_INST_FUTURE} == static_cast<int>(InstrumentKind::future));
static_assert(int{TL_INST_OPTION} == static_cast<int>(InstrumentKind::option));

struct Grammar {
    char first_letter;
    char last_letter;
    char separator;
};

// Words of the grammar's letters and digits, none empty, with the separator between.
bool is_words(std::string_view text, Grammar grammar) {
    bool word_begins = true;
    for (const char c : text) {
        if (c == grammar.separator) {
            if (word_begins) {
                return false;
            }
            word_begins = true;
            continue;
        }
        const bool letter = c >= grammar.first_letter && c <= grammar.last_letter;
        if (!letter && !(c >= '0' && c <= '9')) {
            return false;
        }
        word_begins = false;
    }
    return !word_begins;
}

}  // namespace

Result<InstrumentName> InstrumentName::make(std::string_view text) {
    const std::size_t colon = text.find(':');
    const bool fits = text.size() <= limits::instrument_name_length_max;
    const bool good = fits && colon != std::string_view::npos &&
                      is_words(text.substr(0, colon), {'a', 'z', '.'}) &&
                      is_words(text.substr(colon + 1), {'A', 'Z', '-'});
    if (!good) {
        const std::string shown(text.substr(0, limits::instrument_name_length_max));
        return fail(ErrorCode::malformed,
                    "'" + shown + "' is not the name of an instrument",
                    "write venue:SYMBOL, as in binance.usdm:BTC-USDT-PERP");
    }
    return InstrumentName(std::string(text));
}

std::string_view InstrumentName::venue() const {
    return std::string_view(text_).substr(0, text_.find(':'));
}

std::string_view InstrumentName::symbol() const {
    return std::string_view(text_).substr(text_.find(':') + 1);
}

std::string_view instrument_kind_text(InstrumentKind kind) {
    switch (kind) {
        case InstrumentKind::spot:
            return "spot";
        case InstrumentKind::perp:
            return "perp";
        case InstrumentKind::future:
            return "future";
        case InstrumentKind::option:
            return "option";
    }
    TL_CHECK_MSG(false, "an InstrumentKind outside its list");
    return {};
}

std::optional<InstrumentKind> instrument_kind_of(std::int64_t abi_number) {
    if (abi_number < TL_INST_SPOT || abi_number > TL_INST_OPTION) {
        return std::nullopt;
    }
    return static_cast<InstrumentKind>(abi_number);
}

InstrumentKind kind_of(const InstrumentName& name) {
    const std::string_view symbol = name.symbol();
    const std::string_view last = symbol.substr(symbol.rfind('-') + 1);  // npos + 1 is 0
    const bool is_date = (last.size() == 6 || last.size() == 8) &&
                         std::ranges::all_of(last, [](char c) { return c >= '0' && c <= '9'; });
    if (last == "PERP") {
        return InstrumentKind::perp;
    }
    if (last == "C" || last == "P") {
        return InstrumentKind::option;
    }
    return is_date ? InstrumentKind::future : InstrumentKind::spot;
}

}  // namespace tradelab
