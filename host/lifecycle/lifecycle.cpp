#include "lifecycle/lifecycle.hpp"

#include "journal/reader.hpp"
#include "lifecycle/ledger_note.hpp"

#include <algorithm>
#include <utility>

namespace tradelab {
namespace {

constexpr std::size_t shown = 12;

// It is carried over as it is: no looser, no longer.
bool only_carries(const StrategyLife& life, const StageEdge& edge) {
    const StageStep* bound = bound_step(life);
    if (bound == nullptr) {
        return false;
    }
    VaultBinding as_before = *edge.binding;
    as_before.engine = bound->edge.binding->engine;
    as_before.fill_model = bound->edge.binding->fill_model;
    const bool is_no_longer =
        edge.to != LifeStage::approved || edge.expires_at == bound->edge.expires_at;
    return as_before == *bound->edge.binding && edge.limits == bound->edge.limits && is_no_longer;
}

// The end of its approval, of one that is let in.
Status still_counts(const StrategyLife& life, const StageEdge& edge, UnixNanos now) {
    const auto& until = bound_step(life)->edge.expires_at;
    return until && now < *until
               ? Status()
               : fail(ErrorCode::refused,
                      edge.name + " was approved until " + (until ? iso_text(*until) : "never"),
                      "a human decides anew: tradelab approve");
}

Status admits_next(const StrategyLife& life, const StageEdge& edge, UnixNanos now) {
    if (is_carry_over(edge) && !only_carries(life, edge)) {
        return fail(ErrorCode::refused,
                    "carrying " + edge.name + " over would change more than its engine",
                    "a human decides on what is another: tradelab approve");
    }
    return edge.to == LifeStage::canary && edge.from == LifeStage::approved
               ? still_counts(life, edge, now)
               : Status();
}

Status admits(const StrategyLife* life, const StageEdge& edge, UnixNanos now) {
    if (auto checked = check(edge); !checked) {
        return checked;
    }
    if (life == nullptr) {
        return edge.from == LifeStage::idea
                   ? Status()
                   : fail(ErrorCode::not_found,
                          edge.name + " has not come to " + std::string(stage_text(edge.from)),
                          "a strategy begins as an idea: tradelab lab campaign");
    }
    if (life->stage != edge.from) {
        return fail(ErrorCode::refused,
                    life->name + " is " + std::string(stage_text(life->stage)) + ", not " +
                        std::string(stage_text(edge.from)),
                    "tradelab lab show " + life->strategy.substr(0, shown));
    }
    if (life->basis != edge.basis) {
        return fail(ErrorCode::refused,
                    life->name + " lives on " +
                        (life->basis == VerdictBasis::recorded ? "recorded" : "synthetic") +
                        " data, this step is of the other kind",
                    "evidence of one kind does not count for the other");
    }
    return admits_next(*life, edge, now);
}

// Whatever it says, what stands there could not have been written by us.
Failure written_by_another(const Error& why) {
    return fail(
        ErrorCode::malformed, why.context, "restore it together with its .mark file from a backup");
}

}  // namespace

const StageStep* bound_step(const StrategyLife& life) {
    const auto at = std::find_if(life.steps.rbegin(), life.steps.rend(), [](const StageStep& step) {
        return step.edge.binding.has_value();
    });
    return at == life.steps.rend() ? nullptr : &*at;
}

const KeptFooting* footing_of(const StrategyLife& life) {
    const auto at = std::find_if(life.steps.rbegin(), life.steps.rend(), [](const StageStep& step) {
        return step.edge.to == LifeStage::selected;
    });
    return at == life.steps.rend() || !at->edge.footing ? nullptr : &*at->edge.footing;
}

bool is_carry_over(const StageEdge& edge) {
    return edge.by == carry_over_author;
}

bool is_demoted(const StrategyLife& life) {
    return !life.steps.empty() && life.steps.back().edge.by == decay_author;
}

bool is_for_the_market(const StageEdge& edge) {
    return edge.by == readmission_author ||
           (edge.by == decay_author && edge.evidence.starts_with(sat_out_evidence));
}

bool is_sat_out(const StrategyLife& life) {
    return is_demoted(life) && is_for_the_market(life.steps.back().edge);
}

StrategyLife* Lifecycle::Known::find(const std::string& identity) {
    const auto at = places.find(identity);
    return at == places.end() ? nullptr : &lives[at->second];
}

StrategyLife& Lifecycle::Known::put(StrategyLife life) {
    places.emplace(life.strategy, lives.size());
    return lives.emplace_back(std::move(life));
}

Status Lifecycle::Known::apply(StageStep step) {
    StrategyLife* life = find(step.edge.strategy);
    if (auto admitted = admits(life, step.edge, step.at); !admitted) {
        return admitted;
    }
    if (life == nullptr) {
        life = &put({.strategy = step.edge.strategy,
                     .name = step.edge.name,
                     .basis = step.edge.basis,
                     .stage = step.edge.from,
                     .steps = {}});
    }
    life->stage = step.edge.to;
    life->steps.push_back(std::move(step));
    return {};
}

Status Lifecycle::Known::take(const RecordView& record) {
    if (record.kind == ledger_note_kind) {
        const auto noted = decode_ledger_note(record.payload);
        if (!noted) {
            return written_by_another(noted.error());
        }
        ledger = *noted;
        return {};
    }
    if (!is_stage_edge(record.kind)) {
        return fail(ErrorCode::unsupported,
                    "its type or version is unknown to this program",
                    "read it with the program that wrote it, or a newer one");
    }
    auto edge = decode_edge(record.payload);
    const auto applied =
        edge ? apply({.seq = record.seq, .at = record.times.event, .edge = *std::move(edge)})
             : Status(fail(std::move(edge).error()));
    return applied ? Status() : written_by_another(applied.error());
}

// From its head on; where that ends in an error, what came before it is known.
Status Lifecycle::Known::read(const Disk& disk, const Disk::Path& path) {
    auto reader = head ? JournalReader::open_behind(disk, path, *head, lifecycle_kind)
                       : JournalReader::open(disk, path, ReadFrom::first_record, lifecycle_kind);
    if (!reader) {
        const bool never_begun = !head && reader.error().code == ErrorCode::not_found;
        return never_begun ? Status() : fail(reader.error());
    }
    while (true) {
        const auto at = reader->next();
        if (!at) {
            return fail(at.error());
        }
        if (!*at) {
            head = reader->head();
            return {};
        }
        if (auto taken = take(**at); !taken) {
            return fail(std::move(taken).error(),
                        "'" + path.native() + "', record " + std::to_string((*at)->seq));
        }
        head = reader->head();
    }
}

Status Lifecycle::catch_up() {
    const auto info = disk_->stat(path_);
    if (known_.head && info && info->size == known_.head->offset) {
        return {};
    }
    if (known_.head && known_.read(*disk_, path_)) {
        return {};
    }
    // The first time, or it is not the record any more that was read.
    Known anew;
    if (auto read = anew.read(*disk_, path_); !read) {
        return read;
    }
    known_ = std::move(anew);
    return {};
}

const StrategyLife* Lifecycle::known(const std::string& identity) const {
    const auto at = known_.places.find(identity);
    return at == known_.places.end() ? nullptr : &known_.lives[at->second];
}

Result<JournalWriter> Lifecycle::open_to_write() {
    if (auto made = disk_->make_directories(path_.parent_path()); !made) {
        return fail(std::move(made).error());
    }
    // The tail alone is judged by the writer: every byte before it is by whoever reads it here.
    auto writer = JournalWriter::open(
        *disk_,
        path_,
        {.kind = std::string(lifecycle_kind), .check = ReadFrom::mark, .patience = patience_});
    if (!writer) {
        return writer;
    }
    const auto read = catch_up();
    return read ? std::move(writer) : fail(read.error());
}

Status Lifecycle::note(const JournalHead& ledger, UnixNanos now) {
    auto writer = open_to_write();
    if (!writer) {
        return fail(std::move(writer).error());
    }
    if (known_.ledger && known_.ledger->seq >= ledger.seq) {
        return {};  // somebody was faster
    }
    const auto seq = writer->append(
        ledger_note_kind, {.event = now, .written = now}, encode_ledger_note(ledger));
    const auto synced = seq ? writer->sync() : fail(seq.error());
    return synced ? Status() : fail(synced.error());
}

Status Lifecycle::add(std::span<const StageEdge> edges, UnixNanos now) {
    auto writer = open_to_write();
    if (!writer) {
        return fail(std::move(writer).error());
    }
    Known trial;
    for (const StageEdge& edge : edges) {
        const StrategyLife* stands = known(edge.strategy);
        if (stands != nullptr && trial.find(edge.strategy) == nullptr) {
            trial.put(*stands);
        }
        if (auto applied = trial.apply({.seq = 0, .at = now, .edge = edge}); !applied) {
            return applied;
        }
    }
    for (const StageEdge& edge : edges) {
        const auto seq =
            writer->append(stage_edge_kind, {.event = now, .written = now}, encode(edge));
        if (!seq) {
            return fail(seq.error());
        }
    }
    const auto synced = writer->sync();
    return synced ? Status() : fail(synced.error());
}

Result<std::vector<StrategyLife>> Lifecycle::lives() {
    auto read = catch_up();
    return read ? Result<std::vector<StrategyLife>>(known_.lives) : fail(std::move(read).error());
}

Result<StrategyLife> Lifecycle::find(std::string_view strategy) {
    if (auto read = catch_up(); !read) {
        return fail(std::move(read).error());
    }
    const StrategyLife* found = nullptr;
    bool is_one = true;
    for (const StrategyLife& life : known_.lives) {
        if (!strategy.empty() && (life.strategy.starts_with(strategy) || life.name == strategy)) {
            is_one = found == nullptr;
            found = &life;
        }
    }
    if (found != nullptr && is_one) {
        return *found;
    }
    return fail(found == nullptr ? ErrorCode::not_found : ErrorCode::invalid_argument,
                (found == nullptr ? "no strategy is called '" : "several strategies begin with '") +
                    std::string(strategy) + "'",
                "tradelab lab hypotheses lists them");
}

}  // namespace tradelab
