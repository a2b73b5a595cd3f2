#include "engine/run_hash.hpp"

#include "engine/hex_text.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>

namespace tradelab {
namespace {

// Four lanes side by side: a run of a million fills must not wait for its fingerprint.
class ResultHash {
public:
    explicit ResultHash(const Portfolio& portfolio) {
        std::uint32_t highest = 0;
        for (const Listing& listing : portfolio.listings()) {
            highest = std::max(highest, listing.id.value());
        }
        ranks_.resize(std::size_t{highest} + 1);
        std::uint64_t rank = 0;
        for (const Listing& listing : portfolio.listings()) {
            ranks_[listing.id.value()] = ++rank;
        }
    }

    // The place among the lanes in a register meanwhile: no word waits for it.
    template <class... Words>
    void add(const Words&... words) {
        std::size_t lane = lane_;
        (add_one(lane, words), ...);
        lane_ = lane;
    }

    // Every lane depends on every other one in the end.
    [[nodiscard]] std::string text() {
        const std::uint64_t rest = lane_;
        while (lane_ != 0) {
            add(std::uint64_t{0});
        }
        // Four at a time: the lanes are words themselves now, and must not change while one is
        // read.
        std::array<std::uint64_t, lanes> waiting = {};
        std::size_t count = 0;
        const auto close = [&](std::uint64_t value) {
            waiting[count++] = value;
            if (count == lanes) {
                std::ranges::for_each(waiting, [this](std::uint64_t one) { add(one); });
                count = 0;
            }
        };
        close(rest);
        for (int round = 0; round < 4; ++round) {
            close(state_[0]);
            close(state_[1]);
            close(state_[2]);
            close(state_[3]);
            std::ranges::rotate(state_, state_.begin() + 1);
        }
        std::string text;
        RowHash all;
        for (const std::uint64_t lane : state_) {
            all.add(lane);
        }
        for (std::size_t lane = 0; lane < 2; ++lane) {
            text += hex_text(lane == 0 ? all.high() : all.low()) +
                    hex_text(state_[lane] ^ state_[lane + 2]);
        }
        return text;
    }

private:
    // Each lane takes every fourth word; multiplying by an odd number loses nothing, and the
    // rotation brings high bits down.  Finds differences; does not withstand an adversary.
    void add_one(std::size_t& at, std::uint64_t value) {
        std::uint64_t& lane = state_[at];
        lane = std::rotl((lane ^ value) * multiplier, 29) + at;
        at = (at + 1) % lanes;
    }
    void add_one(std::size_t& at, std::int64_t value) {
        add_one(at, static_cast<std::uint64_t>(value));
    }
    void add_one(std::size_t& at, std::uint32_t value) { add_one(at, std::uint64_t{value}); }
    void add_one(std::size_t& at, double value) {
        add_one(at, std::bit_cast<std::uint64_t>(value));
    }
    void add_one(std::size_t& at, UnixNanos time) { add_one(at, time.ns()); }
    template <class Unit>
    void add_one(std::size_t& at, Fixed<Unit> amount) {
        add_one(at, amount.mantissa());
    }
    template <class Unit>
    void add_one(std::size_t& at, const std::optional<Fixed<Unit>>& amount) {
        add_one(at, std::uint64_t{amount ? 1U : 0U});
        add_one(at, amount ? amount->mantissa() : std::int64_t{0});
    }
    void add_one(std::size_t& at, InstrumentId id) {
        add_one(at, id.value() < ranks_.size() ? ranks_[id.value()] : std::uint64_t{0});
    }
    template <class Tag, class Number>
    void add_one(std::size_t& at, StrongId<Tag, Number> id) {
        add_one(at, std::uint64_t{id.value()});
    }
    template <class Enum>
        requires std::is_enum_v<Enum>
    void add_one(std::size_t& at, Enum value) {
        add_one(at, static_cast<std::int64_t>(value));
    }

    static constexpr std::size_t lanes = 4;
    static constexpr std::uint64_t multiplier = 0x9e3779b97f4a7c15;  // odd: 2^64 / golden ratio

    std::vector<std::uint64_t> ranks_;
    std::array<std::uint64_t, lanes> state_ = {1, 2, 3, 4};
    std::size_t lane_ = 0;  // that takes the next word
};

void add_orders(ResultHash& hash, const std::vector<OrderRecord>& orders) {
    hash.add(std::uint64_t{orders.size()});
    for (const OrderRecord& one : orders) {
        const OrderTerms& terms = one.terms;
        hash.add(one.order, one.instance, terms.instrument, terms.quantity, terms.limit);
        const auto sides = static_cast<std::uint64_t>(terms.side == Side::buy ? 1 : 2);
        hash.add((sides << 32U) | (static_cast<std::uint64_t>(terms.time_in_force) << 24U) |
                 (static_cast<std::uint64_t>(terms.reduce_only) << 16U) |
                 (static_cast<std::uint64_t>(terms.post_only) << 8U) |
                 static_cast<std::uint64_t>(one.purpose));
        hash.add((std::uint64_t{one.reason} << 32U) | static_cast<std::uint64_t>(one.state),
                 one.cause,
                 one.pair,
                 one.decided_at,
                 one.filled);
        if (one.refused_by_risk) {
            const Refusal& said = *one.refused_by_risk;
            hash.add(said.reason, said.unit, said.value, said.limit);
        }
        if (one.refused_by_filter) {
            const FilterRefusal& said = *one.refused_by_filter;
            hash.add(said.filter, said.bound, said.value, said.limit);
        }
    }
}

void add_fills(ResultHash& hash, const std::vector<FillRecord>& fills) {
    hash.add(std::uint64_t{fills.size()});
    for (const FillRecord& one : fills) {
        const std::uint64_t kinds = (static_cast<std::uint64_t>(one.side == Side::buy) << 16U) |
                                    (static_cast<std::uint64_t>(one.cause) << 8U) |
                                    static_cast<std::uint64_t>(one.is_ambiguous);
        hash.add(one.order, one.instance, one.instrument, kinds, one.price, one.quantity);
        hash.add(one.fee, one.slippage, one.realised, one.position_after, one.at, one.reason);
    }
}

void add_counts(ResultHash& hash, const RunRecord& record) {
    const RunCounts& counts = record.counts;
    hash.add(counts.bars,
             counts.events,
             counts.ambiguous_bars,
             counts.resolved_bars,
             counts.partial_fills,
             counts.gaps,
             counts.funding_without_mark,
             counts.malformed_intents,
             counts.unknown_volume_fills,
             counts.venue_rejections,
             counts.pairs,
             counts.pair_unwinds,
             record.coverage.bare_bars(),
             counts.margin_unwinds,
             counts.basis_unwinds,
             counts.delta_trims);
}

void add_coverage(ResultHash& hash, const CoverageRecord& coverage) {
    hash.add(coverage.open_bars);
    for (const CoverageRecord::Kind& kind : coverage.of_kind) {
        hash.add(kind.bars,
                 static_cast<std::uint64_t>(kind.exposure),
                 static_cast<std::uint64_t>(kind.exposure >> 64));
    }
}

void add_statement(ResultHash& hash, const Statement& said) {
    hash.add(said.cash, said.margin, said.holdings, said.unrealised, said.realised);
    hash.add(said.fees, said.funding, said.insurance, said.opening, said.equity);
}

}  // namespace

std::string result_hash(const RunRecord& record,
                        const Portfolio& portfolio,
                        std::span<const std::string> warnings) {
    ResultHash hash(portfolio);
    add_orders(hash, record.orders);
    add_fills(hash, record.fills);
    for (const FundingRecord& one : record.funding) {
        hash.add(one.instance, one.instrument, one.boundary, one.rate, one.mark);
        hash.add(one.mark_source, one.position, one.paid);
    }
    for (const LiquidationRecord& one : record.liquidations) {
        hash.add(one.instrument, one.at, one.mark, one.realised, one.fee, one.insurance);
    }
    for (const NoteRecord& one : record.notes) {
        hash.add(one.instance, one.at, one.reason, one.number);
    }
    for (const IsolationRecord& one : record.isolations) {
        hash.add(one.instance, one.at);
    }
    add_counts(hash, record);
    add_coverage(hash, record.coverage);
    for (const std::uint64_t refused : record.refused_by_reason) {
        hash.add(refused);
    }
    const RowHash& ledger = portfolio.ledger().hash();
    hash.add(ledger.high(), ledger.low());
    add_statement(hash, portfolio.statement());
    for (const std::string& warning : warnings) {
        hash.add(std::uint64_t{warning.size()});
        for (const char letter : warning) {
            hash.add(static_cast<std::uint64_t>(static_cast<unsigned char>(letter)));
        }
    }
    return hash.text();
}

}  // namespace tradelab
