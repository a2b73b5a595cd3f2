#include "daemon/left_behind.hpp"

#include "core/decimal.hpp"

#include <algorithm>

namespace tradelab {
namespace {

constexpr const char* name = "left_behind";
constexpr std::uint64_t bytes_max = std::uint64_t{64} << 10U;

template <class Row, class Id>
std::string name_of(const std::vector<Row>& rows, Id Row::* id, Id wanted) {
    const auto at = std::ranges::find(rows, wanted, id);
    return at == rows.end() ? "#" + std::to_string(wanted.value()) : at->name;
}

std::string quantity_of(const PaperView& view, const PaperPosition& one) {
    const auto at = std::ranges::find(view.instruments, one.instrument, &PaperInstrument::id);
    return at == view.instruments.end() ? std::string("something")
                                        : decimal_text(one.position.quantity, at->places.quantity);
}

}  // namespace

std::string held_text(const PaperView& view) {
    std::string out;
    for (const PaperPosition& one : view.positions) {
        if (one.is_dust) {
            continue;
        }
        out += (out.empty() ? "" : ", ") +
               name_of(view.instances, &PaperInstance::instance, one.instance) + " " +
               quantity_of(view, one) + " of " +
               name_of(view.instruments, &PaperInstrument::id, one.instrument) + " (unrealised " +
               short_decimal_text(one.position.unrealised.mantissa(), cash_places) + ")";
    }
    return out;
}

Result<std::string> read_left_behind(const Disk& disk, const Disk::Path& paper) {
    auto text = disk.read_file(paper / name, {.size_max = bytes_max});
    return !text && text.error().code == ErrorCode::not_found ? std::string() : text;
}

Status keep_left_behind(Disk& disk, const Disk::Path& paper, const std::string& sentence) {
    if (auto made = disk.make_directories(paper); !made) {
        return fail(std::move(made).error());
    }
    return write_atomically(disk, paper / name, sentence);
}

}  // namespace tradelab
