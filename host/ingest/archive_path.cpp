#include "ingest/archive_path.hpp"

#include "ingest/decimal_field.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace tradelab {
namespace {

struct Market {
    std::string_view folder;
    std::string_view venue;
    std::string_view without_expiry;  // what an instrument is that its symbol does not say
};
constexpr std::array<Market, 3> markets = {{{"spot", "binance.spot", ""},
                                            {"um", "binance.usdm", "-PERP"},
                                            {"cm", "binance.coinm", "-PERP"}}};

// Longer ones first: BTCFDUSD ends in USD too.
constexpr std::array<std::string_view, 17> quotes = {"FDUSD",
                                                     "USDT",
                                                     "USDC",
                                                     "BUSD",
                                                     "TUSD",
                                                     "USDP",
                                                     "USD1",
                                                     "USD",
                                                     "EUR",
                                                     "TRY",
                                                     "BRL",
                                                     "GBP",
                                                     "JPY",
                                                     "DAI",
                                                     "BTC",
                                                     "ETH",
                                                     "BNB"};

struct Words {
    std::string_view word;
    ArchiveLayout layout;
};
constexpr std::array<Words, 7> table_words = {{{"klines", ArchiveLayout::klines},
                                               {"markPriceKlines", ArchiveLayout::mark_klines},
                                               {"mark", ArchiveLayout::mark_klines},
                                               {"fundingRate", ArchiveLayout::funding},
                                               {"funding", ArchiveLayout::funding},
                                               {"aggTrades", ArchiveLayout::agg_trades},
                                               {"trades", ArchiveLayout::trades}}};
constexpr std::array<std::string_view, 7> unread_words = {"indexPriceKlines",
                                                          "premiumIndexKlines",
                                                          "bookDepth",
                                                          "bookTicker",
                                                          "metrics",
                                                          "liquidationSnapshot",
                                                          "BVOLIndex"};
constexpr std::array<std::string_view, 3> extensions = {".csv", ".csv.gz", ".zip"};

std::vector<std::string> words_in(std::string_view text, char separator) {
    std::vector<std::string> words;
    while (true) {
        const std::size_t end = text.find(separator);
        words.emplace_back(text.substr(0, end));
        if (end == std::string_view::npos) {
            return words;
        }
        text.remove_prefix(end + 1);
    }
}

std::string_view without_extension(std::string_view name) {
    for (const std::string_view extension : extensions) {
        if (name.ends_with(extension)) {
            name.remove_suffix(extension.size());
            break;
        }
    }
    return name;
}

Status take_table(std::string_view word, ArchivePath& facts) {
    if (std::ranges::find(unread_words, word) != unread_words.end()) {
        return fail(ErrorCode::unsupported,
                    "tables of " + std::string(word) + " are not read",
                    "there are klines, markPriceKlines, fundingRate, aggTrades and trades");
    }
    const auto known = std::ranges::find(table_words, word, &Words::word);
    if (known != table_words.end()) {
        facts.layout = known->layout;
    }
    return {};
}

// "1h" of BTCUSDT-1h-2024-01, or a table's word as in BTCUSDT-aggTrades-2024-01.
Status take_second_word(std::string_view word, ArchivePath& facts) {
    const bool interval =
        word.size() >= 2 && word.size() <= 4 && is_digit(word.front()) && !is_digit(word.back());
    if (!interval) {
        return take_table(word, facts);
    }
    const auto parsed = BarInterval::parse(word);
    if (!parsed) {
        return fail(parsed.error());
    }
    facts.interval = *parsed;
    return {};
}

}  // namespace

bool is_table_name(std::string_view file_name) {
    return !file_name.starts_with('.') &&
           std::ranges::any_of(extensions, [file_name](std::string_view extension) {
               return file_name.ends_with(extension);
           });
}

bool is_recording_path(const std::filesystem::path& path) {
    const std::string name = path.filename().native();
    return path.parent_path().filename() == "ticks" && !name.starts_with('.') &&
           name.ends_with(".gz") && !is_table_name(name);
}

Result<InstrumentName> instrument_of_symbol(std::string_view market, std::string_view symbol) {
    const auto place = std::ranges::find(markets, market, &Market::folder);
    if (place == markets.end()) {
        return fail(ErrorCode::invalid_argument,
                    "there is no market '" + std::string(market) + "'",
                    "there are spot, um and cm");
    }
    const std::size_t underscore = std::min(symbol.find('_'), symbol.size());
    const std::string_view pair = symbol.substr(0, underscore);
    const std::string_view expiry = symbol.substr(std::min(underscore + 1, symbol.size()));
    const auto quote = std::ranges::find_if(quotes, [pair](std::string_view one) {
        return pair.size() > one.size() && pair.ends_with(one);
    });
    if (quote == quotes.end()) {
        return fail(ErrorCode::invalid_argument,
                    "the quote asset of '" + std::string(symbol) + "' is not known",
                    "name the instrument: --instrument binance.spot:BASE-QUOTE");
    }
    std::string name = std::string(place->venue) + ":" +
                       std::string(pair.substr(0, pair.size() - quote->size())) + "-" +
                       std::string(*quote);
    name += expiry.empty() ? std::string(place->without_expiry) : "-" + std::string(expiry);
    return InstrumentName::make(name);
}

Result<ArchivePath> read_archive_path(const std::filesystem::path& path) {
    const std::string name = path.filename().native();
    ArchivePath facts;
    facts.location = name;
    std::string market;
    const auto folders = words_in(path.parent_path().native(), '/');
    std::size_t market_at = folders.size();
    // The last one counts: who knows what the folders above the archive are called.
    for (std::size_t i = 0; i < folders.size(); ++i) {
        if (std::ranges::find(markets, folders[i], &Market::folder) != markets.end()) {
            market = folders[i];
            market_at = i;
        }
    }
    std::string location;
    for (std::size_t i = market_at; i < folders.size(); ++i) {
        location += folders[i] + "/";
        if (auto taken = take_table(folders[i], facts); !taken) {
            return fail(taken.error());
        }
    }
    facts.location = location + name;
    const auto words = words_in(without_extension(name), '-');
    if (words.size() > 1) {
        if (auto taken = take_second_word(words[1], facts); !taken) {
            return fail(taken.error());
        }
    }
    if (!market.empty()) {
        auto instrument = instrument_of_symbol(market, words.front());
        if (!instrument) {
            return fail(instrument.error());
        }
        facts.instrument = std::move(*instrument);
    }
    return facts;
}

}  // namespace tradelab
