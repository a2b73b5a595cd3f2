#include "bench/store_journals.hpp"

#include "journal/trials.hpp"
#include "journal/trials_of.hpp"
#include "journal/writer.hpp"
#include "paper/lines.hpp"
#include "paper/record_text.hpp"
#include "paper/records.hpp"

#include <chrono>
#include <stdexcept>
#include <string>
#include <vector>

namespace bench {
namespace {

using namespace tradelab;

constexpr const char* name = "binance.usdm:BTC-USDT-PERP";
constexpr std::uint64_t synced_every = 10'000;

void prove(const Status& done) {
    if (!done) {
        throw std::runtime_error(describe(done.error()));
    }
}

template <class T>
T proven(Result<T> result) {
    if (!result) {
        throw std::runtime_error(describe(result.error()));
    }
    return *std::move(result);
}

// One act after the other: a step, an order, its states, its fill, a settlement, its end.
class Session {
public:
    Session(Disk& disk, const Disk::Path& path)
        : writer_(proven(JournalWriter::open(disk, path, {.kind = paper_journal_kind}))) {
        add(paper_manifest,
            "engine tl.engine/1\nparameters.1 momentum " + std::string(64, 'a') +
                "\nplugin.1 org.tradelab.momentum 1.0.0 " + std::string(64, 'b') +
                "\ncapital_e8 1000000000000\nfill_model pessimistic/1\nfrom 2020-01-01T00:00:00Z\n"
                "to 2030-01-01T00:00:00Z\norigin synthetic\n");
    }

    [[nodiscard]] std::uint64_t records() const { return records_; }

    void act() {
        ++acts_;
        at_ = at_ + std::chrono::hours(1);
        Lines until;
        add(paper_step, until.add("until_ns", at_.ns()).text());
        const OrderId id(acts_);
        const Side side = acts_ % 2 == 0 ? Side::buy : Side::sell;
        const auto amount = static_cast<std::int64_t>(1'000 + acts_ % 977);
        add(paper_order, order_text(order(id, side, amount), acts_ - 1, name));
        add(paper_fill, fill_text(fill(id, side, amount), name));
        if (acts_ % 8 == 0) {
            add(paper_funding, funding_text(funding(amount), name));
        }
        Lines state;
        state.add("place", acts_).add("order", acts_).add("state", "filled").add("filled", amount);
        add(paper_order_state, state.text());
        Lines done;
        done.add("decisions", std::string(32, 'c')).add("equity_e8", 1'000'000'000'000 + amount);
        done.add("orders", acts_).add("fills", acts_).add("mode", "running");
        add(paper_done, done.add("tape", std::string(64, 'd')).text());
    }

    void sync() { (void)proven(writer_.sync()); }

private:
    void add(RecordKind kind, const std::string& text) {
        (void)proven(writer_.append(kind, {.event = at_, .written = at_}, text));
        if (++records_ % synced_every == 0) {
            sync();
        }
    }
    [[nodiscard]] OrderRecord order(OrderId id, Side side, std::int64_t amount) const {
        OrderRecord out;
        out.order = id;
        out.instance = InstanceId(1);
        out.terms.instrument = InstrumentId(1);
        out.terms.side = side;
        out.terms.quantity = Quantity(amount);
        out.cause = EventSeq(acts_ * 7);
        return out;
    }
    [[nodiscard]] FillRecord fill(OrderId id, Side side, std::int64_t amount) const {
        FillRecord out;
        out.order = id;
        out.instance = InstanceId(1);
        out.side = side;
        out.price = Price(4'000'000 + amount);
        out.quantity = Quantity(amount);
        out.fee = Cash(amount * 4'000);
        out.slippage = Cash(amount * 100);
        out.realised = Cash(amount * 31'337 * (acts_ % 3 == 0 ? -1 : 1));
        out.position_after = Quantity(side == Side::buy ? amount : 0);
        return out;
    }
    [[nodiscard]] static FundingRecord funding(std::int64_t amount) {
        FundingRecord out;
        out.instance = InstanceId(1);
        out.rate = Rate(100'000'000);
        out.mark = Price(4'000'000'000'000);
        out.position = Quantity(amount);
        out.paid = Cash(amount * 400);
        return out;
    }

    JournalWriter writer_;
    UnixNanos at_ = UnixNanos(1'577'836'800'000'000'000);
    std::uint64_t acts_ = 0;
    std::uint64_t records_ = 0;
};

}  // namespace

void write_paper_journal(Disk& disk, const ProjectionPlaces& places, std::uint64_t records) {
    const auto path = journal_of(places, {.source = Source::paper});
    prove(disk.make_directories(path.parent_path()));
    Session session(disk, path);
    while (session.records() < records) {
        session.act();
    }
    session.sync();
}

void write_trials(Disk& disk, const ProjectionPlaces& places, std::uint64_t records) {
    std::vector<Trial> trials;
    for (std::uint64_t seed = 0; seed < records; ++seed) {
        trials.push_back(trial_of(seed));
    }
    (void)proven(
        append_trials(disk, journal_of(places, {.source = Source::trials}), trials, UnixNanos(7)));
}

}  // namespace bench
