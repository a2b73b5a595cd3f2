#pragma once

#include "core/result.hpp"
#include "lifecycle/footing.hpp"
#include "os/disk.hpp"

#include <map>
#include <string>

namespace tradelab {

// The histories that strategies were tested on, each in a file named by its hash beside the record
// of lives, written once however many were tested on it and never changed.
//
// The disk must outlive this.  One thread.
class TestedHistories {
public:
    TestedHistories(Disk& disk, const Disk::Path& lifecycle)
        : disk_(&disk), folder_(lifecycle.parent_path() / "histories") {}

    // On disk when this returns, so that a record may name it.
    [[nodiscard]] Result<KeptFooting> keep(const Footing& footing);
    // Read once and held: valid as long as this and `footing`.  Err: it is gone or was edited, with
    // the remedy.
    [[nodiscard]] Result<const TestedHistory*> of(const KeptFooting& footing);

private:
    Disk* disk_;
    Disk::Path folder_;
    std::map<std::string, TestedHistory> held_ = {};  // by hash
};

}  // namespace tradelab
