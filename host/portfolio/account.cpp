#include "portfolio/account.hpp"

#include <array>

namespace tradelab {

std::string_view wallet_text(Wallet wallet) {
    return wallet == Wallet::spot ? "spot" : "futures";
}

std::string_view book_text(Book book) {
    constexpr std::array<std::string_view, book_count> texts = {"cash",
                                                                "margin",
                                                                "cost",
                                                                "contract",
                                                                "valuation",
                                                                "dust",
                                                                "traded",
                                                                "realised",
                                                                "unrealised",
                                                                "fees",
                                                                "funding",
                                                                "insurance",
                                                                "opening"};
    return texts.at(static_cast<std::size_t>(book));
}

std::string_view row_kind_text(RowKind kind) {
    constexpr std::array<std::string_view, 7> texts = {
        "opening", "fill", "funding", "valuation", "margin", "liquidation", "dust"};
    return texts.at(static_cast<std::size_t>(kind));
}

}  // namespace tradelab
