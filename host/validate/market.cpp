#include "validate/market.hpp"

#include "strategy/sample_market.hpp"

#include <algorithm>
#include <tuple>
#include <vector>

namespace tradelab {
namespace {

constexpr std::uint32_t funding_interval_bars = 8;
constexpr tl_fixed e8_per_cent = 1'000'000;  // sample prices have two decimal places

bool wants(const DeclaredRole& role, int type) {
    return (role.events >> type & 1U) != 0;
}

tl_ev header_of(const tl_ev& like, std::uint16_t type, std::size_t size) {
    tl_ev header = like;
    header.type = type;
    header.size = static_cast<std::uint32_t>(size);
    return header;
}

struct Book {
    tl_ev_book book;
    tl_level levels[4];
};

// What else is seen of an instrument at the close of a bar.
void add_company(EventBuffer& out, const DeclaredRole& role, const tl_ev_bar& bar) {
    const tl_fixed price = bar.close;
    if (wants(role, TL_EV_TRADE)) {
        out.append(tl_ev_trade{.h = header_of(bar.h, TL_EV_TRADE, sizeof(tl_ev_trade)),
                               .price = price,
                               .qty = bar.volume / 100 + 1,
                               .aggressor = bar.close >= bar.open ? 1 : -1,
                               .reserved = 0});
    }
    if (wants(role, TL_EV_BOOK)) {
        const Book book{.book = {.h = header_of(bar.h, TL_EV_BOOK, sizeof(Book)),
                                 .bids = 2,
                                 .asks = 2,
                                 .reserved = 0},
                        .levels = {{price - 1, 500'000},
                                   {price - 3, 900'000},
                                   {price + 1, 400'000},
                                   {price + 2, 800'000}}};
        out.append(book);
    }
    if (wants(role, TL_EV_MARK)) {
        out.append(tl_ev_mark{.h = header_of(bar.h, TL_EV_MARK, sizeof(tl_ev_mark)),
                              .mark_e8 = price * e8_per_cent,
                              .index_e8 = TL_NONE,
                              .rate_e12 = 100'000'000,
                              .next = TL_NONE});
    }
    if (wants(role, TL_EV_SIGNAL)) {
        out.append(tl_ev_signal{.h = header_of(bar.h, TL_EV_SIGNAL, sizeof(tl_ev_signal)),
                                .source = 1,
                                .reserved = 0,
                                .value = static_cast<double>(price % 200 - 100) / 100.0,
                                .confidence = 0.5,
                                .evidence = 1});
    }
}

EventBuffer events_of(const DeclaredRole& role,
                      const MarketOptions& options,
                      std::size_t place,
                      std::uint32_t warmup,
                      std::uint32_t warmup_max) {
    SampleMarket market;
    market.seed = options.seed * 16 + place;
    market.inst = static_cast<tl_inst>(place + 1);
    market.bars = warmup + options.bars;
    market.first_close_ns += market.interval_ns * (warmup_max - warmup);
    market.warmup_bars = options.warmup_flags == MarketOptions::Warmup::flagged ? warmup : 0;
    market.gap_after = options.gap_after == 0 ? 0 : warmup + options.gap_after;
    market.funding_every = wants(role, TL_EV_FUNDING) ? funding_interval_bars : 0;

    const EventBuffer raw = sample_events(market);
    EventBuffer out;
    for (std::size_t at = 0; at < raw.count(); ++at) {
        const tl_ev& event = raw[at];
        if (event.type != TL_EV_BAR || wants(role, TL_EV_BAR)) {
            out.append(event);
        }
        if (event.type == TL_EV_BAR) {
            add_company(out, role, reinterpret_cast<const tl_ev_bar&>(event));
        }
    }
    return out;
}

// The same value with one more decimal place, field by field.
void add_place(tl_ev& event) {
    const auto grow = [](auto&... fields) {
        ((fields = fields == TL_NONE ? TL_NONE : fields * 10), ...);
    };
    switch (event.type) {
        case TL_EV_BAR: {
            auto& bar = reinterpret_cast<tl_ev_bar&>(event);
            grow(bar.open, bar.high, bar.low, bar.close, bar.volume, bar.taker_buy_volume);
            break;
        }
        case TL_EV_TRADE: {
            auto& trade = reinterpret_cast<tl_ev_trade&>(event);
            grow(trade.price, trade.qty);
            break;
        }
        case TL_EV_BOOK: {
            auto& book = reinterpret_cast<Book&>(event);
            for (tl_level& level : book.levels) {
                grow(level.price, level.qty);
            }
            break;
        }
        case TL_EV_ACCOUNT: {
            auto& account = reinterpret_cast<tl_ev_account&>(event);
            grow(account.position, account.average_price);
            break;
        }
        default:
            break;  // marks, rates and signals are written the same for every instrument
    }
}

}  // namespace

EventBuffer make_market(std::span<const DeclaredRole> roles, const MarketOptions& options) {
    const auto warmup_of = [&](std::size_t role) {
        return role < options.warmup.size() ? options.warmup[role] : 0;
    };
    std::uint32_t warmup_max = 0;
    for (std::size_t role = 0; role < roles.size(); ++role) {
        warmup_max = std::max(warmup_max, warmup_of(role));
    }
    std::vector<EventBuffer> parts;
    for (std::size_t role = 0; role < roles.size(); ++role) {
        parts.push_back(events_of(roles[role], options, role, warmup_of(role), warmup_max));
    }

    // By time, and at one time in the order of the roles.
    std::vector<std::tuple<std::int64_t, std::size_t, const tl_ev*>> order;
    for (const EventBuffer& part : parts) {
        for (std::size_t at = 0; at < part.count(); ++at) {
            const tl_ev& event = part[at];
            order.emplace_back(
                event.type == TL_EV_ACCOUNT ? INT64_MIN : event.ts_recv, order.size(), &event);
        }
    }
    std::ranges::sort(order);

    EventBuffer out;
    std::uint64_t seq = 1;
    const std::int64_t first_at = SampleMarket{}.first_close_ns;
    for (const auto& [at, rank, event] : order) {
        out.append(*event);
        tl_ev& copy = out[out.count() - 1];
        copy.seq = seq;
        seq += options.seq_step;
        if (copy.type == TL_EV_ACCOUNT) {
            copy.ts_event = copy.ts_recv = first_at;
        }
        for (std::int8_t place = 0; place < options.extra_places; ++place) {
            add_place(copy);
        }
    }
    return out;
}

}  // namespace tradelab
