#pragma once

#include "core/instrument.hpp"
#include "core/result.hpp"
#include "core/time.hpp"
#include "engine/run_record.hpp"
#include "paper/chronicle.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace tradelab {

// Tells a journal what a run has added to its record since the last time: orders with their
// refusals, fills, funding, liquidations, notes and isolations, each in order, then which orders
// changed.
class Teller {
public:
    // How much has been told.
    struct Told {
        std::size_t orders = 0;
        std::size_t fills = 0;
        std::size_t funding = 0;
        std::size_t liquidations = 0;
        std::size_t notes = 0;
        std::size_t isolations = 0;
        std::uint64_t refused_by_filter = 0;
    };

    // They outlive the teller.
    explicit Teller(const std::vector<Instrument>& instruments) : instruments_(&instruments) {}

    [[nodiscard]] Status tell(Chronicle& journal, const RunRecord& record, UnixNanos now);

    [[nodiscard]] const Told& told() const { return told_; }
    // Places in `record.orders` of those whose end was not told.
    [[nodiscard]] const std::vector<std::size_t>& open() const { return open_; }

private:
    struct LastTold {
        OrderState state = OrderState::intent;
        Quantity filled = {};
    };

    [[nodiscard]] Status tell_orders(Chronicle& journal, const RunRecord& record, UnixNanos now);
    [[nodiscard]] Status tell_money(Chronicle& journal, const RunRecord& record, UnixNanos now);
    [[nodiscard]] Status tell_states(Chronicle& journal, const RunRecord& record, UnixNanos now);
    [[nodiscard]] const std::string& name_of(InstrumentId instrument) const;

    const std::vector<Instrument>* instruments_;
    Told told_ = {};
    std::vector<std::size_t> open_ = {};
    std::vector<LastTold> last_ = {};  // by place in open_
};

}  // namespace tradelab
