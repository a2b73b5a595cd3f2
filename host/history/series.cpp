#include "history/series.hpp"

#include <array>

namespace tradelab {
namespace {

struct KindText {
    SeriesKind kind;
    std::string_view text;
};

constexpr std::array kind_texts = {
    KindText{SeriesKind::bars, "bars"},
    KindText{SeriesKind::trades, "trades"},
    KindText{SeriesKind::funding, "funding"},
    KindText{SeriesKind::mark, "mark"},
};

bool has_interval(SeriesKind kind) {
    return kind == SeriesKind::bars || kind == SeriesKind::mark;
}

Failure fail_text(std::string_view text) {
    return fail(ErrorCode::invalid_argument,
                "'" + std::string(text) + "' is no series",
                "write venue:SYMBOL KIND [INTERVAL], as in 'binance.spot:BTC-USDT bars 1h'");
}

}  // namespace

std::string_view series_kind_text(SeriesKind kind) {
    for (const auto& entry : kind_texts) {
        if (entry.kind == kind) {
            return entry.text;
        }
    }
    return "unknown";
}

std::optional<SeriesKind> series_kind_of(std::string_view text) {
    for (const auto& entry : kind_texts) {
        if (entry.text == text) {
            return entry.kind;
        }
    }
    return std::nullopt;
}

Result<Series> Series::make(InstrumentName instrument,
                            SeriesKind kind,
                            std::optional<BarInterval> interval) {
    if (has_interval(kind) != interval.has_value()) {
        return fail(ErrorCode::invalid_argument,
                    "a series of " + std::string(series_kind_text(kind)) +
                        (interval ? " has no interval" : " needs an interval"),
                    "bars and mark have one, as in 'bars 1h'; trades and funding have none");
    }
    return Series(std::move(instrument), kind, interval);
}

Result<Series> Series::parse(std::string_view text) {
    const std::size_t name_end = text.find(' ');
    if (name_end == std::string_view::npos) {
        return fail_text(text);
    }
    std::string_view rest = text.substr(name_end + 1);
    const std::size_t kind_end = rest.find(' ');
    const auto kind = series_kind_of(rest.substr(0, kind_end));
    if (!kind) {
        return fail_text(text);
    }
    std::optional<BarInterval> interval;
    if (kind_end != std::string_view::npos) {
        auto parsed = BarInterval::parse(rest.substr(kind_end + 1));
        if (!parsed) {
            return fail(parsed.error());
        }
        interval = *parsed;
    }
    auto name = InstrumentName::make(text.substr(0, name_end));
    if (!name) {
        return fail(name.error());
    }
    return make(std::move(*name), *kind, interval);
}

std::string Series::text() const {
    std::string text = instrument_.text() + ' ';
    text += series_kind_text(kind_);
    if (interval_) {
        text += ' ' + interval_->text();
    }
    return text;
}

std::string Series::folder() const {
    std::string folder = text();
    for (char& c : folder) {
        if (c == ':' || c == ' ') {
            c = '_';
        }
    }
    return folder;
}

Result<Series> Series::from_folder(std::string_view folder) {
    std::string text(folder);
    const std::size_t colon = text.find('_');
    if (text.find_first_of(": ") != std::string::npos || colon == std::string::npos) {
        return fail_text(folder);
    }
    text[colon] = ':';
    for (char& c : text) {
        if (c == '_') {
            c = ' ';
        }
    }
    return parse(text);
}

}  // namespace tradelab
