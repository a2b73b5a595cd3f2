#pragma once

#include "core/data_origin.hpp"
#include "core/id.hpp"
#include "core/money.hpp"
#include "core/order.hpp"
#include "core/time.hpp"
#include "engine/run_record.hpp"
#include "engine/venue.hpp"
#include "paper/command.hpp"
#include "portfolio/portfolio.hpp"
#include "risk/protection_book.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

// How a session stands, as of its last step: copies, to be read when and where one likes.
namespace tradelab {

// Since when, in the feed's time, days are held against what was promised, and what for.
struct PaperWatch {
    UnixNanos since;
    std::string under;  // the reason of the command
};

struct PaperInstance {
    InstanceId instance;
    std::string name;    // of its parameter file
    std::string plugin;  // id
    Cash budget = {};
    Cash equity = {};  // budget and what it has made, rounded down for each
    bool is_retired = false;
    std::uint64_t orders = 0;                     // that it asked for, refused ones included
    std::optional<std::string> demoted_why = {};  // no entries: what it holds it may close
    std::optional<PaperWatch> watched = {};
    std::optional<std::string> failed_why = {};  // it was isolated: what it holds stays protected
};

struct PaperInstrument {
    InstrumentId id;
    std::string name;  // "binance.usdm:BTC-USDT-PERP"
    Places places;
    std::optional<Price> last = {};  // in its places
    std::optional<Price> mark = {};  // 1e-8
};

struct PaperPosition {
    InstanceId instance;
    InstrumentId instrument;
    Position position;
    bool is_dust = false;  // less than the venue lets anybody sell
};

// Equity less the day's opening, and how far below the high it is, never below 0: also as a share
// of the high, rounded down, where there is one.
struct PaperStanding {
    Cash day;
    Cash drawdown;
    std::optional<Rate> share = {};
};

struct PaperProtection {
    ProtectiveTerms terms;
    bool is_waiting = false;  // for the position that an order on its way will open
};

struct PaperView {
    // ---- of the feed ----
    UnixNanos now;                             // everything up to here has been handled
    std::optional<UnixNanos> last_event = {};  // the last instant at which anything happened
    UnixNanos feed_from;                       // entries from here on; before, strategies warm up
    UnixNanos feed_to;
    bool has_ended = false;                    // nothing is left of the feed
    DataOrigin origin = DataOrigin::recorded;  // synthetic, if any series of it is

    // ---- what holds ----
    PaperMode mode = PaperMode::running;
    // Of those that change what is traded.
    std::optional<PaperCommand> last_command = {};
    // Where the feed stood at the first command of a person: no backtest has one, so what is
    // compared with a backtest ends there.
    std::optional<UnixNanos> commanded_at = {};
    bool is_flat = true;  // nothing is held that could be sold, and nothing works

    // ---- the account ----
    std::string asset;    // "USDT"
    Statement statement;  // equity, realised, unrealised, fees, funding, insurance
    // As the limits measure them: what equity was at the first mark of the UTC day, and at its
    // highest.
    Cash day_opening = {};
    Cash high = {};
    Cash free_spot = {};
    Cash free_futures = {};
    // The worst case with what is promised, as the gate has it; nothing where it does not fit.
    std::optional<Cash> gross_exposure = {};
    std::vector<PaperInstrument> instruments = {};  // by name
    std::vector<PaperInstance> instances = {};
    std::vector<PaperPosition> positions = {};  // not of nothing
    std::vector<OrderRecord> orders = {};       // open ones
    std::vector<PaperProtection> protections = {};
    Coverage coverage;

    // ---- since the start ----
    std::uint64_t steps = 0;
    std::uint64_t commands = 0;
    std::uint64_t orders_made = 0;  // refused ones included
    std::uint64_t fills = 0;
    // Reason, how often; not of none.
    std::vector<std::pair<std::string, std::uint64_t>> refusals = {};
    std::string decision_hash;  // 32 hexadecimal digits
};

[[nodiscard]] PaperStanding standing_of(const PaperView& view);

}  // namespace tradelab
