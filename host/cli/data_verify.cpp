#include "cli/commands.hpp"
#include "cli/data_form.hpp"
#include "cli/evidence_terms.hpp"
#include "cli/json_form.hpp"
#include "integrity/cross_check.hpp"
#include "integrity/gather.hpp"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace tradelab {

namespace {

// "binance BTC-USDT": what of two venues of one house belongs together.
std::string underlying_of(const Series& series) {
    const std::string_view venue = series.instrument().venue();
    std::string_view symbol = series.instrument().symbol();
    if (symbol.ends_with("-PERP")) {
        symbol.remove_suffix(std::string_view("-PERP").size());
    }
    return std::string(venue.substr(0, venue.find('.'))) + " " + std::string(symbol);
}

// What verifying found, of files and of pairs of series.
class Verification {
public:
    Verification(Session& session, const Catalogue& store, std::uint32_t score_min_e4)
        : session_(session), store_(store), score_min_e4_(score_min_e4) {}

    // All hashes of a series' files, and that its files agree.
    void check(const CataloguedSeries& series) {
        bool sound = true;
        for (const auto& file : series.files) {
            session_.output.progress("verifying " + file.path.filename().native());
            const auto opened = SealedFile::open(session_.disk, file.path);
            const Status verified = opened ? opened->verify() : Status(fail(opened.error()));
            sound = sound && verified;
            if (!verified) {
                refuse(verified.error(), file.path);
            }
        }
        if (const auto reader = store_.open(series.series); sound && !reader) {
            refuse(reader.error(), series.files.front().path);
            sound = false;
        }
        if (sound) {
            ++sound_series_;
            by_underlying_[underlying_of(series.series)].push_back(series.series);
        }
        if (series.origin == DataOrigin::synthetic) {
            synthetic_.insert(series.series);
        }
    }
    // What was sealed with too low a score, too: synthetic ones are no evidence anyway.
    void weigh(const CataloguedSeries& series) {
        if (series.origin != DataOrigin::synthetic && series.score_e4.value_or(0) < score_min_e4_) {
            poor_.push_back(series.series.text() + " scores " + score_text(series.score_e4));
        }
    }
    void refuse(const Error& error, const std::filesystem::path& file) {
        session_.output.error(error);
        errors_.emplace_back(JsonObject{{"file", file.native()}, {"error", error_json(error)}});
    }

    // Series of one underlying against each other; all of them, or the pairs that `only` is in.
    Status cross(const std::optional<Series>& only) {
        for (const auto& [name, all] : by_underlying_) {
            session_.output.progress("comparing the series of " + name);
            std::vector<Columns> columns;
            std::vector<SeriesRows> rows;
            columns.reserve(all.size());
            for (const Series& series : all) {
                auto reader = store_.open(series);
                auto gathered = reader ? gather(*reader) : Result<Columns>(fail(reader.error()));
                if (!gathered) {
                    return fail(gathered.error());
                }
                columns.push_back(std::move(*gathered));
                rows.push_back({.series = series,
                                .places = reader->places(),
                                .rows = view_of(columns.back())});
            }
            for (const auto& pair : cross_check(rows)) {
                if (!only || pair.first == *only || pair.second == *only) {
                    show(pair);
                }
            }
        }
        session_.output.end_progress();
        return {};
    }

    Answer finish() {
        session_.output.document(JsonObject{{"schema", "tradelab.data_verify/1"},
                                            {"sound_series", sound_series_},
                                            {"synthetic", !synthetic_.empty()},
                                            {"errors", errors_},
                                            {"pairs", pairs_},
                                            {"score_min_e4", score_min_e4_},
                                            {"below_evidence", poor_}});
        if (!synthetic_.empty()) {
            session_.output.line("SYNTHETIC: " + std::to_string(synthetic_.size()) +
                                 " of the series are of a market that nobody traded");
        }
        session_.output.line(
            std::to_string(sound_series_) + " series are what was sealed" +
            (errors_.empty() ? "" : ", " + std::to_string(errors_.size()) + " files are not"));
        session_.output.table(table_);
        for (const std::string& sentence : poor_) {
            session_.output.line(sentence + ", evidence needs " + score_text(score_min_e4_));
        }
        if (!errors_.empty()) {
            return ExitCode::failed;
        }
        return poor_.empty() ? ExitCode::ok : exit_code(ErrorCode::refused);
    }

private:
    [[nodiscard]] bool is_synthetic(const CrossJudgement& pair) const {
        return synthetic_.contains(pair.first) || synthetic_.contains(pair.second);
    }
    void show(const CrossJudgement& pair) {
        const Verdict& verdict = pair.judgement.verdict;
        const std::string stamp = is_synthetic(pair) ? "  SYNTHETIC" : "";
        if (stamp.empty() && verdict.score_e4 < score_min_e4_) {
            poor_.push_back(pair.first.text() + " and " + pair.second.text() +
                            " do not agree: of each other they score " +
                            score_text(verdict.score_e4));
        }
        for (const auto& finding : verdict.findings) {
            table_.add({pair.first.text() + stamp,
                        pair.second.text(),
                        std::to_string(pair.compared),
                        score_text(verdict.score_e4),
                        finding.code,
                        std::to_string(finding.count),
                        finding.first ? iso_text(*finding.first) : ""});
        }
        if (verdict.findings.empty()) {
            table_.add({pair.first.text() + stamp,
                        pair.second.text(),
                        std::to_string(pair.compared),
                        score_text(verdict.score_e4),
                        "agree",
                        "0",
                        ""});
        }
        pairs_.emplace_back(JsonObject{{"first", pair.first.text()},
                                       {"second", pair.second.text()},
                                       {"synthetic", is_synthetic(pair)},
                                       {"compared", pair.compared},
                                       {"verdict", verdict_json(verdict)}});
    }

    Session& session_;
    const Catalogue& store_;
    std::uint32_t score_min_e4_;
    std::set<Series> synthetic_;
    std::map<std::string, std::vector<Series>> by_underlying_;
    std::uint64_t sound_series_ = 0;
    JsonArray errors_;
    JsonArray pairs_;
    std::vector<std::string> poor_;  // sentences
    Table table_{.columns = {{.title = "series"},
                             {.title = "against"},
                             {.title = "compared", .align = Align::right},
                             {.title = "score", .align = Align::right},
                             {.title = "finding"},
                             {.title = "count", .align = Align::right},
                             {.title = "first"}},
                 .rows = {}};
};

}  // namespace

Answer run(Session& session, const VerifyData& request) {
    const auto folder = history_folder(session, request.store);
    if (!folder) {
        return fail(folder.error());
    }
    std::optional<Series> only;
    if (!request.series.empty()) {
        const auto named = series_in(request.series);
        if (!named) {
            return fail(named.error());
        }
        only = *named;
    }
    const Catalogue store(session.disk, *folder);
    const auto listing = store.list();
    if (!listing) {
        return fail(listing.error());
    }
    const auto score_min = score_that_evidence_needs(session);
    if (!score_min) {
        return fail(score_min.error());
    }
    Verification verification(session, store, *score_min);
    std::size_t wanted = 0;
    for (const auto& series : listing->series) {
        // Of the same underlying too: they are what the one is compared with.
        if (!only || underlying_of(series.series) == underlying_of(*only)) {
            verification.check(series);
        }
        if (!only || series.series == *only) {
            verification.weigh(series);
            ++wanted;
        }
    }
    for (const auto& refused : listing->refused) {
        const bool ours = !only || refused.path.parent_path().filename() == only->folder();
        if (ours) {
            verification.refuse(refused.why, refused.path);
            ++wanted;
        }
    }
    if (wanted == 0) {
        return fail(ErrorCode::data_missing,
                    "the store has " + (only ? "no " + only->text() : std::string("no series")),
                    "import it: tradelab data import; see what there is: tradelab data list");
    }
    if (auto crossed = verification.cross(only); !crossed) {
        return fail(crossed.error());
    }
    return verification.finish();
}

}  // namespace tradelab
