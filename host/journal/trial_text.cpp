// A trial as text, and back.

#include "core/check.hpp"
#include "document/sha256.hpp"
#include "journal/trial.hpp"
#include "journal/trial_lines.hpp"
#include "journal/trial_rules.hpp"

#include <algorithm>

namespace tradelab {
namespace {

static_assert(TrialData{} == TrialData::recorded && TrialCounts{} == TrialCounts::yes);
static_assert(TrialEnd{} == TrialEnd::value && TrialMargin{} == TrialMargin::cross);

void line(std::string& out, std::string_view key, std::string_view value) {
    out += key;
    out += ' ';
    out += value;
    out += '\n';
}

void line(std::string& out, std::string_view key, std::integral auto number) {
    line(out, key, std::to_string(number));
}

void line_if_there(std::string& out, std::string_view key, std::string_view value) {
    if (!value.empty()) {
        line(out, key, value);
    }
}

void add_instance(std::string& out, const TrialInstance& instance) {
    // Its hash is not written: it follows from the text.
    line(out, "file", instance.file);
    line(out, "plugin", instance.plugin_id);
    line(out, "version", instance.plugin_version);
    line(out, "library", instance.library);
    line(out, "origin", instance.origin);
}

void add_terms(std::string& out, const Trial& trial) {
    if (trial.asked_from) {
        line(out, "asked_from_ns", trial.asked_from->ns());
    }
    if (trial.asked_to) {
        line(out, "asked_to_ns", trial.asked_to->ns());
    }
    line(out, "from_ns", trial.from.ns());
    line(out, "to_ns", trial.to.ns());
    line(out, "engine", trial.engine);
    line(out, "fill_model", trial.fill_model);
    line(out, "cost_stress_permille", trial.cost_stress_permille);
    line(out, "latency_bars", trial.latency_bars);
    line_if_there(out, "finer", trial.finer);
    line(out, "at_end", trial.at_end == TrialEnd::value ? "value" : "close");
    line(out, "capital_e8", trial.capital.mantissa());
    if (trial.spot_share) {
        line(out, "spot_share_e12", trial.spot_share->mantissa());
    }
    line(out, "margin", trial.margin == TrialMargin::cross ? "cross" : "isolated");
    line(out, "leverage", trial.leverage);
    line(out, "venues", trial.venues);
    line(out, "risk", trial.risk);
    line(out, "seed", trial.seed);
}

void add_proposal(std::string& out, const TrialProposal& proposal) {
    line_if_there(out, "campaign", proposal.campaign);
    line_if_there(out, "hypothesis", proposal.hypothesis);
    line_if_there(out, "arm", proposal.arm);
    if (proposal.parent) {
        line(out, "parent", *proposal.parent);
    }
}

void add_checks(std::string& out, TrialChecks checks) {
    if (checks != TrialChecks::not_run) {
        line(out, "checks", checks == TrialChecks::passed ? "passed" : "failed");
    }
}

// Another word is not its one spelling.
TrialChecks checks_in(TrialLines& lines) {
    const auto said = lines.text_if_there("checks");
    return said == "passed"   ? TrialChecks::passed
           : said == "failed" ? TrialChecks::failed
                              : TrialChecks::not_run;
}

TrialInstance instance_in(TrialLines& lines) {
    TrialInstance instance;
    instance.file = lines.text("file");
    instance.strategy = sha256_hex(instance.file);
    instance.plugin_id = lines.text("plugin");
    instance.plugin_version = lines.text("version");
    instance.library = lines.text("library");
    instance.origin = lines.text("origin");
    return instance;
}

// "a b c" as "a" and "b c".
std::pair<std::string, std::string> cut_at_blank(std::string_view text) {
    const auto blank = std::min(text.find(' '), text.size());
    return {std::string(text.substr(0, blank)),
            std::string(text.substr(std::min(blank + 1, text.size())))};
}

void read_terms(TrialLines& lines, Trial& trial) {
    const auto moment = [](std::optional<std::int64_t> ns) {
        return ns ? std::optional(UnixNanos(*ns)) : std::nullopt;
    };
    trial.asked_from = moment(lines.number_if_there<std::int64_t>("asked_from_ns"));
    trial.asked_to = moment(lines.number_if_there<std::int64_t>("asked_to_ns"));
    trial.from = UnixNanos(lines.number<std::int64_t>("from_ns"));
    trial.to = UnixNanos(lines.number<std::int64_t>("to_ns"));
    trial.engine = lines.text("engine");
    trial.fill_model = lines.text("fill_model");
    trial.cost_stress_permille = lines.number<std::uint32_t>("cost_stress_permille");
    trial.latency_bars = lines.number<std::uint32_t>("latency_bars");
    trial.finer = lines.text_if_there("finer");
    trial.at_end = lines.choice<TrialEnd>("at_end", "value", "close");
    trial.capital = Cash(lines.number<std::int64_t>("capital_e8"));
    if (const auto share = lines.number_if_there<std::int64_t>("spot_share_e12")) {
        trial.spot_share = Rate(*share);
    }
    trial.margin = lines.choice<TrialMargin>("margin", "cross", "isolated");
    trial.leverage = lines.number<std::uint32_t>("leverage");
    trial.venues = lines.text("venues");
    trial.risk = lines.text("risk");
    trial.seed = lines.number<std::uint64_t>("seed");
}

void read_metrics(TrialLines& lines, Trial& trial) {
    while (lines.next_is("metric") && trial.metrics.size() < trial_metrics_max) {
        auto [name, value] = cut_at_blank(lines.text("metric"));
        trial.metrics.push_back({.name = std::move(name), .value = std::move(value)});
    }
}

Status check_read(const TrialLines& lines) {
    if (!lines.wrong().empty()) {
        return fail(ErrorCode::malformed,
                    "trial: '" + std::string(lines.wrong()) + "' is missing or not as it must be");
    }
    if (!lines.at_end()) {
        return fail(ErrorCode::malformed, "trial: lines behind the last one, 'counts'");
    }
    return {};
}

// The hashes and words of version 1; the rest of it was as it is now.
bool is_sound_1(const Trial& trial) {
    const TrialInstance& only = trial.instances.front();
    const auto has_hash = [](const TrialSeries& one) { return is_trial_sha256(one.manifest); };
    const auto has_figure = [](const TrialMetric& one) {
        return is_trial_word(one.name) && is_trial_figure(one.value);
    };
    return is_trial_sha256(only.strategy) && is_trial_sha256(only.library) &&
           is_trial_word(only.plugin_id) && is_trial_word(only.plugin_version) &&
           is_trial_word(only.origin) && is_trial_word(trial.engine) &&
           is_trial_word(trial.fill_model) && !trial.data.empty() &&
           std::ranges::all_of(trial.data, has_hash) &&
           std::ranges::all_of(trial.metrics, has_figure) &&
           (trial.risk == "none" || is_trial_sha256(trial.risk)) &&
           (is_trial_hex(trial.result, 32) || is_trial_sha256(trial.result)) &&
           trial.from < trial.to &&
           (trial.basis == TrialData::recorded || trial.counts == TrialCounts::no);
}

}  // namespace

std::string trial_text(const Trial& trial) {
    std::string out;
    for (const TrialInstance& instance : trial.instances) {
        add_instance(out, instance);
    }
    for (const TrialSeries& one : trial.data) {
        line(out, "data", one.manifest + ' ' + one.series);
    }
    add_terms(out, trial);
    add_proposal(out, trial.proposal);
    line(out, "result", trial.result);
    line(out, "figures", trial.figures);
    add_checks(out, trial.checks);
    for (const auto& metric : trial.metrics) {
        line(out, "metric", metric.name + ' ' + metric.value);
    }
    line(out, "basis", trial.basis == TrialData::recorded ? "recorded" : "synthetic");
    line(out, "counts", trial.counts == TrialCounts::yes ? "yes" : "no");
    return out;
}

std::string encode_trial(const Trial& trial) {
    TL_CHECK(check_trial(trial).has_value());
    return trial_text(trial);
}

Result<Trial> decode_trial(std::string_view bytes) {
    TrialLines lines(bytes);
    Trial trial;
    while (lines.next_is("file") && trial.instances.size() < trial_instances_max) {
        trial.instances.push_back(instance_in(lines));
    }
    while (lines.next_is("data") && trial.data.size() < trial_data_max) {
        auto [manifest, series] = cut_at_blank(lines.text("data"));
        trial.data.push_back({.manifest = std::move(manifest), .series = std::move(series)});
    }
    read_terms(lines, trial);
    trial.proposal.campaign = lines.text_if_there("campaign");
    trial.proposal.hypothesis = lines.text_if_there("hypothesis");
    trial.proposal.arm = lines.text_if_there("arm");
    trial.proposal.parent = lines.number_if_there<std::uint64_t>("parent");
    trial.result = lines.text("result");
    trial.figures = lines.text("figures");
    trial.checks = checks_in(lines);
    read_metrics(lines, trial);
    trial.basis = lines.choice<TrialData>("basis", "recorded", "synthetic");
    trial.counts = lines.choice<TrialCounts>("counts", "yes", "no");

    if (auto read = check_read(lines); !read) {
        return fail(std::move(read).error());
    }
    if (auto checked = check_trial(trial); !checked) {
        return fail(ErrorCode::malformed, checked.error().context);
    }
    if (trial_text(trial) != bytes) {
        return fail(ErrorCode::malformed, "trial: not in its one spelling");
    }
    return trial;
}

Result<Trial> decode_trial_2(std::string_view bytes) {
    auto trial = decode_trial(bytes);
    if (trial && trial->checks != TrialChecks::not_run) {
        return fail(ErrorCode::malformed, "trial: version 2 knows no checks");
    }
    return trial;
}

Result<Trial> decode_trial_1(std::string_view bytes) {
    TrialLines lines(bytes);
    Trial trial;
    TrialInstance& only = trial.instances.emplace_back();
    only.strategy = lines.text("strategy");
    only.plugin_id = lines.text("plugin");
    only.plugin_version = lines.text("version");
    only.library = lines.text("library");
    while (lines.next_is("data") && trial.data.size() < trial_data_max) {
        trial.data.push_back({.manifest = std::string(lines.text("data"))});
    }
    trial.from = UnixNanos(lines.number<std::int64_t>("from_ns"));
    trial.to = UnixNanos(lines.number<std::int64_t>("to_ns"));
    trial.engine = lines.text("engine");
    trial.fill_model = lines.text("fill_model");
    trial.risk = lines.text("risk");
    trial.cost_stress_permille = lines.number<std::uint32_t>("cost_stress_permille");
    trial.seed = lines.number<std::uint64_t>("seed");
    trial.result = lines.text("result");
    read_metrics(lines, trial);
    trial.basis = lines.choice<TrialData>("basis", "recorded", "synthetic");
    only.origin = lines.text("origin");
    trial.counts = lines.choice<TrialCounts>("counts", "yes", "no");

    if (auto read = check_read(lines); !read) {
        return fail(std::move(read).error());
    }
    if (!is_sound_1(trial)) {
        return fail(ErrorCode::malformed, "trial: a field of version 1 is not as it must be");
    }
    return trial;
}

}  // namespace tradelab
