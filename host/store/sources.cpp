#include "store/sources.hpp"

#include "gate/lifetime.hpp"
#include "journal/trials.hpp"
#include "lifecycle/lifecycle.hpp"
#include "paper/records.hpp"
#include "store/gate_rows.hpp"
#include "store/lifecycle_rows.hpp"
#include "store/paper_rows.hpp"
#include "store/trial_rows.hpp"

namespace tradelab {

ProjectionPlaces projection_places(const Disk::Path& state, const Disk::Path& paper) {
    return {.file = state / "projection.sqlite",
            .journals = {paper / "journal",
                         state / "trials",
                         state / "lifecycle",
                         state / "vault",
                         state / "vault-synthetic"}};
}

std::string_view kind_of(Source source) {
    switch (source) {
        case Source::paper:
            return paper_journal_kind;
        case Source::trials:
            return trials_kind;
        case Source::lifecycle:
            return lifecycle_kind;
        default:
            return vault_kind;
    }
}

Status add_rows(RowWriter& rows, Source source, const RecordView& record) {
    switch (source) {
        case Source::paper:
            return add_paper_rows(rows, record);
        case Source::trials:
            return add_trial_rows(rows, record);
        case Source::lifecycle:
            return add_lifecycle_rows(rows, record);
        default:
            return add_gate_rows(rows, source, record);
    }
}

}  // namespace tradelab
