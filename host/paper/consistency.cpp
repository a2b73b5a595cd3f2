#include "paper/consistency.hpp"

#include "core/rounding.hpp"
#include "paper/lines.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

namespace tradelab {
namespace {

using FillPair = std::pair<const TracedFill*, const TracedFill*>;

std::string words(const std::string& line) {
    return line.empty() ? "nothing" : "'" + line + "'";
}

// part / whole, rounded up; nothing of nothing.
std::optional<Rate> ratio(Int128 part, Int128 whole) {
    if (whole <= 0) {
        return std::nullopt;
    }
    const Int128 wide = divide(part * rate_one.mantissa(), whole, Rounding::up);
    return Rate(static_cast<std::int64_t>(std::min<Int128>(wide, INT64_MAX)));
}

std::string percent(Rate rate) {
    // In hundredths of a percent, which is what the bounds are said in.
    const std::int64_t hundredths = rate.mantissa() / 100'000'000;
    const std::string rest = std::to_string(hundredths % 100);
    return std::to_string(hundredths / 100) + "." + (rest.size() == 1 ? "0" : "") + rest + " %";
}

bool is_alike(const TracedFill& a, const TracedFill& b, Duration apart_max) {
    const Duration apart = a.at < b.at ? b.at - a.at : a.at - b.at;
    return a.instance == b.instance && a.instrument == b.instrument && a.side == b.side &&
           a.quantity == b.quantity && apart <= apart_max;
}

// Each fill of the backtest with the first of paper that is like it and not taken yet.
std::vector<FillPair> paired(const PaperTrace& paper,
                             const PaperTrace& backtest,
                             Duration apart_max) {
    std::vector<FillPair> out;
    std::vector<char> taken(paper.fills.size(), 0);
    std::size_t begin = 0;
    for (const TracedFill& wanted : backtest.fills) {
        while (begin < paper.fills.size() &&
               (taken[begin] != 0 || paper.fills[begin].at + apart_max < wanted.at)) {
            ++begin;
        }
        for (std::size_t at = begin; at < paper.fills.size(); ++at) {
            if (paper.fills[at].at > wanted.at + apart_max) {
                break;
            }
            if (taken[at] == 0 && is_alike(paper.fills[at], wanted, apart_max)) {
                taken[at] = 1;
                out.emplace_back(&paper.fills[at], &wanted);
                break;
            }
        }
    }
    return out;
}

// What the pairs differ by in money, and what was traded, both summed.
struct Difference {
    Int128 money = 0;
    Int128 traded = 0;
};

Difference difference_of(const std::vector<FillPair>& pairs, const ConsistencyTerms& terms) {
    std::map<std::string, Places> places;
    for (const InstrumentName& name : terms.plan.instruments) {
        places[name.text()] = terms.venues.instrument(name, InstrumentId(1)).places;
    }
    Difference out;
    for (const auto& [paper, backtest] : pairs) {
        const auto found = places.find(paper->instrument);
        if (found == places.end()) {
            continue;  // an instrument of another manifest, which is a reason of its own
        }
        const auto worth = [&](const TracedFill& fill) {
            const auto value = notional(Price(fill.price),
                                        Quantity(fill.quantity),
                                        found->second,
                                        Rounding::away_from_zero);
            return Int128{value.value_or(Cash()).mantissa()};
        };
        const Int128 cost = worth(*paper) - worth(*backtest);
        const Int128 fees = Int128{paper->fee.mantissa()} - backtest->fee.mantissa();
        out.money += (cost < 0 ? -cost : cost) + (fees < 0 ? -fees : fees);
        out.traded += worth(*backtest);
    }
    return out;
}

// By instance and instrument, after the last fill of each.
std::map<std::pair<std::uint32_t, std::string>, std::int64_t> holdings(const PaperTrace& trace) {
    std::map<std::pair<std::uint32_t, std::string>, std::int64_t> out;
    for (const TracedFill& fill : trace.fills) {
        const std::int64_t change = fill.side == "buy" ? fill.quantity : -fill.quantity;
        out[{fill.instance, fill.instrument}] += change;
    }
    std::erase_if(out, [](const auto& one) { return one.second == 0; });
    return out;
}

void compare_inputs(ConsistencyVerdict& out, const PaperTrace& paper, const PaperTrace& backtest) {
    if (paper.manifest != backtest.manifest) {
        const auto [was, is] = first_difference(paper.manifest, backtest.manifest);
        out.reasons.push_back("paper ran with " + words(was) + ", approved is " + words(is));
    }
    const auto [one, other] = std::ranges::mismatch(paper.tape, backtest.tape);
    if (one != paper.tape.end() || other != backtest.tape.end()) {
        const auto step = static_cast<std::size_t>(one - paper.tape.begin());
        out.reasons.push_back(
            "the feed differs from step " + std::to_string(step + 1) + " on" +
            (step < paper.steps.size() ? ", which ended at " + iso_text(paper.steps[step]) : ""));
    }
}

void compare_signals(ConsistencyVerdict& out, const PaperTrace& paper, const PaperTrace& backtest) {
    out.signals_of_paper = paper.signals.size();
    out.signals_of_backtest = backtest.signals.size();
    const auto [one, other] = std::ranges::mismatch(paper.signals, backtest.signals);
    out.signals_alike = static_cast<std::uint64_t>(one - paper.signals.begin());
    const bool is_alike = one == paper.signals.end() && other == backtest.signals.end();
    if (!is_alike) {
        const auto at = [](const auto& signal, const auto& end) {
            return signal == end ? std::string("none") : "one at " + iso_text(signal->at);
        };
        out.reasons.push_back("signals differ from number " +
                              std::to_string(out.signals_alike + 1) + " on: paper has " +
                              at(one, paper.signals.end()) + ", the backtest " +
                              at(other, backtest.signals.end()));
    } else if (paper.decision_hash != backtest.decision_hash) {
        out.reasons.emplace_back(
            "the orders are the same, but what the strategies asked for is not: the decision "
            "hashes differ");
    }
}

void compare_fills(ConsistencyVerdict& out,
                   const PaperTrace& paper,
                   const PaperTrace& backtest,
                   const ConsistencyTerms& terms) {
    const auto pairs = paired(paper, backtest, terms.bounds.fill_apart_max);
    out.fills_of_paper = paper.fills.size();
    out.fills_of_backtest = backtest.fills.size();
    out.matched = pairs.size();
    const auto most = std::max(out.fills_of_paper, out.fills_of_backtest);
    const Int128 missing = Int128{most} - Int128{out.matched};
    if (const auto missed = ratio(missing, most)) {
        out.matched_share = rate_one - *missed;  // rounded down
        if (*out.matched_share < terms.bounds.matched_min) {
            out.reasons.push_back("only " + std::to_string(out.matched) + " of " +
                                  std::to_string(most) + " fills match, " +
                                  percent(*out.matched_share) + "; at least " +
                                  percent(terms.bounds.matched_min) + " must");
        }
    }
    const Difference difference = difference_of(pairs, terms);
    out.paired_difference = ratio(difference.money, difference.traded);
    if (out.paired_difference && *out.paired_difference > terms.bounds.paired_difference_max) {
        out.reasons.push_back("fills that match differ by " + percent(*out.paired_difference) +
                              " of what was traded; at most " +
                              percent(terms.bounds.paired_difference_max) + " is allowed");
    }
}

void compare_ends(ConsistencyVerdict& out,
                  const PaperTrace& paper,
                  const PaperTrace& backtest,
                  const ConsistencyTerms& terms) {
    if (holdings(paper) != holdings(backtest)) {
        out.reasons.emplace_back("the fills do not add up to the same positions at the end");
    }
    out.equity_of_paper = paper.equity;
    out.equity_of_backtest = backtest.equity;
    const Int128 apart = Int128{paper.equity.mantissa()} - backtest.equity.mantissa();
    const auto share = ratio(apart < 0 ? -apart : apart, terms.capital.mantissa());
    if (!share || *share > terms.bounds.equity_difference_max) {
        out.reasons.push_back("the account ends " + percent(share.value_or(rate_one)) +
                              " of the capital apart; at most " +
                              percent(terms.bounds.equity_difference_max) + " is allowed");
    }
}

}  // namespace

std::string_view consistency_text(Consistency consistency) {
    constexpr std::array<std::string_view, 3> texts = {"consistent", "inconsistent", "undecided"};
    return texts[static_cast<std::size_t>(consistency)];
}

ConsistencyVerdict judge_consistency(const PaperTrace& paper,
                                     const PaperTrace& backtest,
                                     const ConsistencyTerms& terms) {
    ConsistencyVerdict out{.from = paper.from, .until = paper.until, .steps = paper.steps.size()};
    if (paper.steps.empty()) {
        out.reasons.emplace_back("nothing was done yet: let it run on");
        return out;
    }
    compare_inputs(out, paper, backtest);
    compare_signals(out, paper, backtest);
    compare_fills(out, paper, backtest, terms);
    compare_ends(out, paper, backtest, terms);
    if (!out.reasons.empty()) {
        out.verdict = Consistency::inconsistent;
    } else if (out.matched > 0) {
        out.verdict = Consistency::consistent;
    } else {
        out.reasons.emplace_back("nothing was filled yet: let it run on");
    }
    return out;
}

Result<ConsistencyVerdict> check_consistency(const Disk& disk,
                                             const Disk::Path& folder,
                                             const PaperFeed& approved,
                                             const ConsistencyBounds& bounds) {
    const auto paper = read_paper_trace(disk, folder);
    if (!paper) {
        return fail(paper.error());
    }
    const auto plan = plan_paper(approved);
    if (!plan) {
        return fail(plan.error());
    }
    const auto backtest = backtest_trace(approved, *paper);
    if (!backtest) {
        return fail(backtest.error());
    }
    return judge_consistency(*paper,
                             *backtest,
                             {.plan = *plan,
                              .venues = approved.venues,
                              .capital = approved.options.capital,
                              .bounds = bounds});
}

}  // namespace tradelab
