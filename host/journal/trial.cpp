#include "journal/trial.hpp"

#include "document/sha256.hpp"
#include "journal/trial_rules.hpp"

#include <algorithm>

namespace tradelab {
namespace {

Failure refuse(std::string what) {
    return fail(ErrorCode::invalid_argument,
                "trial: " + std::move(what),
                "a trial names everything needed to run it again");
}

Status check_words(std::initializer_list<std::string_view> words) {
    for (const std::string_view word : words) {
        if (!is_trial_word(word)) {
            return refuse("'" + std::string(word) + "' is no word of letters, digits and ._:/+-");
        }
    }
    return {};
}

// The text is one line, so that a record of lines can hold it.
Status check_instance(const TrialInstance& instance) {
    if (!is_trial_sha256(instance.strategy) || !is_trial_sha256(instance.library)) {
        return refuse("strategy and library must be SHA-256 in lower-case hexadecimal");
    }
    if (!instance.file.starts_with('{') || instance.file.find('\n') != std::string::npos ||
        sha256_hex(instance.file) != instance.strategy) {
        return refuse("the text of the parameter file is not the canonical one whose hash is " +
                      instance.strategy);
    }
    return check_words({instance.plugin_id, instance.plugin_version, instance.origin});
}

Status check_instances(const std::vector<TrialInstance>& instances) {
    if (instances.empty() || instances.size() > trial_instances_max) {
        return refuse("must be of 1 to " + std::to_string(trial_instances_max) +
                      " parameter files");
    }
    std::size_t bytes = 0;
    for (const TrialInstance& instance : instances) {
        if (auto checked = check_instance(instance); !checked) {
            return checked;
        }
        bytes += instance.file.size();
    }
    if (bytes > trial_file_bytes_max) {
        return refuse("its parameter files have " + std::to_string(bytes) +
                      " bytes together; the most is " + std::to_string(trial_file_bytes_max));
    }
    return {};
}

Status check_data(const std::vector<TrialSeries>& data) {
    const auto is_series = [](const TrialSeries& one) {
        return is_trial_sha256(one.manifest) && are_trial_words(one.series);
    };
    if (data.empty() || data.size() > trial_data_max || !std::ranges::all_of(data, is_series)) {
        return refuse("data must name 1 to " + std::to_string(trial_data_max) +
                      " series, each by the SHA-256 of its manifest and its name");
    }
    return {};
}

Status check_terms(const Trial& trial) {
    if (trial.from >= trial.to) {
        return refuse("the span is empty: from " + iso_text(trial.from) + " to " +
                      iso_text(trial.to));
    }
    if (trial.capital <= Cash() || trial.leverage == 0) {
        return refuse("capital and leverage must be above 0");
    }
    if (trial.spot_share && (*trial.spot_share < Rate() || *trial.spot_share > rate_one)) {
        return refuse("the share of the spot wallet must be from 0 to 1");
    }
    if (!is_trial_sha256(trial.venues)) {
        return refuse("venues must be the SHA-256 of the venue files");
    }
    if (trial.risk != "none" && !is_trial_sha256(trial.risk)) {
        return refuse("risk must be the SHA-256 of the limits or \"none\"");
    }
    if (!trial.finer.empty() && !is_trial_word(trial.finer)) {
        return refuse("finer must be an interval");
    }
    return check_words({trial.engine, trial.fill_model});
}

Status check_proposal(const TrialProposal& proposal) {
    for (const std::string& name : {proposal.campaign, proposal.hypothesis, proposal.arm}) {
        if (!name.empty() && !is_trial_word(name)) {
            return refuse("campaign, hypothesis and arm must be words, or absent");
        }
    }
    if (proposal.parent == 0) {
        return refuse("trials are numbered from 1, so 0 is no parent");
    }
    return {};
}

Status check_metrics(const std::vector<TrialMetric>& metrics) {
    if (metrics.size() > trial_metrics_max) {
        return refuse("more than " + std::to_string(trial_metrics_max) + " metrics");
    }
    for (const auto& metric : metrics) {
        if (!is_trial_word(metric.name) || !is_trial_figure(metric.value)) {
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

Status check_outcome(const Trial& trial) {
    if (!is_trial_hex(trial.result, 32) && !is_trial_sha256(trial.result)) {
        return refuse("result must be a hash of 32 or 64 hexadecimal digits");
    }
    if (!is_trial_sha256(trial.figures)) {
        return refuse("figures must be the SHA-256 of all figures");
    }
    if (trial.basis == TrialData::synthetic && trial.counts == TrialCounts::yes) {
        return refuse("synthetic data is no evidence, so the trial cannot count");
    }
    return check_metrics(trial.metrics);
}

}  // namespace

Status check_trial(const Trial& trial) {
    auto checked = check_instances(trial.instances);
    checked = !checked ? checked : check_data(trial.data);
    checked = !checked ? checked : check_terms(trial);
    checked = !checked ? checked : check_proposal(trial.proposal);
    return !checked ? checked : check_outcome(trial);
}

}  // namespace tradelab
