#include "report/names.hpp"

#include "core/decimal.hpp"

#include <algorithm>

namespace tradelab {

namespace {

std::string number_text(std::uint64_t number) {
    return "#" + std::to_string(number);
}

}  // namespace

std::string RecordNames::instrument(InstrumentId id) const {
    const auto found = std::ranges::find(manifest_.instruments, id, &InstrumentUsed::id);
    return found == manifest_.instruments.end() ? number_text(id.value()) : found->name;
}

std::string RecordNames::symbol(InstrumentId id) const {
    const std::string name = instrument(id);
    const auto colon = name.find(':');
    return colon == std::string::npos ? name : name.substr(colon + 1);
}

std::string RecordNames::instance(InstanceId id) const {
    const auto found = std::ranges::find(manifest_.instances, id, &InstanceUsed::instance);
    return found == manifest_.instances.end() ? number_text(id.value()) : found->name;
}

std::string RecordNames::reason(InstanceId instance, std::uint32_t reason) const {
    const auto found = std::ranges::find(manifest_.instances, instance, &InstanceUsed::instance);
    const bool is_known = found != manifest_.instances.end() && reason < found->reasons.size();
    return is_known ? found->reasons[reason] : number_text(reason);
}

Places RecordNames::places(InstrumentId id) const {
    const auto found = std::ranges::find(manifest_.instruments, id, &InstrumentUsed::id);
    return found == manifest_.instruments.end() ? Places{} : found->places;
}

std::string RecordNames::price(InstrumentId id, Price price) const {
    return decimal_text(price, places(id).price);
}

std::string RecordNames::quantity(InstrumentId id, Quantity quantity) const {
    return decimal_text(quantity, places(id).quantity);
}

std::string RecordNames::short_quantity(InstrumentId id, Quantity quantity) const {
    return short_decimal_text(quantity.mantissa(), places(id).quantity);
}

std::string_view fill_cause_text(FillCause cause) {
    switch (cause) {
        case FillCause::next_open:
            return "next_open";
        case FillCause::stop:
            return "stop";
        case FillCause::take:
            return "take";
        case FillCause::limit:
            return "limit";
        case FillCause::liquidation:
            return "liquidation";
        case FillCause::close:
            return "close";
    }
    return "unknown";
}

std::string_view order_purpose_text(OrderPurpose purpose) {
    switch (purpose) {
        case OrderPurpose::target:
            return "target";
        case OrderPurpose::order:
            return "order";
        case OrderPurpose::stop:
            return "stop";
        case OrderPurpose::take:
            return "take";
        case OrderPurpose::pair_unwind:
            return "pair_unwind";
        case OrderPurpose::pair_bound:
            return "pair_bound";
        case OrderPurpose::gap:
            return "gap";
        case OrderPurpose::end:
            return "end";
        case OrderPurpose::command:
            return "command";
    }
    return "unknown";
}

std::string_view mark_source_text(MarkSource source) {
    return source == MarkSource::recorded ? "recorded" : "last_price";
}

std::string_view direction_text(Side side) {
    return side == Side::buy ? "long" : "short";
}

}  // namespace tradelab
