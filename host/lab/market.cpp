#include "lab/market.hpp"

#include "document/sha256.hpp"
#include "lab/column_source.hpp"
#include "lab/day.hpp"
#include "lab/series_source.hpp"

#include <algorithm>
#include <utility>
#include <variant>

namespace tradelab {
namespace {

Columns empty_of(const ColumnsView& view) {
    switch (kind_of(view)) {
        case SeriesKind::bars:
            return BarColumns();
        case SeriesKind::trades:
            return TradeColumns();
        case SeriesKind::funding:
            return FundingColumns();
        case SeriesKind::mark:
            break;
    }
    return MarkColumns();
}

template <class Owned, class View>
void append_rows(Owned& out, const View& view) {
    for (std::size_t at = 0; at < view.size(); ++at) {
        out.append(view[at]);
    }
}

void append_rows(Columns& out, const ColumnsView& view) {
    if (const auto* bars = std::get_if<BarView>(&view)) {
        append_rows(std::get<BarColumns>(out), *bars);
    } else if (const auto* funding = std::get_if<FundingView>(&view)) {
        append_rows(std::get<FundingColumns>(out), *funding);
    } else if (const auto* marks = std::get_if<MarkView>(&view)) {
        append_rows(std::get<MarkColumns>(out), *marks);
    }
}

Result<Columns> read_all(SeriesReader& reader) {
    std::optional<Columns> out;
    for (;;) {
        const auto rows = reader.next(SealedFile::block_rows);
        if (!rows) {
            return fail(rows.error());
        }
        if (!out) {
            out = empty_of(*rows);
        }
        if (rows_of(*rows) == 0) {
            return *std::move(out);
        }
        append_rows(*out, *rows);
    }
}

void add_to_hash(Sha256& hash, I64Span column) {
    hash.update(std::as_bytes(column));
}

// Every value that a source makes an event of.
std::string hash_of_rows(const ColumnsView& rows) {
    Sha256 hash;
    add_to_hash(hash, times_of(rows));
    if (const auto* bars = std::get_if<BarView>(&rows)) {
        for (const I64Span column : {bars->open,
                                     bars->high,
                                     bars->low,
                                     bars->close,
                                     bars->volume,
                                     bars->quote_volume_e8,
                                     bars->taker_buy_volume,
                                     bars->trades}) {
            add_to_hash(hash, column);
        }
        hash.update(std::as_bytes(bars->known));
    } else if (const auto* funding = std::get_if<FundingView>(&rows)) {
        add_to_hash(hash, funding->rate_e12);
        add_to_hash(hash, funding->mark_e8);
    } else if (const auto* marks = std::get_if<MarkView>(&rows)) {
        for (const I64Span column : {marks->high_e8, marks->low_e8, marks->close_e8}) {
            add_to_hash(hash, column);
        }
    }
    return hash.finish();
}

CataloguedSeries described(const Series& series, const ColumnsView& rows) {
    const I64Span times = times_of(rows);
    CataloguedSeries found{.series = series,
                           .origin = DataOrigin::synthetic,
                           .first = UnixNanos(times.front()),
                           .last = UnixNanos(times.back()),
                           .rows = times.size()};
    if (series.interval()) {
        found.holes = holes_of(times, *series.interval());
    }
    return found;
}

// Where all bars have begun, and where the first of them ends.
void span_of_bars(BacktestPlan& plan) {
    std::optional<UnixNanos> from;
    std::optional<UnixNanos> to;
    for (const PlannedSeries& planned : plan.series) {
        if (planned.kind == SourceKind::bars) {
            const UnixNanos begin = planned.found.first - planned.found.series.interval()->length();
            from = std::max(from.value_or(begin), begin);
            to = std::min(to.value_or(planned.found.last), planned.found.last);
        }
    }
    plan.data_from = plan.from = *from;
    plan.to = *to;
}

Result<SeriesReader> open_planned(const Catalogue& catalogue,
                                  const VenueBook& venues,
                                  const BacktestPlan& plan,
                                  const PlannedSeries& planned) {
    const InstrumentName& name = plan.instruments[planned.instrument.value() - 1];
    const Places places = venues.instrument(name, planned.instrument).places;
    const bool has_places = planned.kind == SourceKind::bars;
    return catalogue.open(
        planned.found.series,
        {.range = {.from = UnixNanos(plan.data_from.ns() + 1), .to = UnixNanos(plan.to.ns() + 1)},
         .places = has_places ? std::optional(places) : std::nullopt});
}

// What a market's hash is taken of: the contents of the files that its rows are in, and the span.
std::string names_of(const SeriesReader& reader, const PlannedSeries& planned) {
    std::string out;
    for (const SealedSummary* file : reader.files()) {
        out += planned.found.series.text() + " " + file->content_sha256 + "\n";
    }
    return out;
}

std::string span_of(const BacktestPlan& plan) {
    return std::to_string(plan.data_from.ns()) + " " + std::to_string(plan.to.ns()) + "\n";
}

std::size_t first_after(const I64Column& times, std::int64_t at) {
    return static_cast<std::size_t>(std::ranges::upper_bound(times, at) - times.begin());
}

// The last value of a column at times that only grow.
class LastValue {
public:
    LastValue(const I64Column& times, const I64Column& values) : times_(times), values_(values) {}

    // 0 before the first.
    [[nodiscard]] std::int64_t at(std::int64_t time) {
        for (; next_ < times_.size() && times_[next_] <= time; ++next_) {
        }
        return next_ == 0 ? 0 : values_[next_ - 1];
    }

private:
    const I64Column& times_;
    const I64Column& values_;
    std::size_t next_ = 0;
};

}  // namespace

Market::Market(Market&&) noexcept = default;
Market& Market::operator=(Market&&) noexcept = default;
Market::~Market() = default;

Result<Market> Market::read(const Catalogue& catalogue,
                            const VenueBook& venues,
                            const BacktestPlan& plan) {
    if (!plan.finer.empty()) {
        return fail(ErrorCode::invalid_argument,
                    "a market in memory holds no finer bars",
                    "run tradelab backtest with --finer instead");
    }
    Market market;
    market.plan_ = plan;
    std::string contents;
    for (const PlannedSeries& planned : plan.series) {
        auto reader = open_planned(catalogue, venues, plan, planned);
        if (!reader) {
            return fail(std::move(reader).error());
        }
        contents += names_of(*reader, planned);
        auto columns = read_all(*reader);
        if (!columns) {
            return fail(std::move(columns).error(), planned.found.series.text());
        }
        market.columns_.push_back(*std::move(columns));
    }
    market.sha256_ = sha256_hex(contents + span_of(plan));
    return market;
}

Result<std::string> Market::sha256_in(const Catalogue& catalogue,
                                      const VenueBook& venues,
                                      const BacktestPlan& plan) {
    std::string contents;
    for (const PlannedSeries& planned : plan.series) {
        const auto reader = open_planned(catalogue, venues, plan, planned);
        if (!reader) {
            return fail(reader.error());
        }
        contents += names_of(*reader, planned);
    }
    return sha256_hex(contents + span_of(plan));
}

Result<Market> Market::make(std::vector<MadeSeries> series) {
    Market market;
    BacktestPlan& plan = market.plan_;
    for (const MadeSeries& made : series) {
        plan.instruments.push_back(made.series.instrument());
    }
    std::ranges::sort(plan.instruments);
    plan.instruments.erase(std::ranges::unique(plan.instruments).begin(), plan.instruments.end());
    std::ranges::sort(series, {}, [](const MadeSeries& one) { return one.series.text(); });
    std::string contents;
    bool has_bars = false;
    for (MadeSeries& made : series) {
        const auto kind = source_kind(made.series.kind());
        if (!kind) {
            return fail(kind.error());
        }
        const ColumnsView rows = view_of(made.columns);
        if (kind_of(rows) != made.series.kind() || rows_of(rows) == 0) {
            return fail(ErrorCode::invalid_argument,
                        made.series.text() + " is made of no rows, or of rows of another kind",
                        "make it of at least one row of its own kind");
        }
        has_bars = has_bars || *kind == SourceKind::bars;
        const auto at = std::ranges::find(plan.instruments, made.series.instrument());
        const auto id = InstrumentId(static_cast<std::uint32_t>(at - plan.instruments.begin()) + 1);
        plan.series.push_back(
            {.instrument = id, .kind = *kind, .found = described(made.series, rows)});
        contents += made.series.text() + " " + hash_of_rows(rows) + "\n";
        market.columns_.push_back(std::move(made.columns));
    }
    if (!has_bars) {
        return fail(ErrorCode::invalid_argument,
                    "a market without bars",
                    "make at least one series of bars");
    }
    span_of_bars(plan);
    market.sha256_ = sha256_hex(contents);
    return market;
}

std::vector<Market::DayClose> Market::daily_closes() const {
    std::vector<DayClose> out;
    for (std::size_t at = 0; at < columns_.size(); ++at) {
        const auto* bars = std::get_if<BarColumns>(&columns_[at]);
        if (bars == nullptr || plan_.series[at].instrument != InstrumentId(1)) {
            continue;
        }
        for (std::size_t row = 0; row < bars->size(); ++row) {
            const std::int64_t day = day_of_close(bars->ts[row]);
            if (out.empty() || out.back().day != day) {
                out.push_back({.day = day});
            }
            out.back().close = static_cast<double>(bars->close[row]);
        }
        break;
    }
    return out;
}

std::vector<Market::Move> Market::moves(InstrumentId instrument,
                                        UnixNanos from,
                                        std::span<const std::int64_t> closes) const {
    std::vector<Move> out(closes.size());
    const auto finest = finest_bars(plan_, instrument);
    for (std::size_t at = 0; at < columns_.size(); ++at) {
        const PlannedSeries& planned = plan_.series[at];
        if (planned.instrument != instrument) {
            continue;
        }
        if (const auto* bars = std::get_if<BarColumns>(&columns_[at]);
            bars != nullptr && planned.found.series.interval() == finest) {
            LastValue price(bars->ts, bars->close);
            std::int64_t before = price.at(from.ns());
            for (std::size_t bar = 0; bar < closes.size(); ++bar) {
                out[bar].before = before;
                out[bar].after = before = price.at(closes[bar]);
            }
        } else if (const auto* funding = std::get_if<FundingColumns>(&columns_[at])) {
            std::size_t row = first_after(funding->ts, from.ns());
            for (std::size_t bar = 0; bar < closes.size(); ++bar) {
                for (; row < funding->size() && funding->ts[row] <= closes[bar]; ++row) {
                    out[bar].funding_e12 += funding->rate_e12[row];
                }
            }
        }
    }
    return out;
}

std::vector<OpenSeries> Market::open(RunSpan span) const {
    std::vector<OpenSeries> out;
    out.reserve(columns_.size());
    for (std::size_t at = 0; at < columns_.size(); ++at) {
        const PlannedSeries& planned = plan_.series[at];
        const auto& interval = planned.found.series.interval();
        const bool is_bars = planned.kind == SourceKind::bars;
        const bool tells = interval == finest_bars(plan_, planned.instrument);
        const ColumnsView rows = rows_between(view_of(columns_[at]), span.data_from, span.to);
        OpenSeries& one = out.emplace_back();
        one.rows = rows_of(rows);
        one.source =
            std::make_unique<ColumnSource>(rows,
                                           interval,
                                           planned.instrument,
                                           tells ? MarkExtremes::told : MarkExtremes::withheld);
        one.spec = {.instrument = planned.instrument,
                    .kind = planned.kind,
                    .interval = is_bars ? interval->length() : Duration(0),
                    .source = one.source.get()};
    }
    return out;
}

}  // namespace tradelab
