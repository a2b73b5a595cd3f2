#include "cli/backtest_setup.hpp"

#include "cli/evidence_terms.hpp"
#include "cli/strategy_file.hpp"
#include "cli/target.hpp"
#include "config/risk_file.hpp"
#include "core/decimal.hpp"
#include "lab/backtest_plan.hpp"
#include "plugin/load.hpp"
#include "sim/fill_model.hpp"
#include "strategy/parameter_file.hpp"

#include <utility>

namespace tradelab {

namespace {

Result<Candidate> load_candidate(Session& session, const std::string& path) {
    const auto file = read_strategy(session, path);
    return file ? candidate_of(session, *file, path) : fail(file.error());
}

Result<std::optional<UnixNanos>> moment(const std::string& text, std::string_view flag) {
    if (text.empty()) {
        return std::optional<UnixNanos>();
    }
    const auto at = parse_iso(text);
    if (!at) {
        return fail(ErrorCode::invalid_argument,
                    std::string(flag) + " " + text + ": " + at.error().context,
                    "write 2024-01-31 or 2024-01-31T12:00:00Z");
    }
    return std::optional(*at);
}

Result<Rate> fraction(const std::string& text, std::string_view flag, Rate most) {
    const auto rate = parse_rate(text);
    if (!rate || *rate < Rate() || *rate > most) {
        return fail(ErrorCode::invalid_argument,
                    std::string(flag) + " " + text + ": must be a number from 0 to " +
                        short_decimal_text(most.mantissa(), rate_places),
                    "write it with a point: 0.5");
    }
    return *rate;
}

Status read_numbers(BacktestOptions& options, const RunBacktest& request) {
    const auto from = moment(request.from, "--from");
    const auto to = moment(request.to, "--to");
    const auto stress = fraction(request.cost_stress, "--cost-stress", Rate(100'000'000'000'000));
    const auto capital = parse_cash(request.capital);
    for (const Error* error : {from ? nullptr : &from.error(),
                               to ? nullptr : &to.error(),
                               stress ? nullptr : &stress.error()}) {
        if (error != nullptr) {
            return fail(*error);
        }
    }
    // Above it, sums of many positions would leave 64 bits.
    const Cash most(100'000'000'000'000'000);
    if (!capital || *capital <= Cash() || *capital > most) {
        return fail(ErrorCode::invalid_argument,
                    "--capital " + request.capital + ": must be above 0, at most 1000000000",
                    "10000 fits the limits of config/risk.toml");
    }
    options.from = *from;
    options.to = *to;
    options.cost_stress_permille = static_cast<std::uint32_t>(stress->mantissa() / 1'000'000'000);
    options.capital = *capital;
    if (!request.spot_share.empty()) {
        const auto share = fraction(request.spot_share, "--spot-share", rate_one);
        if (!share) {
            return fail(share.error());
        }
        options.spot_share = *share;
    }
    return {};
}

}  // namespace

Result<Candidate> candidate_of(Session& session,
                               const ParameterFile& file,
                               const std::string& path) {
    const auto package = find_target(session, file.plugin);
    if (!package) {
        return fail(package.error());
    }
    auto plugin = load(session.disk, *package, this_host());
    if (!plugin) {
        return fail(std::move(plugin).error());
    }
    auto declaration = read_declaration(*plugin->descriptor);
    if (!declaration) {
        return fail(std::move(declaration).error());
    }
    auto bound = bind(file, *declaration);
    if (!bound) {
        Error error = std::move(bound).error();
        error.file = path;
        return fail(std::move(error));
    }
    return Candidate{.name = file.name,
                     .file_sha256 = identity_of(file),
                     .file_text = canonical_text(file),
                     .rationale = file.rationale,
                     .origin = std::string(proposed_by_text(file.by)),
                     .timeframe = file.timeframe,
                     .ticks = std::move(bound->ticks),
                     .roles = std::move(bound->instruments),
                     .plugin = *std::move(plugin),
                     .declaration = *std::move(declaration)};
}

Result<std::vector<Candidate>> load_candidates(Session& session,
                                               const std::vector<std::string>& files) {
    std::vector<Candidate> candidates;
    for (const auto& path : files) {
        auto candidate = load_candidate(session, path);
        if (!candidate) {
            return fail(std::move(candidate).error());
        }
        candidates.push_back(*std::move(candidate));
    }
    return candidates;
}

Result<VenueBook> venues_of(Session& session, const std::vector<Candidate>& candidates) {
    return VenueBook::read(
        session.disk, session.layout.config / "venues", instruments_of(candidates));
}

Result<BacktestOptions> options_of(Session& session, const RunBacktest& request) {
    BacktestOptions options;
    if (auto read = read_numbers(options, request); !read) {
        return fail(std::move(read).error());
    }
    if (!request.finer.empty()) {
        const auto finer = BarInterval::parse(request.finer);
        if (!finer) {
            return fail(finer.error(), "--finer");
        }
        options.finer = *finer;
    }
    const auto model = fill_model_said(request.fill_model);
    if (!model) {
        return fail(model.error(), "--fill-model");
    }
    options.fill_model = model->name;
    options.latency_bars = request.latency_bars;
    options.margin = {
        .mode = request.margin == "isolated" ? MarginMode::isolated : MarginMode::cross,
        .leverage = static_cast<int>(request.leverage)};
    options.at_end = request.close_at_end ? AtEnd::close : AtEnd::value;
    if (request.risk != "none") {
        const auto path = request.risk.empty() ? session.layout.config / "risk.toml"
                                               : session.layout.absolute(request.risk);
        auto risk = read_risk(session.disk, path);
        if (!risk) {
            return fail(std::move(risk).error());
        }
        options.limits = risk->limits;
        options.risk_sha256 = risk->sha256;
        options.risk_text = risk->canonical;
    }
    const auto score = score_that_evidence_needs(session);
    if (!score) {
        return fail(score.error());
    }
    options.score_min_e4 = *score;
    return options;
}

}  // namespace tradelab
