#include "paper/manifest.hpp"

#include "document/sha256.hpp"
#include "lab/backtest.hpp"
#include "paper/lines.hpp"
#include "risk/limit_names.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>
#include <system_error>

namespace tradelab {
namespace {

// Of what a session writes: since 2 the strategies' answers are in it.
constexpr int journal_form = 2;

constexpr std::string_view limits_key = "limits";
constexpr std::string_view venues_key = "venues_sha256";

std::string_view take_word(std::string_view line) {
    return line.substr(0, line.find(' '));
}

std::string numbered(std::string_view key, std::size_t place) {
    return std::string(key) + "." + std::to_string(place + 1);
}

std::string limits_text(const BacktestOptions& options) {
    if (!options.limits) {
        return "none";
    }
    std::string out;
    for (const std::int64_t one : amounts_of(*options.limits)) {
        out += (out.empty() ? "" : " ") + std::to_string(one);
    }
    return out;
}

void add_candidates(Lines& lines, std::span<const Candidate> candidates) {
    for (std::size_t at = 0; at < candidates.size(); ++at) {
        const Candidate& one = candidates[at];
        lines.add(numbered("parameters", at), one.name + " " + one.file_sha256);
        lines.add(numbered("plugin", at),
                  one.declaration.id + " " + one.declaration.version + " " + library_sha256(one));
    }
}

void add_data(Lines& lines, const BacktestPlan& plan) {
    const auto add = [&](std::string_view key, std::size_t at, const CataloguedSeries& found) {
        lines.add(numbered(key, at), found.series.text() + " " + files_sha256(found));
    };
    for (std::size_t at = 0; at < plan.series.size(); ++at) {
        add("data", at, plan.series[at].found);
    }
    for (std::size_t at = 0; at < plan.finer.size(); ++at) {
        add("finer_data", at, plan.finer[at].found);
    }
}

// "fill_model" and its value, or that there is no such line.
std::string said(std::string_view text, std::string_view key) {
    const auto value = value_of(text, key);
    return value ? "'" + std::string(key) + " " + std::string(*value) + "'"
                 : "without '" + std::string(key) + "'";
}

// As limits_text() writes them; nothing of a session without limits.
std::optional<LimitAmounts> limits_in(std::string_view manifest) {
    const auto text = value_of(manifest, limits_key);
    std::string_view left = text.value_or("none");
    LimitAmounts out{};
    for (std::int64_t& one : out) {
        const std::string_view word = take_word(left);
        const auto [end, wrong] = std::from_chars(word.data(), word.data() + word.size(), one);
        if (wrong != std::errc() || end != word.data() + word.size()) {
            return std::nullopt;
        }
        left.remove_prefix(std::min(left.size(), word.size() + 1));
    }
    return left.empty() ? std::optional(out) : std::nullopt;
}

// Each limit that is another one by its name in risk.toml, as both have it.
std::optional<Error> other_limits(const Disk::Path& journal,
                                  std::string_view begun,
                                  std::string_view opened) {
    const auto was = limits_in(begun);
    const auto is = limits_in(opened);
    if (!was || !is) {
        return std::nullopt;
    }
    std::string before;
    std::string now;
    for (std::size_t at = 0; at < limit_count; ++at) {
        const auto& [name, one] = limit_names().at(at);
        if (was->at(at) != is->at(at)) {
            const std::string comma = before.empty() ? "" : ", ";
            before += comma + std::string(name) + " = " + std::to_string(was->at(at) / one);
            now += comma + std::to_string(is->at(at) / one);
        }
    }
    return Error{.code = ErrorCode::refused,
                 .context = "the session in '" + journal.parent_path().native() +
                            "' was begun with " + before + ", and is opened with " + now,
                 .hint =
                     "a session keeps the limits that it was begun with, tighter ones wait for "
                     "another: set back " +
                     before + ", or begin another in an empty folder"};
}

}  // namespace

std::string files_sha256(const CataloguedSeries& series) {
    std::string contents;
    for (const CataloguedFile& file : series.files) {
        contents += file.summary.content_sha256 + "\n";
    }
    return sha256_hex(contents);
}

DataOrigin origin_of(const BacktestPlan& plan) {
    const auto is_synthetic = [](const auto& planned) {
        return planned.found.origin == DataOrigin::synthetic;
    };
    return std::ranges::any_of(plan.series, is_synthetic) ||
                   std::ranges::any_of(plan.finer, is_synthetic)
               ? DataOrigin::synthetic
               : DataOrigin::recorded;
}

std::string paper_manifest_text(std::span<const Candidate> candidates,
                                const VenueBook& venues,
                                const BacktestPlan& plan,
                                const BacktestOptions& options) {
    Lines lines;
    lines.add("engine", engine_version).add("journal", journal_form);
    add_candidates(lines, candidates);
    lines.add(limits_key, limits_text(options)).add("limits_sha256", options.risk_sha256);
    lines.add("capital_e8", options.capital.mantissa());
    lines.add("fill_model", options.fill_model);
    lines.add("cost_stress_permille", options.cost_stress_permille);
    lines.add("latency_bars", options.latency_bars);
    lines.add("finer", options.finer ? options.finer->text() : "none");
    const WalletSplit split = split_of(plan, venues, options);
    lines.add("spot_wallet_e8", split.spot.mantissa());
    lines.add("futures_wallet_e8", split.futures.mantissa());
    lines.add("margin", options.margin.mode == MarginMode::cross ? "cross" : "isolated");
    lines.add("leverage", options.margin.leverage);
    lines.add(venues_key, venues.sha256_of(plan.instruments));
    lines.add("from", iso_text(plan.from)).add("to", iso_text(plan.to));
    lines.add("warm_up_from", iso_text(plan.data_from));
    lines.add("origin",
              origin_of(plan) == DataOrigin::synthetic ? std::string_view("synthetic")
                                                       : std::string_view("recorded"));
    add_data(lines, plan);
    return lines.text();
}

std::string manifest_as_begun(std::string manifest,
                              std::string_view begun,
                              const VenueBook& venues,
                              std::span<const InstrumentName> instruments) {
    const auto line = [](const std::string& sha256) {
        return Lines().add(venues_key, sha256).text();
    };
    const std::string now = line(venues.sha256_of(instruments));
    const std::string then = line(venues.files_sha256_of(instruments));
    if (const auto at = manifest.find(now);
        at != std::string::npos && begun.find(then) != std::string_view::npos) {
        manifest.replace(at, now.size(), then);
    }
    return manifest;
}

Status check_same_manifest(const Disk::Path& journal,
                           std::string_view begun,
                           std::string_view opened) {
    if (begun == opened) {
        return {};
    }
    const auto [was, is] = first_difference(begun, opened);
    const auto key = take_word(was.empty() ? is : was);
    if (key == limits_key) {
        if (auto other = other_limits(journal, begun, opened)) {
            return fail(*std::move(other));
        }
    }
    return fail(ErrorCode::refused,
                "the session in '" + journal.parent_path().native() + "' was begun with " +
                    said(begun, key) + ", and is opened with " + said(opened, key),
                "open it with what it was begun with, or begin another in an empty folder");
}

}  // namespace tradelab
