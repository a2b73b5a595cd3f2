#include "daemon/metrics.hpp"

#include "core/decimal.hpp"
#include "core/text.hpp"

#include <charconv>
#include <string_view>
#include <unistd.h>

namespace tradelab {

namespace {

class Page {
public:
    void gauge(std::string_view name, std::string_view help, std::string_view value) {
        head(name, help, "gauge");
        sample(name, "", value);
    }
    void counter(std::string_view name, std::string_view help, std::uint64_t value) {
        head(name, help, "counter");
        sample(name, "", std::to_string(value));
    }
    void head(std::string_view name, std::string_view help, std::string_view kind) {
        text_ += "# HELP " + std::string(name) + " " + std::string(help) + "\n# TYPE " +
                 std::string(name) + " " + std::string(kind) + "\n";
    }
    void sample(std::string_view name, const std::string& labels, std::string_view value) {
        text_ += std::string(name) + (labels.empty() ? "" : "{" + labels + "}") + " " +
                 std::string(value) + "\n";
    }
    [[nodiscard]] std::string take() { return std::move(text_); }

private:
    std::string text_;
};

// The format escapes these three, and nothing else.
std::string label(std::string_view name, std::string_view value) {
    std::string out = std::string(name) + "=\"";
    for (const char c : value) {
        out += c == '\n' ? "\\n" : c == '"' ? "\\\"" : c == '\\' ? "\\\\" : std::string(1, c);
    }
    return out + "\"";
}

std::string cash(Cash amount) {
    return short_decimal_text(amount.mantissa(), cash_places);
}

void add_account(Page& page, const PaperView& view, const DaemonFacts& facts) {
    const Statement& statement = view.statement;
    page.gauge("tradelab_equity", "Equity of the account.", cash(statement.equity));
    page.gauge("tradelab_pnl_realised", "Realised before fees.", cash(statement.realised));
    page.gauge("tradelab_pnl_unrealised", "At the last marks.", cash(statement.unrealised));
    page.gauge("tradelab_fees_paid", "Fees paid.", cash(statement.fees));
    page.gauge(
        "tradelab_funding_received", "Funding received; negative: paid.", cash(-statement.funding));
    if (view.gross_exposure) {
        page.gauge("tradelab_gross_exposure", "Worst case.", cash(*view.gross_exposure));
    }
    page.gauge("tradelab_gross_exposure_limit", "Of it.", cash(*facts.limits.gross_exposure));
    if (const auto share = view.coverage.share()) {
        page.gauge("tradelab_protection_share",
                   "Share of the exposure under a stop or hedge.",
                   short_decimal_text(share->mantissa(), rate_places));
    }
    page.gauge("tradelab_open_orders", "Open orders.", std::to_string(view.orders.size()));
    page.gauge("tradelab_positions", "Positions.", std::to_string(view.positions.size()));
    page.counter("tradelab_orders_total", "Orders made, refused ones too.", view.orders_made);
    page.counter("tradelab_fills_total", "Fills.", view.fills);
    page.counter("tradelab_steps_total", "Steps of the session.", view.steps);
    page.counter("tradelab_commands_total", "Commands of people.", view.commands);
    const PaperStanding standing = standing_of(view);
    page.gauge("tradelab_pnl_day", "Since the UTC day's first mark.", cash(standing.day));
    page.gauge("tradelab_drawdown", "Below the highest equity.", cash(standing.drawdown));
    page.head("tradelab_refusals_total", "Orders that the risk gate refused.", "counter");
    for (const auto& [reason, count] : view.refusals) {
        page.sample("tradelab_refusals_total", label("reason", reason), std::to_string(count));
    }
    page.head("tradelab_strategy_equity", "Budget and what a strategy made.", "gauge");
    for (const PaperInstance& one : view.instances) {
        page.sample("tradelab_strategy_equity", label("strategy", one.name), cash(one.equity));
    }
    page.head("tradelab_strategy_failed", "1 where it failed and is isolated.", "gauge");
    for (const PaperInstance& one : view.instances) {
        page.sample(
            "tradelab_strategy_failed", label("strategy", one.name), one.failed_why ? "1" : "0");
    }
    page.head("tradelab_strategy_demoted", "1 where it may make no entries.", "gauge");
    for (const PaperInstance& one : view.instances) {
        page.sample(
            "tradelab_strategy_demoted", label("strategy", one.name), one.demoted_why ? "1" : "0");
    }
}

}  // namespace

std::string metrics_page(const PaperView& view,
                         const DaemonFacts& facts,
                         std::uint64_t resident_bytes) {
    Page page;
    page.gauge("tradelab_up", "1 while the daemon answers.", "1");
    page.head("tradelab_mode", "1 for what holds now.", "gauge");
    for (const auto mode :
         {PaperMode::running, PaperMode::paused, PaperMode::stopped, PaperMode::panicked}) {
        page.sample(
            "tradelab_mode", label("state", paper_mode_text(mode)), view.mode == mode ? "1" : "0");
    }
    page.gauge("tradelab_data_synthetic",
               "1 where the market was generated.",
               view.origin == DataOrigin::synthetic ? "1" : "0");
    if (facts.feed_clock && view.last_event) {
        const auto age = checked_sub(*facts.feed_clock, *view.last_event).value_or(Duration(0));
        page.gauge("tradelab_feed_age_seconds",
                   "Of the feed, since its last event.",
                   std::to_string(age.count() / 1'000'000'000));
    }
    add_account(page, view, facts);
    page.gauge("tradelab_resident_bytes", "Memory.", std::to_string(resident_bytes));
    page.counter("tradelab_log_lines_lost_total", "Not written.", facts.log_lines_lost);
    return page.take();
}

std::uint64_t resident_bytes(const Disk& disk) {
    const auto text = disk.read_file("/proc/self/statm", {.size_max = 4'096});
    if (!text) {
        return 0;
    }
    const std::size_t second = text->find(' ');
    std::uint64_t pages = 0;
    if (second != std::string::npos) {
        std::from_chars(text->data() + second + 1, text->data() + text->size(), pages);
    }
    return pages * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

}  // namespace tradelab
