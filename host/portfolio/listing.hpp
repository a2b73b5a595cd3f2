#pragma once

#include "core/instrument.hpp"
#include "core/money.hpp"
#include "core/result.hpp"
#include "portfolio/account.hpp"
#include "portfolio/ledger.hpp"
#include "portfolio/margin.hpp"

#include <string>
#include <vector>

namespace tradelab {

// An instrument that the account may trade, and on what terms.
struct Listing {
    InstrumentId id;
    InstrumentName name;
    InstrumentKind kind = InstrumentKind::spot;
    std::string base;
    std::string quote;
    Places places;
    Quantity lot;                   // spot: what lies below its multiples is dust
    MarginTerms margin = {};        // perp
    MaintenanceHistory tiers = {};  // perp: may be empty only where nothing is ever held

    [[nodiscard]] static Listing of(const Instrument& instrument, Quantity lot) {
        return {.id = instrument.id,
                .name = instrument.name,
                .kind = instrument.kind,
                .base = instrument.base,
                .quote = instrument.quote,
                .places = instrument.places,
                .lot = lot};
    }
};

// A running strategy and what it was allotted.  The account is shared; a budget is a share of it
// for sizing, not a wallet.
struct Allotment {
    InstanceId instance;
    Cash budget;
};

struct PortfolioOptions {
    std::string asset;  // everything is quoted and settled in it: "USDT"
    Cash spot_cash;     // the fixed split: no transfers
    Cash futures_cash;
    UnixNanos opened_at;
    std::vector<Listing> listings;     // in any order
    std::vector<Allotment> instances;  // in any order
    RowSink* rows = nullptr;           // outlives the portfolio
};

// Refuses what the portfolio cannot account for exactly: more than 8 places, other kinds than spot
// and perp, another quote than `asset`, the same id twice, no instance, negative cash, a leverage
// outside 1 to 125, more than 4,096 pairs of instance and instrument.
[[nodiscard]] Status check_options(const PortfolioOptions& options);

}  // namespace tradelab
