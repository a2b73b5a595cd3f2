#include "lab/pair_scores.hpp"

#include "document/sha256.hpp"
#include "integrity/cross_check.hpp"
#include "integrity/evidence.hpp"
#include "integrity/gather.hpp"

#include <charconv>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace tradelab {
namespace {

std::string contents_of(const CataloguedSeries& found) {
    std::string text = found.series.text() + "\n";
    for (const CataloguedFile& file : found.files) {
        text += file.summary.content_sha256 + "\n";
    }
    return text;
}

std::string name_of(const CataloguedSeries& first, const CataloguedSeries& second) {
    return sha256_hex("tradelab.pair/1\n" + std::string(validator_id) + " " +
                      std::string(validator_version) + "\n" + contents_of(first) +
                      contents_of(second));
}

// Rows of series, each read once and only when it is asked for.
class Rows {
public:
    explicit Rows(const Catalogue& catalogue) : catalogue_(catalogue) {}

    Result<SeriesRows> of(const Series& series) {
        auto at = held_.find(series);
        if (at == held_.end()) {
            auto reader = catalogue_.open(series);
            auto columns = reader ? gather(*reader) : Result<Columns>(fail(reader.error()));
            if (!columns) {
                return fail(std::move(columns).error(), "comparing " + series.text());
            }
            at = held_.emplace(series, Held{reader->places(), *std::move(columns)}).first;
        }
        return SeriesRows{
            .series = series, .places = at->second.places, .rows = view_of(at->second.columns)};
    }

private:
    struct Held {
        Places places;
        Columns columns;
    };

    const Catalogue& catalogue_;
    std::map<Series, Held> held_;
};

// "<rows compared> <score> <finding>"
std::string kept_text(const PairScore& pair) {
    return std::to_string(pair.compared) + " " + std::to_string(pair.score_e4) + " " + pair.worst;
}

template <class Number>
bool take_number(std::string_view& text, Number& out) {
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), out);
    const bool is_one = code == std::errc() && end != text.data() + text.size() && *end == ' ';
    text.remove_prefix(is_one ? static_cast<std::size_t>(end - text.data()) + 1 : 0);
    return is_one;
}

bool read_kept(std::string_view text, PairScore& pair) {
    const bool is_read = take_number(text, pair.compared) && take_number(text, pair.score_e4);
    pair.worst = text;
    return is_read;
}

// None compared where they share no time.
Result<PairScore> score_of(const Catalogue& catalogue,
                           Rows& rows,
                           const CataloguedSeries& first,
                           const CataloguedSeries& second) {
    PairScore pair{.first = first.series.text(), .second = second.series.text(), .worst = {}};
    const std::string name = name_of(first, second);
    if (const auto kept = catalogue.recall(name); kept && read_kept(*kept, pair)) {
        return pair;
    }
    const auto left = rows.of(first.series);
    const auto right = left ? rows.of(second.series) : fail(left.error());
    if (!right) {
        return fail(right.error());
    }
    pair.compared = 0;
    pair.score_e4 = Verdict::score_max;
    pair.worst.clear();
    if (const auto judged = cross_check(*left, *right)) {
        const Verdict& verdict = judged->judgement.verdict;
        const Finding* worst = costliest_finding(verdict);
        pair.compared = judged->compared;
        pair.score_e4 = verdict.score_e4;
        pair.worst = worst == nullptr ? "" : worst->code + ": " + worst->text;
    }
    catalogue.remember(name, kept_text(pair));
    return pair;
}

}  // namespace

Result<std::vector<PairScore>> pair_scores(const Catalogue& catalogue, const BacktestPlan& plan) {
    std::vector<const CataloguedSeries*> all;
    for (const PlannedSeries& planned : plan.series) {
        all.push_back(&planned.found);
    }
    for (const FinerPlanned& planned : plan.finer) {
        all.push_back(&planned.found);
    }
    // What was made up is no evidence, however well it fits.
    std::erase_if(
        all, [](const CataloguedSeries* found) { return found->origin == DataOrigin::synthetic; });
    Rows rows(catalogue);
    std::vector<PairScore> out;
    for (const CataloguedSeries* first : all) {
        for (const CataloguedSeries* second : all) {
            if (!are_comparable(first->series, second->series)) {
                continue;
            }
            auto pair = score_of(catalogue, rows, *first, *second);
            if (!pair) {
                return fail(std::move(pair).error());
            }
            if (pair->compared > 0) {
                out.push_back(*std::move(pair));
            }
        }
    }
    return out;
}

}  // namespace tradelab
