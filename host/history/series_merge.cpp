#include "history/series_merge.hpp"

#include "history/row_fields.hpp"
#include "history/sealed_format.hpp"
#include "history/sealed_writer.hpp"

#include <algorithm>
#include <compare>
#include <optional>
#include <utility>

namespace tradelab {
namespace {

// What makes two rows of different files the same row.
struct Key {
    std::int64_t ts = 0;
    std::int64_t id = 0;  // of trades

    friend auto operator<=>(const Key&, const Key&) = default;
};

// A file and how far it has been read.
struct Cursor {
    std::size_t number = 0;
    const SealedFile* file = nullptr;
    std::uint64_t row = 0;
    std::uint64_t end = 0;
    Key key = {};

    [[nodiscard]] bool done() const { return row == end; }
};

Result<Key> key_at(const SealedFile& file, std::uint64_t row) {
    const auto held = file.rows({.first = row, .count = 1});
    if (!held) {
        return fail(held.error());
    }
    const auto* trades = std::get_if<TradeView>(&*held);
    return Key{.ts = times_of(*held)[0], .id = trades != nullptr ? trades->id[0] : 0};
}

Status move_to(Cursor& cursor, std::uint64_t row) {
    cursor.row = row;
    if (cursor.done()) {
        return {};
    }
    const auto key = key_at(*cursor.file, row);
    if (!key) {
        return fail(key.error());
    }
    cursor.key = *key;
    return {};
}

// A staged file is gone when its error is read: whoever adds it knows where its rows came from.
std::string name_of(const SealedFile& file) {
    const bool is_staged = file.path().filename().native().starts_with(staging_prefix);
    return is_staged ? "what is to be added" : "'" + file.path().native() + "'";
}

std::string name_of(const Cursor& cursor) {
    return name_of(*cursor.file) + " " + sealed::row_text(cursor.row);
}

// The command that takes a file out of its store; of a staged one there is nothing to take out.
std::string removal_of(const SealedFile& file) {
    const auto& path = file.path();
    if (path.filename().native().starts_with(staging_prefix)) {
        return {};
    }
    return "tradelab data remove '" + path.native() + "' --store '" +
           path.parent_path().parent_path().native() + "'";
}

std::string remedy_of(const SealedFile& a, const SealedFile& b) {
    std::string commands = removal_of(a);
    const std::string other = removal_of(b);
    commands += (commands.empty() || other.empty() ? "" : "   or   ") + other;
    return "one of them is wrong: tradelab data show \"" + a.summary().series.text() +
           "\" says where each comes from; this takes the one that is there out: " + commands;
}

Failure fail_conflict(const Cursor& a, const Cursor& b, const std::string& what) {
    return fail(ErrorCode::duplicate,
                a.file->summary().series.text() + " at " + iso_text(UnixNanos(a.key.ts)) + ": " +
                    name_of(a) + " and " + name_of(b) + " contradict each other: " + what,
                remedy_of(*a.file, *b.file));
}

Result<RowFields> fields_at(const Cursor& cursor) {
    const auto held = cursor.file->rows({.first = cursor.row, .count = 1});
    if (!held) {
        return fail(held.error());
    }
    return fields_of(*held, cursor.file->summary().places);
}

class Merge {
public:
    explicit Merge(std::vector<Cursor> cursors) : cursors_(std::move(cursors)) {}

    Result<std::vector<Segment>> run() {
        while (true) {
            std::erase_if(cursors_, [](const Cursor& c) { return c.done(); });
            if (cursors_.empty()) {
                return std::move(segments_);
            }
            std::ranges::sort(
                cursors_, {}, [](const Cursor& c) { return std::pair(c.key, c.number); });
            const bool shared = cursors_.size() > 1 && cursors_[0].key == cursors_[1].key;
            if (auto stepped = shared ? take_shared_row() : take_run(); !stepped) {
                return fail(stepped.error());
            }
        }
    }

private:
    // All rows of the first cursor up to where the second one begins.
    Status take_run() {
        Cursor& cursor = cursors_[0];
        std::uint64_t end = cursor.end;
        if (cursors_.size() > 1) {
            const auto found = first_not_before(cursor, cursors_[1].key);
            if (!found) {
                return fail(found.error());
            }
            end = *found;
        }
        const auto last = key_at(*cursor.file, end - 1);
        if (!last) {
            return fail(last.error());
        }
        emit(cursor, end, last->ts);
        return move_to(cursor, end);
    }

    static Result<std::uint64_t> first_not_before(const Cursor& cursor, Key limit) {
        auto found = cursor.file->row_at_or_after(UnixNanos(limit.ts));
        if (!found) {
            return found;
        }
        std::uint64_t row = std::clamp(*found, cursor.row, cursor.end);
        // Trades of one time are few, and in the order of their ids.
        while (row < cursor.end) {
            const auto key = key_at(*cursor.file, row);
            if (!key) {
                return fail(key.error());
            }
            if (*key >= limit) {
                break;
            }
            ++row;
        }
        return row;
    }

    // One row that several files hold: all must agree, and the one that knows most is read.
    Status take_shared_row() {
        const Key key = cursors_[0].key;
        auto best = fields_at(cursors_[0]);
        if (!best) {
            return fail(best.error());
        }
        std::size_t chosen = 0;
        std::size_t sharing = 1;
        for (; sharing < cursors_.size() && cursors_[sharing].key == key; ++sharing) {
            auto other = fields_at(cursors_[sharing]);
            if (!other) {
                return fail(other.error());
            }
            if (const auto what = difference(*best, *other)) {
                return fail_conflict(cursors_[chosen], cursors_[sharing], *what);
            }
            if (known_fields(*other) > known_fields(*best)) {
                chosen = sharing;
                best = std::move(other);
            }
        }
        emit(cursors_[chosen], cursors_[chosen].row + 1, key.ts);
        for (std::size_t i = 0; i < sharing; ++i) {
            if (auto moved = move_to(cursors_[i], cursors_[i].row + 1); !moved) {
                return moved;
            }
        }
        return {};
    }

    void emit(const Cursor& cursor, std::uint64_t end, std::int64_t last_ts) {
        if (!segments_.empty() && segments_.back().file == cursor.number &&
            segments_.back().rows.first + segments_.back().rows.count == cursor.row) {
            segments_.back().rows.count += end - cursor.row;
            segments_.back().last = UnixNanos(last_ts);
            return;
        }
        segments_.push_back({.file = cursor.number,
                             .rows = {.first = cursor.row, .count = end - cursor.row},
                             .first = UnixNanos(cursor.key.ts),
                             .last = UnixNanos(last_ts)});
    }

    std::vector<Cursor> cursors_;
    std::vector<Segment> segments_;
};

Status check_family(const SealedFile& a, const SealedFile& b) {
    const auto& first = a.summary();
    const auto& second = b.summary();
    const std::string both = name_of(a) + " and " + name_of(b);
    if (first.series != second.series) {
        return fail(
            ErrorCode::invalid_argument,
            both + " are of two series: " + first.series.text() + " and " + second.series.text(),
            "read one series at a time");
    }
    const auto& one = first.provenance.synthetic;
    const auto& other = second.provenance.synthetic;
    if (one.has_value() != other.has_value()) {
        return fail(ErrorCode::refused,
                    both + ": one is recorded, the other synthetic",
                    "keep them in different stores, or under different instruments");
    }
    if (one && (one->generator != other->generator || one->seed != other->seed)) {
        return fail(ErrorCode::refused,
                    both + " are two synthetic markets, not one",
                    "one series has one generator and one seed: remove one of them");
    }
    return {};
}

bool has_ids(const SealedFile& file) {
    const auto first = file.trades({.first = 0, .count = 1});
    return first && first->id[0] != TL_NONE;
}

// Without ids two equal trades may be one trade or two: nobody can say.
Status check_ids(std::span<const SealedFile* const> files) {
    std::vector<const SealedFile*> sorted(files.begin(), files.end());
    std::ranges::sort(sorted, {}, [](const SealedFile* f) { return f->summary().first; });
    const SealedFile* reaching = sorted.front();  // that ends last of those before
    for (std::size_t i = 1; i < sorted.size(); ++i) {
        const bool overlap = sorted[i]->summary().first <= reaching->summary().last;
        if (overlap && !(has_ids(*sorted[i]) && has_ids(*reaching))) {
            return fail(ErrorCode::duplicate,
                        name_of(*reaching) + " and " + name_of(*sorted[i]) +
                            " overlap, and their trades have no ids to tell them apart",
                        "remove one of them");
        }
        if (sorted[i]->summary().last > reaching->summary().last) {
            reaching = sorted[i];
        }
    }
    return {};
}

}  // namespace

Result<std::vector<Segment>> merge(std::span<const SealedFile* const> files, TimeRange range) {
    std::vector<Cursor> cursors;
    for (std::size_t i = 0; i < files.size(); ++i) {
        if (auto family = check_family(*files[0], *files[i]); !family) {
            return fail(family.error());
        }
        const auto begin = files[i]->row_at_or_after(range.from);
        if (!begin) {
            return fail(begin.error());
        }
        const auto end = files[i]->row_at_or_after(range.to);
        if (!end) {
            return fail(end.error());
        }
        Cursor cursor{.number = i, .file = files[i], .end = std::max(*begin, *end)};
        if (auto moved = move_to(cursor, *begin); !moved) {
            return fail(moved.error());
        }
        cursors.push_back(cursor);
    }
    if (!files.empty() && files[0]->summary().series.kind() == SeriesKind::trades) {
        if (auto ids = check_ids(files); !ids) {
            return fail(ids.error());
        }
    }
    return Merge(std::move(cursors)).run();
}

}  // namespace tradelab
