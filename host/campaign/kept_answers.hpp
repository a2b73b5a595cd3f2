#pragma once

#include "brain/analyzer.hpp"
#include "core/result.hpp"
#include "document/json_value.hpp"
#include "os/disk.hpp"

#include <optional>
#include <string>
#include <utility>

namespace tradelab {

// What the analyzers of one campaign answered, a file for each question.  A plugin, and a model
// behind it, may say something else when it is asked again; so a campaign that is taken up, or told
// once more, hears what was said the first time, a failure too, and comes to the same trials.  With
// another plugin it is another campaign, and has a folder of its own.
class KeptAnswers {
public:
    // The disk outlives this.
    KeptAnswers(Disk& disk, Disk::Path folder) : disk_(&disk), folder_(std::move(folder)) {}

    // What the analyzer answered to this question before, or what `ask` says now, on disk when this
    // returns.
    [[nodiscard]] Result<std::string> answer(const std::string& analyzer,
                                             const brain::AnalyzerQuestion& question,
                                             const brain::AskAnalyzer& ask);

    // What could not be read or kept, with its file.  That is no analyzer's fault: whoever searches
    // must end before a trial that came of it is counted, or the next run comes to other ones.
    [[nodiscard]] const std::optional<Error>& trouble() const { return trouble_; }

private:
    // Nothing where it is not there.
    [[nodiscard]] std::optional<Result<std::string>> read(const Disk::Path& file,
                                                          const JsonObject& question);
    [[nodiscard]] Result<std::string> give_up(Error error, const Disk::Path& file);

    Disk* disk_;
    Disk::Path folder_;
    std::optional<Error> trouble_;
};

}  // namespace tradelab
