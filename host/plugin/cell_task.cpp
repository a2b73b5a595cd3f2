#include "plugin/cell_task.hpp"

#include "core/limits.hpp"

#include <charconv>
#include <optional>
#include <string_view>
#include <utility>

namespace tradelab {
namespace {

template <class Number>
bool read_number(std::string_view text, Number& out) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
    return error == std::errc() && end == text.data() + text.size();
}

// The text up to the next comma, which goes with it.
std::string_view next_field(std::string_view& text) {
    const std::size_t comma = text.find(',');
    const std::string_view field = text.substr(0, comma);
    text.remove_prefix(comma == std::string_view::npos ? text.size() : comma + 1);
    return field;
}

std::string text_of(const CellInstrument& one) {
    return std::to_string(one.id) + "," + std::to_string(int{one.kind}) + "," +
           std::to_string(int{one.price_places}) + "," + std::to_string(int{one.quantity_places}) +
           "," + std::to_string(one.tick) + "," + std::to_string(one.lot) + "," + one.symbol;
}

std::optional<CellInstrument> instrument_of(std::string_view text) {
    CellInstrument out;
    const bool good = read_number(next_field(text), out.id) &&
                      read_number(next_field(text), out.kind) &&
                      read_number(next_field(text), out.price_places) &&
                      read_number(next_field(text), out.quantity_places) &&
                      read_number(next_field(text), out.tick) &&
                      read_number(next_field(text), out.lot) && !text.empty();
    out.symbol = text;
    return good ? std::optional(std::move(out)) : std::nullopt;
}

bool read_ticks(std::string_view text, std::vector<std::int64_t>& out) {
    while (!text.empty() && out.size() <= limits::params_max) {
        if (!read_number(next_field(text), out.emplace_back())) {
            return false;
        }
    }
    return out.size() <= limits::params_max;
}

bool read_instruments(std::span<const std::string> arguments, std::vector<CellInstrument>& out) {
    for (std::size_t at = 0; at + 1 < arguments.size(); at += 2) {
        auto instrument = instrument_of(arguments[at + 1]);
        if (arguments[at] != "--instrument" || !instrument) {
            return false;
        }
        out.push_back(*std::move(instrument));
    }
    return arguments.size() % 2 == 0 && out.size() <= limits::roles_max;
}

}  // namespace

std::vector<std::string> arguments_of(const CellTask& task) {
    std::string ticks;
    for (const std::int64_t tick : task.ticks) {
        ticks += (ticks.empty() ? "" : ",") + std::to_string(tick);
    }
    std::vector<std::string> out{"--package",
                                 task.package.string(),
                                 "--interval",
                                 std::to_string(task.bar_interval_ns),
                                 "--ticks",
                                 std::move(ticks)};
    for (const CellInstrument& instrument : task.instruments) {
        out.emplace_back("--instrument");
        out.push_back(text_of(instrument));
    }
    return out;
}

Result<CellTask> cell_task_of(std::span<const std::string> arguments) {
    CellTask task;
    const bool good = arguments.size() >= 6 && arguments[0] == "--package" &&
                      arguments[2] == "--interval" && arguments[4] == "--ticks" &&
                      read_number(arguments[3], task.bar_interval_ns) &&
                      read_ticks(arguments[5], task.ticks) &&
                      read_instruments(arguments.subspan(6), task.instruments);
    if (good) {
        task.package = arguments[1];
    }
    if (!good || !task.package.is_absolute()) {
        return fail(ErrorCode::invalid_argument,
                    "not the command line of a strategy's process",
                    "tradelab writes it; it is not for people");
    }
    return task;
}

Instance::Config config_of(const CellTask& task) {
    Instance::Config config{
        .ticks = task.ticks, .instruments = {}, .bar_interval_ns = task.bar_interval_ns};
    for (const CellInstrument& one : task.instruments) {
        tl_instrument& out = config.instruments.emplace_back();
        out.size = sizeof out;
        out.id = one.id;
        out.symbol = one.symbol.c_str();
        out.kind = one.kind;
        out.price_dp = one.price_places;
        out.qty_dp = one.quantity_places;
        out.tick = one.tick;
        out.lot = one.lot;
    }
    return config;
}

}  // namespace tradelab
