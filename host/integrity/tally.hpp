#pragma once

#include "core/time.hpp"
#include "history/provenance.hpp"
#include "integrity/defect.hpp"
#include "integrity/options.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tradelab {

// Who judges; another version may judge otherwise.
inline constexpr std::string_view validator_id = "validator.integrity";
inline constexpr std::string_view validator_version = "2";

// One row that shows a defect.  The time is the row's: of a bar its close.
struct Place {
    Defect defect = Defect::empty;
    UnixNanos at = {};
    std::string what = {};  // "volume 123.4 against 122.9"; may be empty

    friend bool operator==(const Place&, const Place&) = default;
};

// Columns that were taken for each other in most rows: no row is what it says.
struct SwappedColumns {
    std::string what = {};      // "volume and quote volume have changed places in 1,000 rows"
    std::size_t first_row = 0;  // the first that shows it, counted from 0
};

// A verdict with the places that it counts: at most IntegrityOptions::places_max of each defect.
struct DataJudgement {
    Verdict verdict = {};
    std::vector<Place> places = {};  // by defect, then in the order they were seen
    std::optional<SwappedColumns> swapped = {};
};

// Counts defects while the checks run over the rows, and turns the counts into a verdict.
class Tally {
public:
    explicit Tally(const IntegrityOptions& options) : places_max_(options.places_max) {}

    void note(Defect defect, std::int64_t ts) {
        Entry& entry = entry_of(defect);
        if (entry.count++ < places_max_) {
            keep(entry, defect, ts, {});
        }
    }
    // The words are asked for only while there is room for a place.
    template <class Words>
    void note(Defect defect, std::int64_t ts, Words words) {
        Entry& entry = entry_of(defect);
        if (entry.count++ < places_max_) {
            keep(entry, defect, ts, words());
        }
    }

    [[nodiscard]] std::uint64_t count(Defect defect) const {
        return entries_[static_cast<std::size_t>(defect)].count;
    }

    // The row that showed it first; nothing where no places are kept.
    [[nodiscard]] std::optional<UnixNanos> first(Defect defect) const {
        return entries_[static_cast<std::size_t>(defect)].first;
    }

    // A share other than count / rows: of a gap, the rows that are missing.
    void weigh(Defect defect, std::uint64_t affected, std::uint64_t rows) {
        entry_of(defect).affected = affected;
        entry_of(defect).of = rows;
    }
    // Instead of the sentence made of the count and DefectTerms::means.
    void explain(Defect defect, std::string sentence) {
        entry_of(defect).sentence = std::move(sentence);
    }

    // The first that is told stays.
    void tell(SwappedColumns swapped) {
        if (!swapped_) {
            swapped_ = std::move(swapped);
        }
    }

    [[nodiscard]] const std::optional<SwappedColumns>& swapped() const { return swapped_; }

    // `rows`: how many were looked at.
    [[nodiscard]] DataJudgement judgement(std::uint64_t rows) const;

private:
    struct Entry {
        std::uint64_t count = 0;
        std::optional<std::uint64_t> affected = {};
        std::uint64_t of = 0;
        std::optional<UnixNanos> first = {};
        std::string sentence = {};
        std::vector<Place> places = {};
    };

    [[nodiscard]] Entry& entry_of(Defect defect) {
        return entries_[static_cast<std::size_t>(defect)];
    }
    static void keep(Entry& entry, Defect defect, std::int64_t ts, std::string what);

    std::array<Entry, defect_count> entries_;
    std::size_t places_max_;
    std::optional<SwappedColumns> swapped_ = {};
};

}  // namespace tradelab
