#pragma once

#include "core/result.hpp"
#include "os/disk.hpp"
#include "store/database.hpp"
#include "store/inspection.hpp"
#include "store/row_writer.hpp"
#include "store/sources.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace tradelab {

// The journals as tables.  An index and no memory: it can be deleted at any time, and is never a
// reason not to trade.
//
// How far each journal was read stands in the transaction that its rows are in, so that a process
// may be killed at any moment and no row is there twice or missing.  A file that is of another
// version, torn, corrupt, edited, or ahead of its journals is thrown away and read from the
// beginning.
//
// The disk, through which the journals are read, outlives it; SQLite opens its file itself.  One
// thread.
class Projection {
public:
    struct Progress {
        std::uint64_t records = 0;  // that were applied
        bool is_level = false;      // nothing is left that could be
    };

    // Takes up the file, or makes one.  Err: what the machine says; nothing is wrong with a journal
    // then, and trying again later is all there is to do.
    // Once `is_given_up` says so, this and catch_up end with `interrupted` within moments: what was
    // applied by then is in the file.
    [[nodiscard]] static Result<Projection> open(const Disk& disk,
                                                 ProjectionPlaces places,
                                                 std::function<bool()> is_given_up = {});
    // The same without what was there.
    [[nodiscard]] static Result<Projection> open_anew(const Disk& disk, ProjectionPlaces places);

    // Applies at most so many acknowledged records, in one transaction a journal.  Err: as above;
    // nothing of what failed is in the file, and this object is of no more use.
    [[nodiscard]] Result<Progress> catch_up(std::uint64_t records_max);

    [[nodiscard]] const std::vector<SourceState>& sources() const { return books_.sources; }
    [[nodiscard]] const Database& database() const { return *database_; }
    // What a person should know of since the last time: a file that was thrown away, and why; a
    // journal that cannot be read on.
    [[nodiscard]] std::vector<std::string> take_remarks();

private:
    Projection(const Disk& disk, ProjectionPlaces places, std::function<bool()> is_given_up);

    [[nodiscard]] Result<Database> open_file() const;
    [[nodiscard]] Status take_up();
    [[nodiscard]] Status begin_anew(const std::string& why);
    [[nodiscard]] Status make_file();
    [[nodiscard]] Status use(Database database, const Books& books);
    [[nodiscard]] Result<Progress> catch_up_once(std::uint64_t records_max);
    [[nodiscard]] Result<Progress> advance(SourceState& source, std::uint64_t records_max);
    [[nodiscard]] Result<Progress> apply(SourceState& source,
                                         JournalReader& reader,
                                         std::uint64_t records_max);
    [[nodiscard]] Result<Progress> refused(SourceState& source,
                                           const JournalHead& before,
                                           std::uint64_t applied);
    [[nodiscard]] Status commit();
    // One source of the transaction, back to what it was.
    void roll_back(SourceState& source, const JournalHead& before);
    // A journal that does not go on behind what was read of it: it is damaged, or the file is not
    // of this journal.
    [[nodiscard]] Result<Progress> cannot_go_on(SourceState& source, const Error& why);
    void stop(SourceState& source, const Error& why);

    const Disk* disk_;
    ProjectionPlaces places_;
    std::function<bool()> is_given_up_;
    Books books_ = {};
    // Declared before what uses it.
    std::optional<Database> database_ = {};
    std::optional<RowWriter> rows_ = {};
    bool was_thrown_away_ = false;
    std::vector<std::string> remarks_ = {};
};

}  // namespace tradelab
