#include "store/paper_rows.hpp"

#include "journal/trial_lines.hpp"
#include "paper/command_text.hpp"
#include "paper/lines.hpp"
#include "paper/records.hpp"
#include "report/names.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace tradelab {
namespace {

using Number = std::int64_t;

// A record's own key and when it happened, and its lines.
struct Read {
    Read(std::uint64_t of, const RecordView& record)
        : account(table_cell(of)),
          seq(table_cell(record.seq)),
          at(table_cell(record.times.event.ns())),
          lines(record.payload) {}

    [[nodiscard]] TableCell number(std::string_view key) {
        return table_cell(lines.number<Number>(key));
    }
    [[nodiscard]] TableCell text(std::string_view key) { return table_cell(lines.text(key)); }
    // A number that stands for a word.
    template <class Enum>
    [[nodiscard]] TableCell word(std::string_view key, std::string_view (*text_of)(Enum)) {
        const auto value = lines.number<int>(key);
        return table_cell(lines.wrong().empty() ? text_of(static_cast<Enum>(value))
                                                : std::string_view());
    }

    // All lines were there, and no more.
    [[nodiscard]] bool is_whole() const { return lines.wrong().empty() && lines.at_end(); }

    TableCell account;
    TableCell seq;
    TableCell at;
    TrialLines lines;
};

// Only what was read in whole: nothing stands in the tables of a record that is refused.
void put(RowWriter& rows,
         const Read& read,
         StoreTable table,
         std::initializer_list<TableCell> cells) {
    if (read.is_whole()) {
        rows.add(table, cells);
    }
}

// Empty where there is no such line.
std::string_view said(std::string_view text, std::string_view key) {
    return value_of(text, key).value_or(std::string_view());
}

Status add_manifest(RowWriter& rows, std::uint64_t account, const RecordView& record) {
    const Read read(account, record);
    const std::string_view text = record.payload;
    TrialLines capital(text.substr(std::min(text.find("capital_e8 "), text.size())));
    const auto capital_e8 = capital.number<Number>("capital_e8");
    if (!capital.wrong().empty()) {
        return fail(ErrorCode::malformed,
                    "a manifest without its capital",
                    "the journal was written by another version, or edited");
    }
    rows.add(StoreTable::sessions,
             {read.account,
              read.seq,
              read.at,
              table_cell(said(text, "engine")),
              table_cell(capital_e8),
              table_cell(said(text, "fill_model")),
              table_cell(said(text, "origin")),
              table_cell(said(text, "from")),
              table_cell(said(text, "to")),
              table_cell(text)});
    for (std::size_t place = 1;; ++place) {
        // "name hash"
        const auto parameters = said(text, "parameters." + std::to_string(place));
        const auto blank = parameters.rfind(' ');
        if (blank == std::string_view::npos) {
            return {};
        }
        const auto plugin = said(text, "plugin." + std::to_string(place));
        rows.add(StoreTable::instances,
                 {read.account,
                  table_cell(place),
                  read.seq,
                  table_cell(parameters.substr(0, blank)),
                  table_cell(parameters.substr(blank + 1)),
                  table_cell(plugin)});
    }
}

void add_order(RowWriter& rows, Read& read) {
    const TableCell place = read.number("place");
    const TableCell order = read.number("order");
    const TableCell instance = read.number("instance");
    const TableCell instrument = read.text("instrument");
    const TableCell side = read.text("side");
    const TableCell quantity = read.number("quantity");
    const TableCell limit_price = table_cell(read.lines.number_if_there<Number>("limit_price"));
    const TableCell time_in_force = read.number("time_in_force");
    const TableCell reduce_only = read.number("reduce_only");
    const TableCell post_only = read.number("post_only");
    const TableCell purpose = read.word<OrderPurpose>("purpose", order_purpose_text);
    const TableCell reason = read.number("reason");
    const TableCell cause = read.number("cause");
    const TableCell pair = read.number("pair");
    std::array<TableCell, 3> refusal = {nullptr, nullptr, nullptr};
    for (const auto& [by, unit] :
         {std::pair{"refused_by_limit", "unit"}, std::pair{"refused_by_filter", "bound"}}) {
        if (read.lines.next_is(by)) {
            refusal[0] = read.text(by);
            static_cast<void>(read.number(unit));
            refusal[1] = read.number("value");
            refusal[2] = read.number("limit");
        }
    }
    put(rows,
        read,
        StoreTable::decided_orders,
        {read.account, read.seq, read.at,     place,         order,       instance,  instrument,
         side,         quantity, limit_price, time_in_force, reduce_only, post_only, purpose,
         reason,       cause,    pair,        refusal[0],    refusal[1],  refusal[2]});
}

void add_order_state(RowWriter& rows, Read& read) {
    const TableCell place = read.number("place");
    const TableCell order = read.number("order");
    const TableCell state = read.text("state");
    const TableCell filled = read.number("filled");
    put(rows,
        read,
        StoreTable::order_states,
        {read.account, read.seq, read.at, place, order, state, filled});
}

void add_fill(RowWriter& rows, Read& read) {
    const TableCell order = read.number("order");
    const TableCell instance = read.number("instance");
    const TableCell instrument = read.text("instrument");
    const TableCell side = read.text("side");
    const TableCell cause = read.word<FillCause>("cause", fill_cause_text);
    const TableCell price = read.number("price");
    const TableCell quantity = read.number("quantity");
    const TableCell fee = read.number("fee_e8");
    const TableCell slippage = read.number("slippage_e8");
    const TableCell realised = read.number("realised_e8");
    const TableCell position = read.number("position_after");
    const TableCell reason = read.number("reason");
    const TableCell ambiguous = read.number("ambiguous");
    put(rows,
        read,
        StoreTable::fills,
        {read.account,
         read.seq,
         read.at,
         order,
         instance,
         instrument,
         side,
         cause,
         price,
         quantity,
         fee,
         slippage,
         realised,
         position,
         reason,
         ambiguous});
}

void add_funding(RowWriter& rows, Read& read) {
    const TableCell instance = read.number("instance");
    const TableCell instrument = read.text("instrument");
    const TableCell rate = read.number("rate_e12");
    const TableCell mark = read.number("mark_e8");
    const TableCell source = read.word<MarkSource>("mark_source", mark_source_text);
    const TableCell position = read.number("position");
    const TableCell paid = read.number("paid_e8");
    put(rows,
        read,
        StoreTable::funding,
        {read.account,
         read.seq,
         read.at,
         instance,
         instrument,
         rate,
         mark,
         source,
         position,
         paid});
}

// What each kind of incident says of itself.
struct Incident {
    TableCell instance = nullptr;
    TableCell instrument = nullptr;
    TableCell mark = nullptr;
    TableCell realised = nullptr;
    TableCell fee = nullptr;
    TableCell insurance = nullptr;
    TableCell why = nullptr;
};

void put_incident(RowWriter& rows, const Read& read, std::string_view kind, const Incident& one) {
    put(rows,
        read,
        StoreTable::incidents,
        {read.account,
         read.seq,
         read.at,
         table_cell(kind),
         one.instance,
         one.instrument,
         one.mark,
         one.realised,
         one.fee,
         one.insurance,
         one.why});
}

void add_liquidation(RowWriter& rows, Read& read) {
    // Read in the order in which they are named.
    const Incident one{.instrument = read.text("instrument"),
                       .mark = read.number("mark_e8"),
                       .realised = read.number("realised_e8"),
                       .fee = read.number("fee_e8"),
                       .insurance = read.number("insurance_e8")};
    put_incident(rows, read, "liquidation", one);
}

void add_isolation(RowWriter& rows, Read& read) {
    const Incident one{.instance = read.number("instance"), .why = read.text("why")};
    put_incident(rows, read, "isolation", one);
}

void add_note(RowWriter& rows, Read& read) {
    const TableCell instance = read.number("instance");
    const TableCell reason = read.number("reason");
    const TableCell bits = table_cell(read.lines.number<std::uint64_t>("number_bits"));
    put(rows, read, StoreTable::notes, {read.account, read.seq, read.at, instance, reason, bits});
}

void add_standing(RowWriter& rows, Read& read) {
    const TableCell decisions = read.text("decisions");
    const TableCell equity = read.number("equity_e8");
    const TableCell orders = read.number("orders");
    const TableCell fills = read.number("fills");
    const TableCell mode = read.text("mode");
    static_cast<void>(read.text("tape"));  // of which the journal alone is the proof
    put(rows,
        read,
        StoreTable::standings,
        {read.account, read.seq, read.at, equity, orders, fills, mode, decisions});
}

Status add_command(RowWriter& rows, std::uint64_t account, const RecordView& record) {
    const auto command = decode_command(record.payload);
    if (!command) {
        return fail(command.error());
    }
    const Read read(account, record);
    const auto instance =
        command->instance ? std::optional(command->instance->value()) : std::nullopt;
    rows.add(StoreTable::commands,
             {read.account,
              read.seq,
              read.at,
              table_cell(paper_verb_text(command->verb)),
              table_cell(instance),
              table_cell(command->by),
              table_cell(command->reason),
              table_cell(command->given_at.ns())});
    return {};
}

using AddLines = void (*)(RowWriter&, Read&);

AddLines lines_of(RecordKind kind) {
    if (kind == paper_order) {
        return add_order;
    }
    if (kind == paper_order_state) {
        return add_order_state;
    }
    if (kind == paper_fill) {
        return add_fill;
    }
    if (kind == paper_funding) {
        return add_funding;
    }
    if (kind == paper_liquidation) {
        return add_liquidation;
    }
    if (kind == paper_isolation) {
        return add_isolation;
    }
    if (kind == paper_note) {
        return add_note;
    }
    return kind == paper_done ? add_standing : nullptr;
}

}  // namespace

Status add_paper_rows(RowWriter& rows, std::uint64_t account, const RecordView& record) {
    if (record.kind == paper_step || record.kind == paper_answer) {
        return {};  // what came of it follows
    }
    if (record.kind == paper_manifest) {
        return add_manifest(rows, account, record);
    }
    if (record.kind == paper_command) {
        return add_command(rows, account, record);
    }
    const AddLines add = lines_of(record.kind);
    if (add == nullptr) {
        return fail(ErrorCode::unsupported,
                    "its type or version is unknown to this program",
                    "read it with the program that wrote it, or a newer one");
    }
    Read read(account, record);
    add(rows, read);
    if (!read.is_whole()) {
        return fail(ErrorCode::malformed,
                    std::string("a ") + paper_record_text(record.kind.type) +
                        " with a wrong line '" + std::string(read.lines.wrong()) + "'",
                    "the journal was written by another version, or edited");
    }
    return {};
}

Status add_idle_rows(RowWriter& rows, const RecordView& record) {
    if (record.kind != paper_command) {
        return fail(ErrorCode::unsupported,
                    "its type or version is unknown to this program",
                    "read it with the program that wrote it, or a newer one");
    }
    const auto command = decode_command(record.payload);
    if (!command) {
        return fail(command.error());
    }
    rows.add(StoreTable::idle_commands,
             {table_cell(record.seq),
              table_cell(paper_verb_text(command->verb)),
              table_cell(command->by),
              table_cell(command->reason),
              table_cell(command->given_at.ns())});
    return {};
}

}  // namespace tradelab
