#pragma once

#include "brain/analyzer.hpp"
#include "core/result.hpp"
#include "document/json_value.hpp"
#include "os/disk.hpp"

#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>

namespace tradelab {

// What an analyzer says, and how long it thought about it.
struct TimedAnswer {
    std::string text;
    std::chrono::milliseconds took{0};
};
using AskInTime = std::function<Result<TimedAnswer>(const brain::AnalyzerQuestion&)>;

// What the analyzers of one campaign answered, a file for each question.  A plugin, and a model
// behind it, may say something else when it is asked again; so a campaign that is taken up, or told
// once more, hears what was said the first time, a failure too, and comes to the same trials.  With
// another plugin it is another campaign, and has a folder of its own.
//
// How long it thought is kept with each answer, and who has used up what it may take in all is not
// asked again, whether the campaign ran in one go or was taken up: one that needs nine seconds each
// time would hold it up without end.
class KeptAnswers {
public:
    // Of one analyzer in one campaign: a campaign of a thousand trials takes five minutes.
    static constexpr std::chrono::milliseconds allowance = std::chrono::seconds(60);

    // The disk outlives this.
    KeptAnswers(Disk& disk, Disk::Path folder) : disk_(&disk), folder_(std::move(folder)) {}

    // What the analyzer answered to this question before, or what `ask` says now, on disk when this
    // returns.
    [[nodiscard]] Result<std::string> answer(const std::string& analyzer,
                                             const brain::AnalyzerQuestion& question,
                                             const AskInTime& ask);

    // What could not be read or kept, with its file.  That is no analyzer's fault: whoever searches
    // must end before a trial that came of it is counted, or the next run comes to other ones.
    [[nodiscard]] const std::optional<Error>& trouble() const { return trouble_; }

private:
    // Nothing where it is not there.
    [[nodiscard]] std::optional<Result<TimedAnswer>> read(const Disk::Path& file,
                                                          const JsonObject& question);
    [[nodiscard]] Result<TimedAnswer> give_up(Error error, const Disk::Path& file);
    // What was kept before, or what it says now, which is kept.
    [[nodiscard]] Result<TimedAnswer> kept_or_asked(const std::string& analyzer,
                                                    const brain::AnalyzerQuestion& question,
                                                    const AskInTime& ask);
    [[nodiscard]] Result<TimedAnswer> asked_now(const std::string& analyzer,
                                                const brain::AnalyzerQuestion& question,
                                                const AskInTime& ask) const;

    Disk* disk_;
    Disk::Path folder_;
    std::optional<Error> trouble_;
    std::map<std::string, std::chrono::milliseconds> used_;
};

}  // namespace tradelab
