#include "journal/trial.hpp"

#include "core/check.hpp"

#include <algorithm>
#include <charconv>
#include <concepts>

namespace tradelab {
namespace {

constexpr std::size_t word_length_max = 127;

bool is_hex(std::string_view text, std::size_t length) {
    return text.size() == length &&
           text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

bool is_sha256(std::string_view text) {
    return is_hex(text, 64);
}

bool is_word(std::string_view text) {
    constexpr std::string_view allowed =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._:/+-";
    return !text.empty() && text.size() <= word_length_max &&
           text.find_first_not_of(allowed) == std::string_view::npos;
}

// "-12.50" or "undefined"; how a figure is rounded is its author's business.
bool is_figure(std::string_view text) {
    if (text == "undefined") {
        return true;
    }
    text.remove_prefix(text.starts_with('-') ? 1 : 0);
    const auto point = text.find('.');
    const auto is_digits = [](std::string_view part) {
        return !part.empty() && part.size() <= 40 &&
               part.find_first_not_of("0123456789") == std::string_view::npos;
    };
    return point == std::string_view::npos
               ? is_digits(text)
               : is_digits(text.substr(0, point)) && is_digits(text.substr(point + 1));
}

Failure refuse(std::string what) {
    return fail(ErrorCode::invalid_argument,
                "trial: " + std::move(what),
                "a trial names everything needed to run it again");
}

Status check_metrics(const std::vector<TrialMetric>& metrics) {
    if (metrics.size() > trial_metrics_max) {
        return refuse("more than " + std::to_string(trial_metrics_max) + " metrics");
    }
    for (const auto& metric : metrics) {
        if (!is_word(metric.name) || !is_figure(metric.value)) {
            return refuse("metric '" + metric.name + "' = '" + metric.value +
                          "': must be a word and a decimal number or \"undefined\"");
        }
    }
    const auto not_before = [](const TrialMetric& a, const TrialMetric& b) {
        return a.name >= b.name;
    };
    if (std::ranges::adjacent_find(metrics, not_before) != metrics.end()) {
        return refuse("metrics must be sorted by name, each name once");
    }
    return {};
}

// Reads "key value" lines in the order they are asked for; the first that is not there ends it.
class Lines {
public:
    explicit Lines(std::string_view text) : rest_(text) {}

    // The value of the next line, if that is its key.
    [[nodiscard]] bool next_is(std::string_view key) const {
        return rest_.starts_with(key) && rest_.substr(key.size()).starts_with(' ') &&
               rest_.find('\n') != std::string_view::npos;
    }
    [[nodiscard]] std::string_view text(std::string_view key) {
        if (missing_.empty() && !next_is(key)) {
            missing_ = key;
        }
        if (!missing_.empty()) {
            return {};
        }
        const auto end = rest_.find('\n');
        const auto value = rest_.substr(key.size() + 1, end - key.size() - 1);
        rest_.remove_prefix(end + 1);
        return value;
    }
    template <std::integral T>
    [[nodiscard]] T number(std::string_view key) {
        const auto value = text(key);
        T number{};
        const auto [end, error] =
            std::from_chars(value.data(), value.data() + value.size(), number);
        if (missing_.empty() && (error != std::errc{} || end != value.data() + value.size())) {
            missing_ = key;
        }
        return number;
    }
    template <class Enum>
    [[nodiscard]] Enum choice(std::string_view key,
                              std::string_view first,
                              std::string_view second) {
        const auto value = text(key);
        if (missing_.empty() && value != first && value != second) {
            missing_ = key;
        }
        return value == first ? Enum{} : Enum{1};
    }

    [[nodiscard]] std::string_view missing() const { return missing_; }
    [[nodiscard]] bool at_end() const { return rest_.empty(); }

private:
    std::string_view rest_;
    std::string_view missing_ = {};
};

static_assert(TrialData{} == TrialData::recorded && TrialCounts{} == TrialCounts::yes);

void line(std::string& out, std::string_view key, std::string_view value) {
    out += key;
    out += ' ';
    out += value;
    out += '\n';
}

}  // namespace

Status check_trial(const Trial& trial) {
    if (!is_sha256(trial.strategy) || !is_sha256(trial.library)) {
        return refuse("strategy and library must be SHA-256 in lower-case hexadecimal");
    }
    if (trial.data.empty() || trial.data.size() > trial_data_max ||
        !std::ranges::all_of(trial.data, is_sha256)) {
        return refuse("data must name 1 to " + std::to_string(trial_data_max) +
                      " manifests by their SHA-256");
    }
    for (const auto& word :
         {trial.plugin_id, trial.plugin_version, trial.engine, trial.fill_model, trial.origin}) {
        if (!is_word(word)) {
            return refuse("'" + word + "' is no word of letters, digits and ._:/+-");
        }
    }
    if (trial.risk != "none" && !is_sha256(trial.risk)) {
        return refuse("risk must be the SHA-256 of the limits or \"none\"");
    }
    if (!is_hex(trial.result, 32) && !is_hex(trial.result, 64)) {
        return refuse("result must be a hash of 32 or 64 hexadecimal digits");
    }
    if (trial.from >= trial.to) {
        return refuse("the span is empty: from " + iso_text(trial.from) + " to " +
                      iso_text(trial.to));
    }
    if (trial.basis == TrialData::synthetic && trial.counts == TrialCounts::yes) {
        return refuse("synthetic data is no evidence, so the trial cannot count");
    }
    return check_metrics(trial.metrics);
}

std::string encode_trial(const Trial& trial) {
    TL_CHECK(check_trial(trial).has_value());
    std::string out;
    line(out, "strategy", trial.strategy);
    line(out, "plugin", trial.plugin_id);
    line(out, "version", trial.plugin_version);
    line(out, "library", trial.library);
    for (const auto& manifest : trial.data) {
        line(out, "data", manifest);
    }
    line(out, "from_ns", std::to_string(trial.from.ns()));
    line(out, "to_ns", std::to_string(trial.to.ns()));
    line(out, "engine", trial.engine);
    line(out, "fill_model", trial.fill_model);
    line(out, "risk", trial.risk);
    line(out, "cost_stress_permille", std::to_string(trial.cost_stress_permille));
    line(out, "seed", std::to_string(trial.seed));
    line(out, "result", trial.result);
    for (const auto& metric : trial.metrics) {
        line(out, "metric", metric.name + ' ' + metric.value);
    }
    line(out, "basis", trial.basis == TrialData::recorded ? "recorded" : "synthetic");
    line(out, "origin", trial.origin);
    line(out, "counts", trial.counts == TrialCounts::yes ? "yes" : "no");
    return out;
}

Result<Trial> decode_trial(std::string_view bytes) {
    Lines lines(bytes);
    Trial trial;
    trial.strategy = lines.text("strategy");
    trial.plugin_id = lines.text("plugin");
    trial.plugin_version = lines.text("version");
    trial.library = lines.text("library");
    while (lines.next_is("data") && trial.data.size() < trial_data_max) {
        trial.data.emplace_back(lines.text("data"));
    }
    trial.from = UnixNanos(lines.number<std::int64_t>("from_ns"));
    trial.to = UnixNanos(lines.number<std::int64_t>("to_ns"));
    trial.engine = lines.text("engine");
    trial.fill_model = lines.text("fill_model");
    trial.risk = lines.text("risk");
    trial.cost_stress_permille = lines.number<std::uint32_t>("cost_stress_permille");
    trial.seed = lines.number<std::uint64_t>("seed");
    trial.result = lines.text("result");
    while (lines.next_is("metric") && trial.metrics.size() < trial_metrics_max) {
        const auto pair = lines.text("metric");
        const auto blank = std::min(pair.find(' '), pair.size());
        trial.metrics.push_back(
            {.name = std::string(pair.substr(0, blank)),
             .value = std::string(pair.substr(std::min(blank + 1, pair.size())))});
    }
    trial.basis = lines.choice<TrialData>("basis", "recorded", "synthetic");
    trial.origin = lines.text("origin");
    trial.counts = lines.choice<TrialCounts>("counts", "yes", "no");

    if (!lines.missing().empty()) {
        return fail(
            ErrorCode::malformed,
            "trial: '" + std::string(lines.missing()) + "' is missing or not as it must be");
    }
    if (!lines.at_end()) {
        return fail(ErrorCode::malformed, "trial: lines behind the last one, 'counts'");
    }
    if (auto checked = check_trial(trial); !checked) {
        return fail(ErrorCode::malformed, checked.error().context);
    }
    // One trial, one spelling: "007" or "+7" would make two hashes of one trial.
    if (encode_trial(trial) != bytes) {
        return fail(ErrorCode::malformed, "trial: a number is not in its canonical spelling");
    }
    return trial;
}

}  // namespace tradelab
